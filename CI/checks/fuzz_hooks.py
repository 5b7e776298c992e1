"""What schemathesis has to know for CI/checks/fuzz-api: who calls, with which certificate and token; how a request by webhook is signed;
which objects there are; and which findings are explained.

The environment names the folder of this run (FUZZ_WORK) with `plan.json`: realm, description, explained findings, objects by operation.
"""
import base64, collections, hashlib, json, os, pathlib, re, threading, time, uuid, zlib

import requests
import schemathesis
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

work = pathlib.Path(os.environ["FUZZ_WORK"])
plan = json.loads((work / "plan.json").read_text())
description = yaml.safe_load(pathlib.Path(plan["description"]).read_text())
flow = description["components"]["securitySchemes"]["clientCredentials"]["flows"]["clientCredentials"]
# Who has a scope; whoever asks with a certificate alone is the first.
PARTIES = {"regulator_read": "ukgc", "regulator_request": "ukgc", "regulator_aml_read": "mga", "compliance_officer": "officer"}
assert set(PARTIES) == set(flow["scopes"]), "a scope of the description has nobody here who holds it"
COVERED = ["@method", "@target-uri", "content-digest", "content-type"]
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_OPERATIONS = {"obtain-token", "revoke-token", "introspect-token"}

tokens, lock = {}, threading.Lock()
matched = collections.Counter()


def certificate(party):
    return str(work / f"pki/{party}.pem"), str(work / f"pki/{party}.key")


def key(party):
    jwk = json.loads((work / f"pki/{party}-signing.jwk").read_text())
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(jwk["d"] + "=" * (-len(jwk["d"]) % 4))), jwk["kid"]


def url_text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def assertion(party):
    """By which a client proves who it is at the token endpoint (RFC 7523)."""
    private, kid = key(party)
    now = int(time.time())
    claims = {"iss": party, "sub": party, "aud": plan["realm"], "jti": str(uuid.uuid4()), "iat": now, "exp": now + 60}
    parts = ".".join(url_text(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "typ": "JWT", "kid": kid}, claims))
    return f"{parts}.{url_text(private.sign(parts.encode()))}"


def token(scope):
    """A token of that scope, from the endpoint that the description names; a new one long before it is over."""
    with lock:
        held, until = tokens.get(scope, (None, 0))
        if time.monotonic() < until:
            return held
        party = PARTIES[scope]
        form = {
            "grant_type": "client_credentials", "client_id": party, "scope": scope, "client_assertion_type": ASSERTION,
            "client_assertion": assertion(party),
        }
        answer = requests.post(
            plan["realm"] + flow["tokenUrl"], data=form, cert=certificate(party), verify=str(work / "pki/ca.pem"), timeout=20)
        answer.raise_for_status()
        tokens[scope] = answer.json()["access_token"], time.monotonic() + 60
        return tokens[scope][0]


def scope_of(operation):
    """The scope of the first alternative of an operation's security; nothing when a certificate will do."""
    alternatives = operation.get("security") or [{}]
    return next(iter(alternatives[0].get("clientCredentials") or []), None)


def signed(case, base_url):
    """The fields that sign a request by webhook: RFC 9421 over method, target, digest and type, with a new nonce."""
    call = case.as_transport_kwargs(base_url=base_url)
    request = requests.Request(
        **{name: call[name] for name in ("method", "url", "json", "data", "params", "headers") if name in call}).prepare()
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    private, kid = key("ukgc")
    now = int(time.time())
    values = {
        "@method": request.method, "@target-uri": request.url, "content-type": request.headers.get("Content-Type", ""),
        "content-digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:",
    }
    covered = " ".join(f'"{name}"' for name in COVERED)
    parameters = f'({covered});created={now};expires={now + 120};nonce="{uuid.uuid4()}";keyid="{kid}";tag="assay-request"'
    base = "\n".join([f'"{name}": {values[name]}' for name in COVERED] + [f'"@signature-params": {parameters}'])
    signature = base64.b64encode(private.sign(base.encode())).decode()
    return {"Content-Digest": values["content-digest"], "Signature-Input": f"sig1={parameters}", "Signature": f"sig1=:{signature}:"}


def is_positive(case):
    return case.meta is None or case.meta.generation.mode.value == "positive"


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw
    name, scope = operation.get("operationId"), scope_of(operation)
    party = PARTIES.get(scope, "ukgc")
    kwargs["cert"] = certificate(party)
    if case.headers is None:
        case.headers = {}
    if scope:
        case.headers["Authorization"] = f"Bearer {token(scope)}"
    if not is_positive(case):
        return
    # Half of the calls mean an object that there is.
    known = plan["objects"].get(name)
    if known and case.path_parameters:
        for parameter, value in known.items():
            if parameter in case.path_parameters and zlib.crc32(repr(case.path_parameters[parameter]).encode()) % 2:
                case.path_parameters[parameter] = value
    if name in TOKEN_OPERATIONS and isinstance(case.body, dict):
        case.body.update(client_assertion_type=ASSERTION, client_assertion=assertion(party))
        case.body.pop("client_id", None)
    if name == "request-file":
        case.headers.update(signed(case, kwargs.get("base_url") or plan["realm"]))


def told(response):
    """What a refusal says of itself: its code, and where in the body it found something wrong."""
    try:
        problem = json.loads(response.content)
    except ValueError:
        return None, None
    if not isinstance(problem, dict):
        return None, None
    return problem.get("code") or problem.get("error"), problem.get("pointer")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Takes out what is explained, case by case, so that it hides nothing else; the rest is written down with what was answered."""
    name = case.operation.definition.raw.get("operationId")
    code, pointer = told(response)
    for number, entry in enumerate(plan["explained"]):
        if (
            entry["finding"] == type(failure).code
            and name in entry["operations"]
            and entry.get("problem") == code
            and re.fullmatch(entry.get("pointer", ".*"), pointer or "")
        ):
            matched[number] += 1
            with lock:
                (work / "matched.json").write_text(json.dumps(matched))
            return False
    with lock, (work / "findings.jsonl").open("a") as file:
        kind = {"operation": name, "finding": type(failure).code, "status": response.status_code, "problem": code, "pointer": pointer}
        sent = {"url": response.request.url, "body": (response.request.body or b"")[:600]}
        sample = {"message": failure.message[:600], "sent": repr(sent), "answer": response.content[:400].decode(errors="replace")}
        file.write(json.dumps({"kind": kind, "sample": sample}) + "\n")
    return True
