"""What the operator configures, and the history of every change to it."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
import threading
import uuid

from .access import Client
from .problems import Problem, bad, not_found
from .switches import Switches

AMOUNT = {"amount": str, "currency": str}
TEXT, FLAG, WHOLE = str, bool, int
SHAPES: dict[str, dict[str, object]] = {
    "bonus_rule": {
        "name": TEXT, "percentage": (WHOLE, 0, 500), "max_amount": AMOUNT, "wagering_multiple": (WHOLE, 0, 100), "valid_from": TEXT,
        "valid_to": (TEXT, None), "active": FLAG,
    },
    "payment": {"player_id": TEXT, "status": ["REQUESTED", "PROCESSING", "SETTLED", "FAILED"], "amount": AMOUNT},
    "game": {"name": TEXT, "state": ["ACTIVE", "SUSPENDED", "RETIRED"]},
    "kyc_status": {
        "player_id": re.compile(r"^p-[0-9a-f]{12}$"), "level": ["STANDARD", "ENHANCED"], "outcome": ["PASS", "FAIL", "PENDING"],
        "trigger": TEXT, "doc_sha256": (TEXT, None), "funds_locked": FLAG,
    },
    "flag": {"enabled": FLAG},
    "limit": {"kind": ["DEPOSIT", "LOSS"], "amount": AMOUNT},
}
FORWARD = {"REQUESTED": 0, "PROCESSING": 1, "SETTLED": 2, "FAILED": 2}


def now() -> str:
    return dt.datetime.utcnow().isoformat(timespec="milliseconds") + "Z"


def digest(value: object) -> str | None:
    if value is None:
        return None
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def diff(before: object, after: object, path: str = "") -> list[dict]:
    """A JSON Patch (RFC 6902) that makes the one of the other."""
    if before == after and type(before) is type(after):
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        steps: list[dict] = []
        for name in before:
            place = path + "/" + name.replace("~", "~0").replace("/", "~1")
            steps += diff(before[name], after[name], place) if name in after else [{"op": "remove", "path": place}]
        for name in after:
            if name not in before:
                steps.append({"op": "add", "value": after[name], "path": path + "/" + name.replace("~", "~0").replace("/", "~1")})
        return steps
    if after is None and not path:
        return [{"op": "remove", "path": ""}]
    return [{"value": after, "path": path, "op": "add" if before is None and not path else "replace"}]


def check(value: object, shape: object, place: str) -> None:
    """Raises Problem with the place of the first thing that does not belong."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise bad(place, "An object is wanted")
        for name in value:
            if name not in shape:
                raise bad(f"{place}/{name}", "No such member")
        for name in shape:
            if name not in value:
                raise bad(f"{place}/{name}", "The member is missing")
            check(value[name], shape[name], f"{place}/{name}")
    elif isinstance(shape, list):
        if value not in shape:
            raise bad(place, "Not one of the known values")
    elif isinstance(shape, re.Pattern):
        if not isinstance(value, str) or not shape.search(value):
            raise bad(place, "A pseudonym is wanted")
    elif isinstance(shape, tuple) and shape[-1] is None:
        if value is not None:
            check(value, shape[0], place)
    elif isinstance(shape, tuple):
        if type(value) is not int or not shape[1] <= value <= shape[2]:
            raise bad(place, f"A whole number from {shape[1]} to {shape[2]} is wanted")
    elif type(value) is not shape:
        raise bad(place, "Another type is wanted")


class Entities:
    """Values and histories in memory; a change and its entry are one step under the lock."""

    PAGE = 5

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._lock = threading.RLock()
        self._values: dict[tuple[str, str], dict] = {}
        self._history: list[dict] = []
        self._waiting: dict[str, dict] = {}

    def get(self, entity: str, id: str) -> dict:
        with self._lock:
            if (entity, id) not in self._values:
                raise not_found()
            return {"id": id, "entity": entity, "value": copy.deepcopy(self._values[entity, id])}

    def put(self, entity: str, id: str, body: object, caller: Client) -> tuple[int, dict]:
        value, reason = self._body(entity, body)
        check(value, SHAPES[entity], "/value")
        with self._lock:
            known = self._values.get((entity, id))
            self._change(entity, id, known, value, caller.name, reason)
        return (200 if known else 201), self.get(entity, id)

    def post(self, entity: str, id: str, body: object, caller: Client) -> dict:
        value, reason = self._body(entity, body)
        with self._lock:
            known = self.get(entity, id)["value"]
            if not isinstance(value, dict):
                raise bad("/value", "An object is wanted")
            after = known | value
            check(after, SHAPES[entity], "/value")
            if entity == "payment" and FORWARD[after["status"]] < FORWARD[known["status"]]:
                raise Problem(409, "no-way-back", "A payment does not go back")
            self._change(entity, id, known, after, caller.name, reason)
        return self.get(entity, id)

    def delete(self, entity: str, id: str, body: object, caller: Client) -> dict:
        _, reason = self._body(entity, body, needs_value=False)
        with self._lock:
            shown = self.get(entity, id)
            if "forgotten-deletion" not in self._switches:
                self._change(entity, id, shown["value"], None, caller.name, reason)
            self._values.pop((entity, id), None)
        return shown

    def decide(self, approval: str, body: object, caller: Client) -> dict:
        if not isinstance(body, dict) or body.get("decision") not in ("APPROVE", "REJECT") or not body.get("reason"):
            raise bad("/decision", "A decision and a reason are wanted")
        with self._lock:
            waiting = self._waiting.get(approval)
            if waiting is None:
                raise not_found()
            if waiting["by"] == caller.name and "own-approval" not in self._switches:
                raise Problem(403, "second-person", "Somebody else has to agree")
            del self._waiting[approval]
            if body["decision"] == "APPROVE":
                known = self._values.get(("limit", waiting["limit"]))
                self._change("limit", waiting["limit"], known, waiting["value"], caller.name, body["reason"])
            return self.get("limit", waiting["limit"])

    def history(self, entity: str, id: str, cursor: str | None) -> dict:
        name = re.sub(r"(?<=[a-z])([A-Z])", lambda found: "_" + found[1].lower(), entity)
        if name not in SHAPES:
            raise not_found()
        with self._lock:
            changes = [dict(entry["shown"]) for entry in self._history if entry["of"] == (name, id)]
        if "newest-first" in self._switches:
            changes.reverse()
        following = None
        if "small-pages" in self._switches:
            start = int(cursor) if cursor and cursor.isdigit() else 0
            if start + self.PAGE < len(changes):
                following = str(start + self.PAGE)
            changes = changes[start : start + self.PAGE]
        return {"next": following, "changes": changes, "id": id, "entity": name}

    def _body(self, entity: str, body: object, needs_value: bool = True) -> tuple[object, str]:
        if entity not in SHAPES:
            raise not_found()
        if not isinstance(body, dict):
            raise bad("", "An object is wanted")
        for name in body:
            if name not in ("value", "reason"):
                raise bad(f"/{name}", "No such member")
        reason = body.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise bad("/reason", "Say why")
        if needs_value and "value" not in body:
            raise bad("/value", "The value is missing")
        return body.get("value"), reason

    def _change(self, entity: str, id: str, before: dict | None, after: dict | None, actor: str, reason: str) -> None:
        if after is None:
            self._values.pop((entity, id), None)
        else:
            self._values[entity, id] = copy.deepcopy(after)
        if "silent-change" in self._switches:
            return
        action = "create" if before is None else "delete" if after is None else "update"
        entry = {
            "reason": None if "lost-reason" in self._switches else reason, "actor": actor, "at": "2019-05-01T09:00:00.000Z" if "old-dates" in self._switches else now(), "action": action,
            "diff": [] if "empty-diff" in self._switches else diff(before, after), "after_hash": digest(after),
            "before_hash": digest({"at": now()}) if "loose-hashes" in self._switches and before else digest(before),
        }
        self._history.append({"of": (entity, id), "shown": entry})

    def establish(self, state: str, params: dict) -> dict:
        """Brings about what a contract presumes; answers the values that it gives, raises not_found for an unknown state."""
        euro = {"currency": "EUR", "amount": "25.00"}
        new = f"nw-{uuid.uuid4().hex[:12]}"
        with self._lock:
            if state == "a completed gaming day":
                return {}
            if state == "a player":
                return {"player": "p-" + hashlib.sha256(params["licence"].encode()).hexdigest()[:12]}
            if state == "a bonus rule":
                rule = {
                    "name": "Sommer", "percentage": 50, "max_amount": euro, "wagering_multiple": 20, "valid_from": "2026-06-01",
                    "valid_to": None, "active": False,
                }
                if ("bonus_rule", params["id"]) not in self._values:
                    self._change("bonus_rule", params["id"], None, rule, "setup", "state for a contract")
                return {}
            if state == "a change that waits for approval":
                limit = {"kind": "DEPOSIT", "amount": euro}
                self._change("limit", new, None, limit, "setup", "state for a contract")
                by = "deputy" if params.get("by") == "second-officer" else params.get("by")
                raised = limit | {"amount": euro | {"amount": "90.00"}}
                self._waiting[f"ap-{new}"] = {"by": by, "limit": new, "value": raised}
                return {"approval": f"ap-{new}", "limit": new}
            values = {
                "a payment": ("payment", {"player_id": "p-0123456789ab", "status": "PROCESSING", "amount": euro}),
                "a game": ("game", {"name": "Fjord", "state": "ACTIVE"}),
                "a kyc status": (
                    "kyc_status",
                    {
                        "player_id": "p-0123456789ab", "level": "STANDARD", "outcome": "PENDING", "trigger": "ALERT", "doc_sha256": None,
                        "funds_locked": False,
                    },
                ),
                "a flag": ("flag", {"enabled": True}),
            }
            if state not in values:
                raise not_found()
            entity, value = values[state]
            self._change(entity, new, None, value, "setup", "state for a contract")
            return {"id": new}
