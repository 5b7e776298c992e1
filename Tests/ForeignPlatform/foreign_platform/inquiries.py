"""Questions that come by signed requests, and the deliveries of their answers."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http.client
import json
import re
import ssl
import threading
import time
import urllib.parse
import uuid

from . import entities, keys, signatures
from .access import Client
from .problems import Problem, bad, not_found
from .reports import NAMES, TYPES, Reports, period
from .switches import Switches
from .words import Words

FORMATS = {"report": ("csv", "xml", "pdf"), "logs": ("csv", "json"), "player": ("json",), "audit": ("json",)}
MEDIA = TYPES | {"json": "application/json"}


class Inquiries:
    """Questions in memory; each accepted one has a thread that delivers its answer until somebody takes it."""

    WAITS = [0.3, 0.6, 1, 2, 3, 5, 8, 8, 8]

    def __init__(self, held: keys.Keys, reports: Reports, kept: entities.Entities, switches: Switches, words: Words) -> None:
        self._keys, self._reports, self._entities, self._switches, self._words = held, reports, kept, switches, words
        self._lock = threading.Lock()
        self._asked: dict[str, dict] = {}
        self._nonces: dict[tuple[str, str], float] = {}
        self.render = lambda body: json.dumps(body).encode()
        self._tls = ssl.create_default_context(cafile=str(held.folder / "ca.pem"))
        self._tls.load_cert_chain(held.folder / "server.pem", held.folder / "server.key")

    def ask(self, client: Client, method: str, url: str, fields: dict[str, str], body: bytes, read) -> dict:
        """Checks signature, digest, freshness, nonce, content and callback, in this order, and accepts; raises Problem."""
        nonce: str | None = None
        if "any-signature" not in self._switches:
            nonce = signatures.check(
                method, url, fields, body, self._keys.signing[client.name], f"{client.name}-k1", self._words.request_tag,
                self._switches)
            self._use(client, nonce)
        question = read(body)
        self._check(client, question)
        identifier, print = question["request_id"].lower(), hashlib.sha256(body).hexdigest()
        with self._lock:
            known = self._asked.get(identifier)
            other = known and (known["client"] != client.name or known["print"] != print)
            if other and "reused-identifier" not in self._switches:
                raise Problem(409, "other-question", "Another question has this identifier")
            if known is None:
                due = dt.datetime.utcnow() + dt.timedelta(hours=2)
                known = {
                    "client": client.name, "print": print, "question": question, "state": "accepted", "accepted_at": entities.now(),
                    "due_by": due.isoformat(timespec="milliseconds") + "Z", "attempts": 0, "delivered_at": None, "file": None,
                    "delivery": str(uuid.uuid4()),
                }
                self._asked[identifier] = known
                threading.Thread(target=self._deliver, args=(client, known), daemon=True).start()
            return {"state": "accepted", "request_id": question["request_id"], "due_by": known["due_by"], "accepted_at": known["accepted_at"]}

    def state(self, client: Client, identifier: str) -> dict:
        with self._lock:
            known = self._asked.get(identifier.lower())
            if known is None or (known["client"] != client.name and "open-questions" not in self._switches):
                raise not_found()
            shown = {name: known[name] for name in ("state", "accepted_at", "due_by", "attempts", "delivered_at", "file")}
            return shown | {"kind": known["question"]["kind"], "request_id": known["question"]["request_id"]}

    def _use(self, client: Client, nonce: str) -> None:
        now = time.time()
        with self._lock:
            self._nonces = {used: until for used, until in self._nonces.items() if until > now}
            if (client.name, nonce) in self._nonces and "any-nonce" not in self._switches:
                raise Problem(409, "nonce-used", "This request was here before")
            self._nonces[client.name, nonce] = now + signatures.LONGEST + 60

    def _check(self, client: Client, question: object) -> None:
        if not isinstance(question, dict):
            raise bad("", "An object is wanted")
        names = {"request_id", "kind", "parameters", "format", "callback_url", "due_by"}
        for name in question:
            if name not in names:
                raise bad(f"/{name}", "No such member")
        for name in sorted(names - {"due_by"}):
            if name not in question:
                raise bad(f"/{name}", "The member is missing")
        try:
            uuid.UUID(question["request_id"])
        except (ValueError, AttributeError, TypeError):
            raise bad("/request_id", "A UUID is wanted") from None
        kind, parameters = question["kind"], question["parameters"]
        if not isinstance(kind, str) or kind not in FORMATS:
            raise bad("/kind", "No such kind of file")
        if question["format"] not in FORMATS[kind]:
            raise bad("/format", "This kind of file does not come in this format")
        if not isinstance(parameters, dict):
            raise bad("/parameters", "An object is wanted")
        self._file(client, kind, parameters, question["format"])
        self._check_callback(question["callback_url"])

    def _check_callback(self, url: object) -> None:
        try:
            parts = urllib.parse.urlsplit(url if isinstance(url, str) else "")
            registered = parts.scheme == "https" and parts.hostname == "127.0.0.1" and parts.port and not parts.username
        except ValueError:
            registered = False
        if not registered and "any-callback" not in self._switches:
            raise Problem(422, "callback-not-registered", "The address is not one of yours", "/callback_url")

    def _file(self, client: Client, kind: str, parameters: dict, format: str) -> bytes:
        if kind == "report":
            when = period(str(parameters.get("period")))
            if when is None or not self._reports.holds(when):
                raise bad("/parameters/period", "There is no such period")
            if parameters.get("template") not in NAMES:
                raise bad("/parameters/template", "There is no such template")
            return self._reports.document(client, when, format)
        if kind == "logs":
            return self._log(client, parameters)
        if kind == "player":
            own = self._entities.establish("a player", {"licence": client.licence})["player"]
            if parameters.get("player") != own:
                raise bad("/parameters/player", "There is no such player")
            return json.dumps({"licence": client.licence, "player": own, "identity": {"level": "STANDARD"}}).encode()
        shown = self._entities.history(str(parameters.get("entity")), str(parameters.get("id")), None)
        return json.dumps(shown, ensure_ascii=False).encode()

    def _log(self, client: Client, parameters: dict) -> bytes:
        if parameters.get("type") == "aml":
            raise Problem(403, "scope-missing", "Suspicions need a scope of their own")
        if parameters.get("type") != "transactions":
            raise bad("/parameters/type", "There is no such log")
        try:
            begin, end = (dt.datetime.fromisoformat(parameters[name].replace("Z", "+00:00")) for name in ("from", "to"))
        except (KeyError, ValueError, AttributeError):
            raise bad("/parameters/from", "Two moments are wanted") from None
        lines, moment, step = ["id,at,amount,currency"], begin, dt.timedelta(minutes=30)
        while moment < end and len(lines) < 1000:
            name = hashlib.sha256(f"{client.licence}{moment}".encode()).hexdigest()[:16]
            lines.append(f"{name},{moment.strftime('%Y-%m-%dT%H:%M:%S.000Z')},12.50,EUR")
            moment += step
        return ("\r\n".join(lines) + "\r\n").encode()

    def _deliver(self, client: Client, known: dict) -> None:
        question = known["question"]
        format, kind = question["format"], question["kind"]
        content = self._file(client, kind, question["parameters"], format)
        about = {"format": format, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        file = {"content": base64.b64encode(content).decode(), "media_type": MEDIA[format], "name": f"{kind}.{format}"} | about
        manifest = {"files": [file["name"] and {"name": file["name"]} | about], "made_by": "northwind", "licence": client.licence}
        signed = keys.b64(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode())
        head = keys.b64(json.dumps({"alg": "ES256", "kid": self._keys.platform_kid}).encode())
        jws = f"{head}..{keys.b64(keys.sign(self._keys.platform, f'{head}.{signed}'.encode()))}"
        extra = 1 if "sent-twice" in self._switches else 2 if "endless-delivery" in self._switches else 0
        for wait in self.WAITS:
            body = {
                "sent_at": entities.now(), "manifest_jws": jws, "manifest": manifest, "kind": kind, "file": file,
                "delivery_id": known["delivery"], "request_id": question["request_id"],
            }
            with self._lock:
                known |= {"state": "delivering", "attempts": known["attempts"] + 1, "file": about}
            status, later = self._send(question["callback_url"], self.render(body), known["delivery"])
            if 200 <= status < 300 and extra:
                extra -= 1
                time.sleep(0.2 if "sent-twice" in self._switches else 1.5)
                if "endless-delivery" in self._switches:
                    with self._lock:
                        known |= {"state": "acknowledged", "delivered_at": entities.now()}
                continue
            if 200 <= status < 300:
                with self._lock:
                    known |= {"state": "acknowledged", "delivered_at": entities.now()}
                return
            if 400 <= status < 500 and status not in (408, 425, 429):
                break
            time.sleep(min(max(wait, later), 20))
        with self._lock:
            if known["state"] != "acknowledged":
                known["state"] = "failed" if 400 <= status < 500 else "exhausted"

    def _send(self, url: str, body: bytes, delivery: str) -> tuple[int, float]:
        """The status, 0 when there was no answer, and the seconds that the answer asks to wait."""
        parts = urllib.parse.urlsplit(url)
        fields = {
            "content-type": "Application/Json ;Charset=UTF-8" if "parameters" in self._switches else "application/json",
            "content-digest": signatures.content_digest(body), "idempotency-key": delivery, "date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()),
        }
        covered = ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"]
        more = "more-covered" in self._switches
        if more:
            covered = ["date", "@authority", *reversed(covered), "@path"]
        over = dict(fields)
        if "other-body-signed" in self._switches:
            fields["content-digest"] = over["content-digest"] = signatures.content_digest(body + b" ")
        if "bare-callback" not in self._switches:
            made = signatures.sign(
                "POST", url, over, covered, self._keys.platform, self._keys.platform_kid, self._words.callback_tag, "nw-7" if more else "sig1")
            fields["signature-input"], fields["signature"] = made
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=10, context=self._tls)
        try:
            connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, fields)
            answer = connection.getresponse()
            answer.read(65536)
            after = answer.getheader("Retry-After", "")
            return answer.status, float(after) if re.fullmatch(r"\d{1,4}", after) else 0
        except (OSError, http.client.HTTPException):
            return 0, 0
        finally:
            connection.close()
