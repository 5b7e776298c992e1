"""The HTTPS listener: one thread for each connection, certificates asked for and checked, requests brought to their routes."""

from __future__ import annotations

import http.server
import json
import re
import ssl
import sys
import urllib.parse
import uuid

from . import access, keys
from .entities import Entities
from .inquiries import Inquiries
from .problems import Problem, not_found
from .reports import TYPES, NAMES, Reports, period, regulators
from .switches import Switches
from .words import Words

LARGEST = 1 << 20
ABSENT = ("next", "replaces", "before_hash", "after_hash", "delivered_at", "file", "reason")
TIME = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z"')


class Answer:
    """What goes back: status, media type, bytes, further fields."""

    def __init__(self, status: int, media: str, body: bytes, fields: dict[str, str] | None = None) -> None:
        self.status, self.media, self.body, self.fields = status, media, body, fields or {}


class Platform:
    """The parts of the platform and the routes between them."""

    def __init__(self, held: keys.Keys, switches: Switches, words: Words) -> None:
        self.switches, self.words, self.keys = switches, words, held
        self.access = access.Access(held, switches)
        self.reports, self.entities = Reports(switches), Entities(switches)
        self.inquiries = Inquiries(held, self.reports, self.entities, switches, words)
        self.inquiries.render = lambda body: self.render(words.said("answer", body))
        self.origin = ""

    def render(self, document: object) -> bytes:
        """JSON as the variations want it."""
        on = self.switches
        if "more-members" in on and isinstance(document, dict):
            document = document | {"x_northwind": {"build": 7, "list": [None, True]}}
        if "no-nulls" in on:
            document = without_nulls(document)
        if "airy-json" in on:
            text = json.dumps(document, indent=3, sort_keys=True).replace("/", "\\/")
        else:
            text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return (TIME.sub(r'"\g<1>000+00:00"', text) if "offset-times" in on else text).encode()

    def read(self, body: bytes, kind: str) -> object:
        """The JSON of a request; raises Problem."""
        refused = Problem(400, "not-json", "The body is no JSON that is taken here", "")
        try:
            return self.words.heard(kind, json.loads(body, object_pairs_hook=distinct))
        except RecursionError:
            if "broken-at-depth" in self.switches:
                raise
            raise refused from None
        except ValueError:
            raise refused from None

    def answer(self, request: Handler) -> Answer:
        """Answers a request; raises Problem for a refusal."""
        path, query = request.route()
        method, words = "GET" if request.command == "HEAD" else request.command, self.words
        if (method, path) == ("POST", words.token):
            return self._token(request)
        if (method, path) == ("GET", "/.well-known/jwks.json"):
            return Answer(200, "application/jwk-set+json", json.dumps(self.keys.jwks()).encode())
        if (method, path) == ("POST", words.states):
            self._admit(request, {"regulator_read", "compliance_officer"})
            wanted = self.read(request.body, "")
            values = self.entities.establish(wanted["state"], wanted.get("params") or {})
            return Answer(200, "application/json", json.dumps({"values": values}).encode())
        found = [(route, match) for route in words.routes if (match := route.path.match(path))]
        if not found:
            self._admit(request, {"regulator_read", "compliance_officer"})
            raise not_found()
        for route, match in found:
            if route.method == method:
                values = {name: urllib.parse.unquote(text) for name, text in match.groupdict().items()}
                return getattr(self, f"_{route.name}")(request, query | values)
        methods = {route.method for route, _ in found}
        allowed = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
        told = {} if "secret-methods" in self.switches else {"Allow": allowed}
        raise Problem(405, "no-such-method", f"This can be asked by {allowed}", headers=told)

    def _admit(self, request: Handler, scopes: set[str]) -> access.Client:
        return self.access.admit(request.certificate, request.fields.get("authorization"), scopes)

    def _token(self, request: Handler) -> Answer:
        form = dict(urllib.parse.parse_qsl(request.body.decode("utf-8", "replace")))
        try:
            return Answer(200, "application/json", json.dumps(self.access.token(form, request.certificate, request.name)).encode())
        except access.TokenRefused as refused:
            body = {"error_description": refused.text, "error": refused.code}
            return Answer(refused.status, "application/json", json.dumps(body).encode())

    def _json(self, kind: str, document: object, status: int = 200, fields: dict[str, str] | None = None) -> Answer:
        return Answer(status, "application/json", self.render(self.words.said(kind, document)), fields)

    def _when(self, values: dict[str, str]):
        when = period(values.get("period", ""))
        if when is None:
            raise not_found()
        return when

    def _reports(self, request: Handler, values: dict[str, str]) -> Answer:
        client = self._admit(request, {"regulator_read", "compliance_officer"})
        when = self._when(values)
        holders = [client] if client.regulator and "neighbours-runs" not in self.switches else regulators()
        runs = []
        for holder in holders if self.reports.holds(when) and values.get("template", "T16") in NAMES else []:
            if values.get("licence", holder.licence) == holder.licence:
                runs.append(self.reports.run(holder, when, self._link(when.text)))
        return self._json("report-list", {"next": None, "reports": runs, "period": when.text})

    def _link(self, when: str) -> str:
        plain = self.words.members == {}
        return f"/regulator/reports/{when}/X-GAR-D" if plain else f"/compliance/v2/statements/X-GAR-D?date={when}"

    def _document(self, request: Handler, values: dict[str, str]) -> Answer:
        client = self._admit(request, {"regulator_read", "compliance_officer"})
        when = self._when(values)
        known = self.reports.holds(when) and values["template"] in NAMES
        if not known or values.get("licence", client.licence) != client.licence:
            raise not_found()
        format = self._format(request.fields.get("accept", "*/*"))
        return Answer(200, TYPES[format], self.reports.document(client, when, format))

    def _format(self, accept: str) -> str:
        """The first of the accepted types that is served, by their weights."""
        weighed = []
        for part in accept.split(","):
            media, _, rest = part.strip().partition(";")
            found = re.search(r"q=([0-9.]+)", rest)
            weight = 1.0 if found is None or "deaf-to-weights" in self.switches else float(found[1])
            weighed.append((-weight, media.strip().lower()))
        for weight, media in sorted(weighed, key=lambda pair: pair[0]):
            for format, name in TYPES.items():
                if weight and media in (name, name.split("/")[0] + "/*", "*/*"):
                    return format
        if "csv-for-all" in self.switches:
            return "csv"
        raise Problem(406, "not-served", "The report does not come in that format")

    def _history(self, request: Handler, values: dict[str, str]) -> Answer:
        self._admit(request, {"regulator_read", "compliance_officer"})
        return self._json("history", self.entities.history(values.get("entity", ""), values.get("id", ""), values.get("cursor")))

    def _ask(self, request: Handler, values: dict[str, str]) -> Answer:
        client = self._admit(request, {"regulator_request"})
        accepted = self.inquiries.ask(
            client, request.command, self.origin + request.path, request.fields, request.body, lambda body: self.read(body, "question"))
        place = self.words.state.format(accepted["request_id"])
        place = self.origin + place if "absolute-location" in self.switches else place
        return self._json("state", accepted, 202, {"location": place})

    def _asked(self, request: Handler, values: dict[str, str]) -> Answer:
        client = self._admit(request, {"regulator_read", "compliance_officer"})
        return self._json("state", self.inquiries.state(client, values["id"]))

    def _read(self, request: Handler, values: dict[str, str]) -> Answer:
        self._admit(request, {"compliance_officer"})
        return self._json("entity", self.entities.get(values["entity"], values["id"]))

    def _put(self, request: Handler, values: dict[str, str]) -> Answer:
        caller = self._admit(request, {"compliance_officer"})
        status, shown = self.entities.put(values["entity"], values["id"], self.read(request.body, "change"), caller)
        return self._json("entity", shown, status)

    def _post(self, request: Handler, values: dict[str, str]) -> Answer:
        caller = self._admit(request, {"compliance_officer"})
        return self._json("entity", self.entities.post(values["entity"], values["id"], self.read(request.body, "change"), caller))

    def _delete(self, request: Handler, values: dict[str, str]) -> Answer:
        caller = self._admit(request, {"compliance_officer"})
        return self._json("entity", self.entities.delete(values["entity"], values["id"], self.read(request.body, "change"), caller))

    def _decide(self, request: Handler, values: dict[str, str]) -> Answer:
        caller = self._admit(request, {"compliance_officer"})
        return self._json("entity", self.entities.decide(values["id"], self.read(request.body, "change"), caller))


def distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a member twice")
    return dict(pairs)


def without_nulls(document: object) -> object:
    if isinstance(document, list):
        return [without_nulls(value) for value in document]
    if isinstance(document, dict):
        return {name: without_nulls(value) for name, value in document.items() if value is not None or name not in ABSENT}
    return document


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, platform: Platform) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.platform = platform
        folder = platform.keys.folder
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self.tls.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.tls.load_verify_locations(folder / "ca.pem")
        self.tls.verify_mode = ssl.CERT_OPTIONAL

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            print(f"connection ended by {type(error).__name__}", file=sys.stderr)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "northwind/7"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 30

    def setup(self) -> None:
        self.request.settimeout(10)
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.certificate = self.request.getpeercert(binary_form=True)
        subject = dict(pair[0] for pair in (self.request.getpeercert() or {}).get("subject", ()))
        self.name = subject.get("commonName")
        super().setup()

    def route(self) -> tuple[str, dict[str, str]]:
        path, _, query = self.path.partition("?")
        known = self.server.platform.words.parameters
        return path, {known.get(name, name): value for name, value in urllib.parse.parse_qsl(query)}

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: paths hold identifiers."""

    def respond(self) -> None:
        platform = self.server.platform
        self.fields = {}
        for name, value in self.headers.items():
            name = name.lower()
            self.fields[name] = f"{self.fields[name]}, {value}" if name in self.fields else value
        length = self.fields.get("content-length", "0")
        try:
            if not length.isdigit() or int(length) > LARGEST or "transfer-encoding" in self.fields:
                self.close_connection = True
                raise Problem(413, "too-large", "The body is larger than what is taken")
            self.body = self.rfile.read(int(length))
            answer = platform.answer(self)
        except Problem as problem:
            answer = self._refusal(problem)
        except Exception as error:
            print(f"answered 500 for {type(error).__name__}", file=sys.stderr)
            answer = self._refusal(Problem(500, "broken", "Something went wrong"))
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = respond

    def _refusal(self, problem: Problem) -> Answer:
        platform = self.server.platform
        if "bare-refusals" in platform.switches:
            return Answer(problem.status, "text/plain", problem.title.encode(), problem.headers)
        place = "/problems" if "relative-types" in platform.switches else "https://northwind.example/problems"
        document: dict[str, object] = {"status": problem.status, "title": problem.title, "type": f"{place}/{problem.code}"}
        if problem.pointer is not None:
            document["pointer"] = problem.pointer
        return Answer(problem.status, "application/problem+json", platform.render(platform.words.said("problem", document)), problem.headers)

    def _send(self, answer: Answer) -> None:
        on = self.server.platform.switches
        identifier = str(uuid.uuid4())
        media = answer.media
        if "parameters" in on:
            media = f"{media.title()} ;Charset=UTF-8; x=\"1;2\"" if media != "application/pdf" else "Application/PDF"
        self.send_response(answer.status)
        fields = {
            "content-type": media, "cache-control": "Private, No-Store" if "shouting-cache" in on else "no-store, private",
            self.server.platform.words.request_header: identifier.upper() if "upper-uuids" in on else identifier,
            "strict-transport-security": "max-age=600",
        }
        if "closing" in on or self.close_connection:
            fields["connection"] = "close"
            self.close_connection = True
        for name, value in (fields | answer.fields).items():
            self.send_header(name, value)
        if self.command == "HEAD":
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
        elif "chunked" in on:
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for start in range(0, len(answer.body), 700):
                part = answer.body[start : start + 700]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
