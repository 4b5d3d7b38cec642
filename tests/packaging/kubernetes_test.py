"""deploy/kubernetes: every reference leads somewhere, nothing may do more than it has to, and the server serves what is probed."""
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tools import DEPLOY, lacks, need_yaml, run  # noqa: E402

yaml = need_yaml()

HERE = DEPLOY / "kubernetes"
KUSTOMIZATIONS = sorted(HERE.rglob("kustomization.yaml"))
VERSIONS = {
    "ServiceAccount": "v1", "Service": "v1", "ConfigMap": "v1", "Namespace": "v1", "Deployment": "apps/v1",
    "PodDisruptionBudget": "policy/v1", "HorizontalPodAutoscaler": "autoscaling/v2", "NetworkPolicy": "networking.k8s.io/v1",
    "Job": "batch/v1",
}
PROBED = {"/livez", "/readyz"}


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def files_named(kustomization):
    """The files that a kustomization takes in."""
    said = yaml.safe_load(kustomization.read_text())
    for name in said.get("resources", []):
        yield kustomization.parent / name
    for generator in said.get("configMapGenerator", []):
        for name in generator.get("files", []):
            yield kustomization.parent / name.rpartition("=")[2]


BASE = [document for path in files_named(HERE / "base/kustomization.yaml") if path.suffix == ".yaml" for document in documents(path)]


REPLAY = [document for part in ("shards", "merge") for path in files_named(HERE / f"replay/{part}/kustomization.yaml") for document in documents(path)]


def of_kind(kind, among=None):
    return [document for document in among or BASE if document["kind"] == kind]


DEPLOYMENT = of_kind("Deployment")[0]
POD = DEPLOYMENT["spec"]["template"]
CONTAINER = POD["spec"]["containers"][0]
LABELS = POD["metadata"]["labels"].items()
PORTS = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
CONFIG = tomllib.loads((HERE / "base/vesicle.toml").read_text())


class Kubernetes(unittest.TestCase):
    def test_every_file_is_taken_in_and_every_file_that_is_named_is_there(self):
        named = {path.resolve() for kustomization in KUSTOMIZATIONS for path in files_named(kustomization)}
        self.assertEqual({path for path in named if not path.exists()}, set())
        there = {path for path in HERE.rglob("*") if path.is_file() and path not in KUSTOMIZATIONS}
        self.assertEqual(there - named, set())

    def test_each_object_has_the_version_of_its_kind_and_a_name(self):
        everything = BASE + REPLAY + documents(HERE / "overlays/example/namespace.yaml")
        for document in everything:
            self.assertEqual(document["apiVersion"], VERSIONS[document["kind"]])
            self.assertRegex(document["metadata"]["name"], r"^[a-z][a-z0-9-]*$")
        names = [(document["kind"], document["metadata"]["name"]) for document in everything]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(set(VERSIONS) - {"ConfigMap"}, {kind for kind, _ in names})

    def test_selectors_find_the_pods(self):
        selectors = [DEPLOYMENT["spec"]["selector"]["matchLabels"], *(service["spec"]["selector"] for service in of_kind("Service")),
                     *(budget["spec"]["selector"]["matchLabels"] for budget in of_kind("PodDisruptionBudget")),
                     *(spread["labelSelector"]["matchLabels"] for spread in POD["spec"]["topologySpreadConstraints"])]
        for selector in selectors:
            self.assertTrue(selector and selector.items() <= LABELS, selector)
        [scaler] = of_kind("HorizontalPodAutoscaler")
        self.assertEqual(scaler["spec"]["scaleTargetRef"], {"apiVersion": "apps/v1", "kind": "Deployment", "name": DEPLOYMENT["metadata"]["name"]})
        self.assertNotIn("replicas", DEPLOYMENT["spec"])
        self.assertGreaterEqual(scaler["spec"]["minReplicas"], 2)
        self.assertIn(POD["spec"]["serviceAccountName"], [account["metadata"]["name"] for account in of_kind("ServiceAccount")])

    def test_ports_are_those_that_the_configuration_opens(self):
        self.assertEqual(PORTS, {"https": int(CONFIG["listen"].rpartition(":")[2]), "admin": int(CONFIG["admin"]["listen"].rpartition(":")[2])})
        for service in of_kind("Service"):
            for port in service["spec"]["ports"]:
                self.assertIn(port["targetPort"], PORTS)
        for policy in of_kind("NetworkPolicy"):
            for rule in policy["spec"].get("ingress", []):
                for port in rule["ports"]:
                    self.assertIn(port["port"], PORTS)

    def test_probes_ask_what_the_server_serves(self):
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            asked = CONTAINER[probe]["httpGet"]
            self.assertEqual((asked["port"], asked["scheme"], asked["path"] in PROBED), ("admin", "HTTPS", True), probe)
        self.assertEqual(CONTAINER["livenessProbe"]["httpGet"]["path"], "/livez")

    def test_a_pod_has_the_time_to_drain_and_is_known_as_unready_before_it_closes(self):
        unready = CONFIG["timeouts"]["unready_ms"] / 1000
        probe = CONTAINER["readinessProbe"]
        self.assertGreater(POD["spec"]["terminationGracePeriodSeconds"], 28 + 1 + 5)
        self.assertGreater(unready, probe["periodSeconds"] * probe["failureThreshold"] + probe["timeoutSeconds"])
        self.assertNotIn("lifecycle", CONTAINER)

    def test_pods_pass_the_restricted_standard(self):
        pod, container = POD["spec"]["securityContext"], CONTAINER["securityContext"]
        self.assertTrue(pod["runAsNonRoot"] and pod["runAsUser"] > 0 and pod["runAsGroup"] > 0)
        self.assertEqual(pod["seccompProfile"], {"type": "RuntimeDefault"})
        self.assertEqual((container["allowPrivilegeEscalation"], container["readOnlyRootFilesystem"], container["capabilities"]),
                         (False, True, {"drop": ["ALL"]}))
        self.assertFalse(container["privileged"])
        for holder in (POD["spec"], *of_kind("ServiceAccount")):
            self.assertIs(holder["automountServiceAccountToken"], False)
        for word in ("hostNetwork", "hostPID", "hostIPC", "hostPath"):
            self.assertNotIn(word, str(BASE))

    def test_images_have_a_version_and_resources_a_size(self):
        for image in re.findall(r"^\s*image: (\S+)$", (HERE / "base/deployment.yaml").read_text(), re.MULTILINE):
            self.assertRegex(image, r":\d+\.\d+\.\d+$")
        self.assertEqual(set(CONTAINER["resources"]["requests"]), {"cpu", "memory"})
        self.assertIn("memory", CONTAINER["resources"]["limits"])

    def test_secrets_are_named_and_never_held(self):
        self.assertEqual(of_kind("Secret"), [])
        for path in HERE.rglob("*"):
            if path.is_file():
                self.assertNotRegex(path.read_text(), r"secretGenerator|stringData|PRIV" + r"ATE KEY|password *[:=] *\S")
        volumes = {volume["name"]: volume for volume in POD["spec"]["volumes"]}
        mounts = {mount["name"]: mount for mount in CONTAINER["volumeMounts"]}
        self.assertEqual(set(volumes), set(mounts))
        self.assertTrue(all(mount["readOnly"] for mount in mounts.values()))
        for volume in volumes.values():
            if "secret" in volume:
                self.assertEqual(volume["secret"]["defaultMode"], 0o440)
        folders = tuple(mount["mountPath"] + "/" for mount in mounts.values())
        for place in (CONFIG["certificate"], CONFIG["key"], CONFIG["clients"], CONFIG["database"]["password_file"], CONTAINER["args"][-1]):
            self.assertTrue(place.startswith(folders), place)

    def test_the_network_is_closed_but_for_what_is_named(self):
        closed, opened = of_kind("NetworkPolicy")
        self.assertEqual(closed["spec"], {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
        self.assertTrue(opened["spec"]["podSelector"]["matchLabels"].items() <= LABELS)
        for rules, sides in (("ingress", "from"), ("egress", "to")):
            for rule in opened["spec"][rules]:
                self.assertTrue(rule[sides] and rule["ports"], rule)
        self.assertEqual([port["port"] for rule in opened["spec"]["egress"] for port in rule["ports"]], [53, 53, 5432, 443])

    def test_the_example_is_put_together_by_kustomize(self):
        if lacks("kubectl"):
            self.skipTest("this machine has no kubectl")
        status, said = run("kubectl", "kustomize", HERE / "overlays/example")
        self.assertEqual(status, 0, said)
        made = [document for document in yaml.safe_load_all(said) if document]
        self.assertEqual(len(made), len(BASE) + 2)
        [config] = of_kind("ConfigMap", made)
        [deployment] = of_kind("Deployment", made)
        self.assertIn("[[client]]", config["data"]["clients.toml"])
        self.assertEqual(config["data"]["vesicle.toml"], (HERE / "base/vesicle.toml").read_text())
        mounted = [volume["configMap"]["name"] for volume in deployment["spec"]["template"]["spec"]["volumes"] if "configMap" in volume]
        self.assertEqual(mounted, [config["metadata"]["name"]])
        self.assertEqual({document["metadata"].get("namespace", "vesicle") for document in made}, {"vesicle"})

    def test_the_pods_of_a_replay_may_read_the_export_and_write_shards_and_nothing_else(self):
        self.assertEqual([policy["spec"] for policy in of_kind("NetworkPolicy", REPLAY)], [{"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}])
        claims = {"vesicle-export": "/export", "vesicle-replay": "/replay"}
        for job in of_kind("Job", REPLAY):
            pod = job["spec"]["template"]["spec"]
            [container] = pod["containers"]
            self.assertEqual(pod["securityContext"] | {"fsGroup": 10001}, POD["spec"]["securityContext"])
            self.assertEqual(container["securityContext"], CONTAINER["securityContext"])
            self.assertEqual(container["image"], CONTAINER["image"])
            self.assertIs(pod["automountServiceAccountToken"], False)
            self.assertIn("memory", container["resources"]["limits"])
            volumes = {volume["name"]: volume["persistentVolumeClaim"] for volume in pod["volumes"]}
            for mount in container["volumeMounts"]:
                claim = volumes.pop(mount["name"])
                self.assertEqual(claims[claim["claimName"]], mount["mountPath"])
                self.assertEqual(mount.get("readOnly", False), mount["mountPath"] == "/export")
                self.assertEqual(claim.get("readOnly", False), mount["mountPath"] == "/export")
            self.assertEqual(volumes, {})
            for rule in job["spec"]["podFailurePolicy"]["rules"]:
                self.assertEqual(rule.get("onExitCodes", {}).get("containerName", container["name"]), container["name"])

    def command_of(self, job, folder, **environment):
        """What the program would have been started with, by the shell of the job itself."""
        (folder / "vesicle").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
        (folder / "vesicle").chmod(0o755)
        container = job["spec"]["template"]["spec"]["containers"][0]
        moved = [word.replace("/replay/", f"{folder}/") for word in container["args"]]
        said = subprocess.run([*container["command"], *moved], env={"PATH": f"{folder}:/usr/bin:/bin", **environment},
                              capture_output=True, text=True, check=True)
        return said.stdout.replace(f"{folder}/", "/replay/").splitlines()

    def test_the_indexes_of_a_replay_are_its_shards_and_all_of_them_are_merged(self):
        shards, merge = of_kind("Job", REPLAY)
        parts = shards["spec"]["completions"]
        self.assertEqual((shards["spec"]["completionMode"], merge["spec"].get("completions")), ("Indexed", None))
        made = []
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for index in range(parts):
                words = self.command_of(shards, folder, JOB_COMPLETION_INDEX=str(index))
                self.assertEqual(words[:4], ["replay", "/export", "--shard", f"{index + 1}/{parts}"])
                made.append(words[words.index("--out") + 1])
                (folder / pathlib.Path(made[-1]).name).touch()
                (folder / (pathlib.Path(made[-1]).name + ".work")).mkdir()
            self.assertEqual(self.command_of(merge, folder), ["replay", "merge", *made, "--out", "/replay/report"])

    def test_a_replay_is_put_together_by_kustomize(self):
        if lacks("kubectl"):
            self.skipTest("this machine has no kubectl")
        for part, objects in (("shards", 3), ("merge", 1)):
            status, said = run("kubectl", "kustomize", HERE / "replay" / part)
            self.assertEqual(status, 0, said)
            self.assertEqual(len([document for document in yaml.safe_load_all(said) if document]), objects)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
