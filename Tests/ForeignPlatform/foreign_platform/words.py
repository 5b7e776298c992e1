"""What paths, members and values are called on the wire: as the contracts have them, or Northwind's own way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Route:
    name: str
    method: str
    path: re.Pattern[str]


@dataclass(frozen=True)
class Words:
    """One way of saying things: routes, and the names of members by kind of document."""

    routes: list[Route]
    state: str
    token: str
    states: str
    request_header: str
    callback_tag: str
    request_tag: str
    parameters: dict[str, str] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def said(self, kind: str, document: object) -> object:
        """A document with its members called as they are on the wire."""
        return renamed(document, self.members.get(kind, {}))

    def heard(self, kind: str, document: object) -> object:
        """A received document with its members called as they are inside."""
        return renamed(document, {wire: name for name, wire in self.members.get(kind, {}).items()})


def renamed(document: object, names: dict[str, str]) -> object:
    if isinstance(document, dict):
        return {names.get(name, name): renamed(value, names) for name, value in document.items()}
    if isinstance(document, list):
        return [renamed(value, names) for value in document]
    return document


def routes(*lines: tuple[str, str, str]) -> list[Route]:
    return [Route(name, method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + r"\Z")) for name, method, path in lines]


PLAIN = Words(
    routes(
        ("reports", "GET", "/regulator/reports/{period}"), ("document", "GET", "/regulator/reports/{period}/{template}"),
        ("history", "GET", "/regulator/audit"), ("ask", "POST", "/webhook/regulator/request"),
        ("asked", "GET", "/regulator/requests/{id}"), ("decide", "POST", "/operator/approvals/{id}"),
        ("read", "GET", "/operator/{entity}/{id}"), ("put", "PUT", "/operator/{entity}/{id}"),
        ("post", "POST", "/operator/{entity}/{id}"), ("delete", "DELETE", "/operator/{entity}/{id}"),
    ),
    state="/regulator/requests/{}", token="/oauth2/token", states="/states", request_header="x-request-id", callback_tag="assay-callback",
    request_tag="assay-request",
)

OWN = Words(
    routes(
        ("reports", "GET", "/compliance/v2/statements"), ("document", "GET", "/compliance/v2/statements/{template}"),
        ("history", "GET", "/compliance/v2/trail"), ("ask", "POST", "/compliance/v2/inquiries"),
        ("asked", "GET", "/compliance/v2/inquiries/{id}"), ("decide", "POST", "/desk/decisions/{id}"),
        ("read", "GET", "/desk/records/{entity}/{id}"), ("put", "PUT", "/desk/records/{entity}/{id}"),
        ("post", "POST", "/desk/records/{entity}/{id}"), ("delete", "DELETE", "/desk/records/{entity}/{id}"),
    ),
    state="/compliance/v2/inquiries/{}", token="/identity/token", states="/setup/states", request_header="x-correlation-id",
    callback_tag="northwind-delivery", request_tag="northwind-inquiry",
    parameters={"subject": "entity", "key": "id", "permit": "licence", "page": "cursor", "date": "period"},
    members={
        "report-list": {
            "reports": "items", "files": "attachments", "sha256": "checksum", "run_id": "statement_id", "control_totals": "sums",
            "row_count": "lines", "due_at": "deadline",
        },
        "history": {"changes": "revisions", "actor": "who", "at": "when", "diff": "patch", "reason": "because"},
        "question": {"request_id": "reference", "callback_url": "deliver_to", "kind": "subject"},
        "state": {"request_id": "reference", "kind": "subject", "state": "stage", "attempts": "tries", "due_by": "deadline"},
        "answer": {"request_id": "reference", "delivery_id": "parcel", "kind": "subject", "file": "enclosure", "sha256": "checksum"},
        "entity": {"entity": "type", "value": "content"},
        "change": {"value": "content", "reason": "because"},
        "problem": {"pointer": "where"},
    },
)


def style(name: str) -> Words:
    return PLAIN if name == "plain" else OWN
