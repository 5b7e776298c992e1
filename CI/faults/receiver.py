"""Who receives files by callback, and can be as bad at it as networks are."""
import base64, hashlib, json, socket, ssl, struct, subprocess, threading, time, uuid

from subject import Client

COVERED = ["@method", "@target-uri", "content-digest", "content-type"]
MODES = ("refuses", "drops", "silent", "resets", "503")


class Receiver:
    """Listens on the loopback address of this network; `mode` is how: good, or one of MODES."""

    def __init__(self, platform):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(platform.pki / "simulator.pem", platform.pki / "simulator.key")
        self.mode, self.lock, self.deliveries, self.attempts = "good", threading.Lock(), {}, 0
        self.port, self.socket, self.held = None, None, []
        self.listen()

    def listen(self):
        self.socket = socket.create_server(("127.0.0.1", self.port or 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, args=(self.socket,), daemon=True).start()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}/callbacks"

    def set(self, mode):
        """From now on receives like that; what is held open by the mode before is let go."""
        if self.mode == "drops":
            subprocess.run(["iptables", "-F"], check=True)
        if self.mode == "refuses":
            self.listen()
        self.mode = mode
        for connection in self.held:
            connection.close()
        self.held.clear()
        if mode == "refuses":
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()
        if mode == "drops":
            subprocess.run(["iptables", "-A", "INPUT", "-p", "tcp", "--dport", str(self.port), "-j", "DROP"], check=True)

    def serve(self, listening):
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        with self.lock:
            self.attempts += 1
        if self.mode == "silent":
            self.held.append(connection)
            return
        try:
            with self.context.wrap_socket(connection, server_side=True) as stream:
                stream.settimeout(20)
                head, _, body = self.until_head(stream)
                length = int(next((line.split(":")[1] for line in head.split("\r\n") if line.lower().startswith("content-length:")), "0"))
                if self.mode == "resets":
                    # With no time to linger a close is a reset.
                    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                while len(body) < length:
                    body += stream.recv(65536)
                if self.mode == "503":
                    stream.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                told = json.loads(body)
                with self.lock:
                    self.deliveries.setdefault(told["request_id"], set()).add(told["delivery_id"])
                stream.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        except (OSError, ValueError, KeyError):
            return

    @staticmethod
    def until_head(stream):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = stream.recv(65536)
            if not piece:
                raise OSError("no head")
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        return head.decode("latin-1"), None, body


class Regulator(Client):
    """Asks for files of the sandbox by webhook."""

    def __init__(self, platform, clock=time.time, **more):
        super().__init__(platform, "ukgc", "regulator_read regulator_request", "sandbox", clock, **more)

    def request(self, callback, identifier=None, period="2026-10-15"):
        """Asks for one report; the identifier of the request when it was accepted, else the status."""
        identifier = identifier or str(uuid.uuid4())
        body = json.dumps({"request_id": identifier, "kind": "report", "parameters": {"period": period, "template": "T16"},
                           "format": "csv", "callback_url": callback}).encode()
        token = self.token if self.token and time.monotonic() < self.until else self.new_token()
        path, now = "/sandbox/webhook/regulator/request", int(self.clock())
        values = {"@method": "POST", "@target-uri": self.base.removesuffix("/sandbox") + path, "content-type": "application/json",
                  "content-digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"}
        covered = " ".join(f'"{name}"' for name in COVERED)
        parameters = f'({covered});created={now};expires={now + 120};nonce="{uuid.uuid4()}";keyid="{self.kid}";tag="assay-request"'
        base = "\n".join([f'"{name}": {values[name]}' for name in COVERED] + [f'"@signature-params": {parameters}'])
        signature = base64.b64encode(self.key.sign(base.encode())).decode()
        status, _, _ = self.exchange("POST", path, body, {
            "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Content-Digest": values["content-digest"],
            "Signature-Input": f"sig1={parameters}", "Signature": f"sig1=:{signature}:"})
        return identifier if status == 202 else status

    def advance(self, seconds):
        """Moves the sandbox's clock."""
        status, _, data = self.exchange(
            "POST", "/sandbox/regulator/clock", json.dumps({"advance_seconds": seconds}), {"Content-Type": "application/json"})
        if status != 200:
            raise OSError(f"the clock was answered by {status}: {data[:200]!r}")
        self.token = None
