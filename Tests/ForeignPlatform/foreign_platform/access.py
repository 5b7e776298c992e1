"""Who may come in: certificates, tokens that are bound to them, scopes."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass

from . import keys
from .problems import Problem
from .switches import Switches


@dataclass(frozen=True)
class Client:
    name: str
    regulator: str
    licence: str
    scopes: frozenset[str]


READING = frozenset({"regulator_read", "regulator_request"})
CLIENTS = {
    "ukgc": Client("ukgc", "UKGC", "UKGC-000987", READING),
    "mga": Client("mga", "MGA", "MGA/B2C/321/2020", READING),
    "cga": Client("cga", "CGA", "OGL/2025/111/0222", READING),
    "officer": Client("officer", "", "UKGC-000987", frozenset({"compliance_officer"})),
    "deputy": Client("deputy", "", "UKGC-000987", frozenset({"compliance_officer"})),
}


@dataclass(frozen=True)
class Grant:
    client: Client
    scopes: frozenset[str]
    certificate: str
    until: float


class TokenRefused(Exception):
    """An error of RFC 6749 §5.2."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


class Access:
    """Tokens in memory, by their digest."""

    LIFETIME = 300

    def __init__(self, held: keys.Keys, switches: Switches) -> None:
        self._keys, self._switches = held, switches
        self._lock = threading.Lock()
        self._tokens: dict[str, Grant] = {}
        self._assertions: dict[str, float] = {}
        self.issuer = ""

    def token(self, form: dict[str, str], certificate: bytes | None, common_name: str | None) -> dict:
        """The client credentials grant with `private_key_jwt` (RFC 7523 §2.2), bound to the certificate (RFC 8705 §3)."""
        if form.get("grant_type") != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "only client_credentials")
        client = CLIENTS.get(form.get("client_id", ""))
        if client is None or certificate is None or common_name != client.name:
            raise TokenRefused("invalid_client", "the certificate is not this client's", 401)
        self._check_assertion(form.get("client_assertion", ""), client)
        wanted = frozenset(form.get("scope", "").split()) or client.scopes
        if not wanted <= client.scopes:
            raise TokenRefused("invalid_scope", "the client has no such scope")
        text = secrets.token_urlsafe(32)
        grant = Grant(client, wanted, hashlib.sha256(certificate).hexdigest(), time.time() + self.LIFETIME)
        with self._lock:
            now = time.time()
            self._tokens = {digest: held for digest, held in self._tokens.items() if held.until > now}
            self._tokens[hashlib.sha256(text.encode()).hexdigest()] = grant
        return {"expires_in": self.LIFETIME, "token_type": "bearer", "scope": " ".join(sorted(wanted)), "access_token": text}

    def _check_assertion(self, text: str, client: Client) -> None:
        refused = TokenRefused("invalid_client", "the assertion is not good", 401)
        try:
            head, body, signature = text.split(".")
            header, claims = json.loads(keys.unb64(head)), json.loads(keys.unb64(body))
            good = keys.verify(self._keys.signing[client.name], keys.unb64(signature), f"{head}.{body}".encode())
            names = claims["iss"] == claims["sub"] == client.name and self.issuer in (claims["aud"], *claims["aud"])
            now = time.time()
            fresh = now - 5 < claims["exp"] < now + 600
            identifier = str(claims["jti"])
        except (ValueError, KeyError, TypeError):
            raise refused from None
        if header.get("alg") not in ("ES256", "PS512") or not (good and names and fresh):
            raise refused
        with self._lock:
            self._assertions = {name: until for name, until in self._assertions.items() if until > now}
            if identifier in self._assertions:
                raise refused
            self._assertions[identifier] = claims["exp"] + 5

    def admit(self, certificate: bytes | None, authorization: str | None, scopes: set[str]) -> Client:
        """The caller, when certificate, token and one of the scopes are there; raises Problem."""
        if certificate is None:
            raise Problem(401, "no-client-certificate", "Come with a client certificate")
        kind, _, text = (authorization or "").partition(" ")
        with self._lock:
            grant = self._tokens.get(hashlib.sha256(text.strip().encode()).hexdigest())
        bound = grant and (grant.certificate == hashlib.sha256(certificate).hexdigest() or "bearer-tokens" in self._switches)
        if kind.lower() != "bearer" or grant is None or not bound or grant.until < time.time():
            challenge = 'Bearer realm="northwind", error="invalid_token"' if authorization else 'Bearer realm="northwind"'
            raise Problem(401, "token-not-good", "Come with an access token of your own", headers={"WWW-Authenticate": challenge})
        if not scopes & grant.scopes and "any-role" not in self._switches:
            raise Problem(403, "scope-missing", "The token's scope does not reach here")
        return grant.client
