"""The profile that names the platform to its judge."""

from __future__ import annotations

import pathlib

from .access import CLIENTS
from .words import Words


def text(folder: pathlib.Path, origin: str, words: Words, dialect: str | None) -> str:
    """The profile, as YAML; files are named by their whole paths."""
    key = folder.resolve()

    def identity(name: str, scope: str) -> str:
        return (
            f'{{ certificate: "file:{key}/{name}.pem", key: "file:{key}/{name}.key", signing_key: "file:{key}/{name}-signing.jwk", '
            f'token: {{ method: private_key_jwt, url: "{origin}{words.token}", issuer: "{origin}", client_id: {name}, '
            f'key: "file:{key}/{name}-signing.jwk", scope: "{scope}" }}, values: {{ regulator.licence: "{CLIENTS[name].licence}" }} }}'
        )

    reading = "regulator_read regulator_request"
    lines = [
        "schema_version: 1", "environment: sandbox",
        f'platform: {{ base_url: "{origin}", trust: "file:{key}/ca.pem", jwks: "{origin}/.well-known/jwks.json" }}', "identities:",
        f"  regulator: {identity('ukgc', reading)}", f"  ukgc: {identity('ukgc', reading)}", f"  mga: {identity('mga', reading)}",
        f"  cga: {identity('cga', reading)}", f"  officer: {identity('officer', 'compliance_officer')}",
        "  no-certificate: { token_of: regulator }",
        f'  no-token: {{ certificate: "file:{key}/ukgc.pem", key: "file:{key}/ukgc.key" }}',
        f'  stranger: {{ certificate: "file:{key}/stranger.pem", key: "file:{key}/stranger.key" }}',
        f'  token-of-another: {{ certificate: "file:{key}/cga.pem", key: "file:{key}/cga.key", token_of: regulator }}',
        f'states: {{ url: "{origin}{words.states}", as: regulator }}', "capabilities: [operator_interface]",
        f'callbacks: {{ listen: "127.0.0.1:0", certificate: "file:{key}/simulator.pem", key: "file:{key}/simulator.key", '
        f'trust: "file:{key}/ca.pem" }}',
        "allow_effects: [read, synthetic]",
        f'values: {{ day: "2026-10-15", week: "2026-W42", month: "2026-10", quarter: "2026-Q3", rule: WB-1, '
        f'other: {{ licence: "{CLIENTS["mga"].licence}" }} }}',
    ]
    if dialect:
        lines.append(f'dialect: "{dialect}"')
    return "\n".join(lines) + "\n"
