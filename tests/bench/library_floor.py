"""What OpenSSL alone needs to verify a signature on this machine, as its own program tells."""
import re
import shutil
import subprocess

from servers import CPUS, on_processor

NAMES = {"RS384": "rsa2048", "ES256": "ecdsap256", "ES384": "ecdsap384"}


def microseconds(algorithm):
    """None where the program cannot be had."""
    if shutil.which("openssl") is None:
        return None
    done = subprocess.run(on_processor(CPUS[0], "openssl", "speed", "-mr", "-seconds", 1, NAMES[algorithm]), capture_output=True, text=True)
    per_second = re.search(r"^\+F\d+:\d+:\d+:[\d.]+:([\d.]+)$", done.stdout, re.MULTILINE)
    return 1e6 / float(per_second[1]) if per_second else None
