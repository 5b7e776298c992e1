"""The control endpoint: `PUT /switches` with `{"on": [names]}` on a loopback port of its own, for the tests of the judge."""

from __future__ import annotations

import http.server
import json

from .switches import Switches


def listener(switches: Switches) -> http.server.HTTPServer:
    """A plain HTTP server on a free port of 127.0.0.1 that changes what is switched on."""

    class Control(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            try:
                length = min(int(self.headers.get("content-length", "0")), 65536)
                switches.set(json.loads(self.rfile.read(length))["on"])
                status = 204 if self.path == "/switches" else 404
            except (ValueError, KeyError, TypeError):
                status = 400
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    return http.server.HTTPServer(("127.0.0.1", 0), Control)
