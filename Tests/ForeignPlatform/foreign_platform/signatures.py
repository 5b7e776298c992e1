"""HTTP Message Signatures (RFC 9421) with digests (RFC 9530): those of requests are checked, those of deliveries made."""

from __future__ import annotations

import base64
import hashlib
import re
import time
import urllib.parse

from . import keys
from .problems import Problem
from .switches import Switches

LONGEST = 3600
NAME = re.compile(r'^([a-z*][a-z0-9_.*-]*)=\((.*?)\)(.*)$')
PARAMETER = re.compile(r';([a-z*][a-z0-9_.*-]*)(?:=("(?:[^"\\]|\\.)*"|-?[0-9]+))?')


def content_digest(body: bytes, algorithm: str = "sha-512") -> str:
    digest = hashlib.new(algorithm.replace("-", ""), body).digest()
    return f"{algorithm}=:{base64.b64encode(digest).decode()}:"


def derived(name: str, method: str, url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    values = {
        "@method": method, "@target-uri": url, "@authority": parts.netloc.lower(), "@scheme": parts.scheme,
        "@path": parts.path or "/", "@query": "?" + parts.query,
        "@request-target": (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    }
    if name not in values:
        raise ValueError(name)
    return values[name]


def base(components: list[str], parameters: str, method: str, url: str, fields: dict[str, str]) -> bytes:
    """The signature base (§2.5); raises ValueError or KeyError for a component that the message does not have."""
    lines = [f'"{c}": {derived(c, method, url) if c.startswith("@") else fields[c].strip()}' for c in components]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def check_digest(body: bytes, field: str) -> bool:
    """Whether every digest of the field that is understood is the body's, and there is one."""
    pairs = [part.strip().split("=", 1) for part in field.split(",")]
    known = [(name, value) for name, value in pairs if name in ("sha-256", "sha-512")]
    return bool(known) and all(content_digest(body, name) == f"{name}={value}" for name, value in known)


def refused(code: str, text: str) -> Problem:
    return Problem(401, f"signature-{code}", text)


def check(
    method: str, url: str, fields: dict[str, str], body: bytes, key, kid: str, tag: str, switches: Switches
) -> str | None:
    """Checks the signature of a request in the order of its rules; answers its nonce, raises Problem."""
    match = NAME.match(fields.get("signature-input", ""))
    value = fields.get("signature", "")
    if not match or not value:
        raise refused("missing", "The request is not signed")
    label, inside, tail = match.groups()
    components = [part.strip('"') for part in inside.split()]
    parameters = {name: text.strip('"') for name, text in PARAMETER.findall(tail)}
    for needed in ("@method", "@target-uri", "content-digest", "content-type"):
        if needed not in components and not (needed == "content-digest" and "uncovered-body" in switches):
            raise refused("uncovered", f"The signature does not cover {needed}")
    if parameters.get("keyid") != kid:
        raise refused("key-unknown", "The key is not the client's")
    if parameters.get("tag") != tag:
        raise refused("tag", "The signature is made for something else")
    try:
        signature = base64.b64decode(re.match(rf"^{re.escape(label)}=:([A-Za-z0-9+/=]*):$", value)[1], validate=True)
        message = base(components, f"({inside}){tail}", method, url, fields)
    except (TypeError, ValueError, KeyError):
        raise refused("malformed", "The signature cannot be read") from None
    if not keys.verify(key, signature, message):
        raise refused("wrong", "The signature does not hold")
    if not check_digest(body, fields.get("content-digest", "")):
        raise Problem(401, "digest-wrong", "The body is not the one that was signed")
    now, created = time.time(), int(parameters.get("created", "0"))
    expires = int(parameters.get("expires", str(created + 300)))
    if "old-signatures" not in switches and now > min(expires, created + LONGEST):
        raise refused("stale", "The signature is too old")
    if "signatures-to-come" not in switches and now < created - 30:
        raise refused("future", "The signature is dated ahead")
    if not parameters.get("nonce"):
        raise refused("nonce", "The signature has no nonce")
    return parameters["nonce"]


def sign(
    method: str, url: str, fields: dict[str, str], components: list[str], key, kid: str, tag: str, label: str
) -> tuple[str, str]:
    """`Signature-Input` and `Signature` of a message that is sent."""
    inside = " ".join(f'"{c}"' for c in components)
    parameters = f'({inside});alg="ecdsa-p256-sha256";keyid="{kid}";tag="{tag}";created={int(time.time())}'
    value = keys.sign(key, base(components, parameters, method, url, fields))
    return f"{label}={parameters}", f"{label}=:{base64.b64encode(value).decode()}:"
