"""What must not be written anywhere in the tree: secrets, unfinished work, places that only one machine has."""
import re

# Pieces are joined here so that this file does not hold what it looks for.
FORBIDDEN = (
    (re.compile("-----BEGIN (?:[A-Z]+ )*PRIV" + "ATE KEY"), "a private key"),
    (re.compile(r'"d"\s*:\s*"[A-Za-z0-9_-]{40,}"'), "the private part of a JSON web key"),
    (re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X)\b"), "unfinished work"),
    (re.compile(r"(?<![\w.-])/wo" + r"rk(?:/|\b)"), "a path of one machine"),
    (re.compile(r"(?<![\w.-])/(?:home|Users)/\w+"), "a path of one machine"),
    (re.compile(r"\.\./sha" + "red"), "a path outside the tree"),
)
KEY_FILE = re.compile(r"\.(?:key|p12|pfx|jks)$|(?:^|/)id_(?:rsa|ecdsa|ed25519)$")


def check(tree):
    """Every forbidden word, as `path:line: what it is`."""
    for path in tree.paths():
        if KEY_FILE.search(path):
            yield f"{path}: a key must never be committed"
    for path, text in tree.texts():
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in FORBIDDEN:
                if pattern.search(line):
                    yield f"{path}:{number}: {what}"
