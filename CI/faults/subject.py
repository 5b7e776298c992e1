"""A served platform that is to be hurt, and those who use it meanwhile."""
import base64, http.client, json, os, pathlib, shutil, signal, socket, ssl, subprocess, sys, tempfile, threading, time, uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

root = pathlib.Path(__file__).resolve().parents[2]
assay = pathlib.Path(os.environ.get("ASSAY_SUBJECT", root / ".build/debug/assay"))
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def url_text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def command(*arguments, wanted=None, seconds=300):
    """A command of the subject, run to its end; its exit code and what it said."""
    ended = subprocess.run([assay, *map(str, arguments)], cwd=root, capture_output=True, text=True, timeout=seconds)
    if wanted is not None and ended.returncode not in wanted:
        raise RuntimeError(f"assay {arguments[0]} {arguments[1]} ended with {ended.returncode}: {(ended.stdout + ended.stderr)[-800:]}")
    return ended.returncode, ended.stdout + ended.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Platform:
    """`assay platform serve` on a folder of its own. Started again it keeps its keys, its data and its port."""

    def __init__(self, folder=None, wrapper=(), environment=None, players=1):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="assay-faults-"))
        self.pki, self.data = self.folder / "pki", self.folder / "data"
        self.wrapper, self.environment, self.players = list(wrapper), dict(environment or {}), players
        self.port, self.process, self.ready, self.started_in = free_port(), None, None, None
        if not self.pki.exists():
            command("pki", "init", self.pki, wanted=(0,))

    def start(self, seconds=240):
        """Serves; gives how long it took until requests are answered."""
        begun = time.monotonic()
        self.errors = open(self.folder / "errors.txt", "ab")
        self.process = subprocess.Popen(
            [*self.wrapper, assay, "platform", "serve", "--pki", self.pki, "--data", self.data, "--port", str(self.port),
             "--operations-port", "0", "--players", str(self.players), "--requests-per-minute", "10000000"],
            cwd=root, stdout=subprocess.PIPE, stderr=self.errors, text=True, env={**os.environ, **self.environment})
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line:
            raise RuntimeError(f"the platform did not start (exit {self.process.wait()}): {self.said()[-600:]}")
        try:
            self.ready = json.loads(line)
        except ValueError:
            raise RuntimeError(f"the platform said {line!r} instead of being ready: {self.said()[-600:]}") from None
        self.started_in = time.monotonic() - begun
        return self.started_in

    @property
    def pid(self):
        """That of the platform itself, also below a wrapper."""
        if not self.wrapper:
            return self.process.pid
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else self.process.pid

    def said(self):
        return (self.folder / "errors.txt").read_text(errors="replace")

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait(30)

    def stop(self, seconds=60):
        """Asks it to end, and gives its exit code; None when it had to be killed."""
        if not self.is_alive():
            return self.process.returncode
        os.kill(self.pid, signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def ended(self, seconds=60):
        """The exit code with which it ends by itself; None when it does not."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def remove(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, realm="production"):
        return self.data / realm / "log"

    def log_key(self, realm="production"):
        return self.ready["log_key" if realm == "production" else "sandbox_log_key"]

    def audit(self, realm="production"):
        """Whether every tile, bundle and the checkpoint of the log agree; else what does not."""
        code, text = command("audit", "verify", self.log(realm), "--key", self.log_key(realm))
        return [] if code == 0 else [f"the log of {realm} is damaged: {text.strip()[-500:]}"]

    def examine(self, realm="production"):
        """What is wrong with the events, the log and what was signed of a platform that has stopped."""
        code, text = command("audit", "fsck", self.data / realm, "--key", self.log_key(realm))
        return [] if code == 0 else [f"the data of {realm} are damaged: {text.strip()[-500:]}"]

    def checkpoint(self, realm="production"):
        """Size and root of the published checkpoint; None before the first."""
        try:
            _, size, tree_root = (self.log(realm) / "checkpoint").read_text().split("\n")[:3]
            return int(size), tree_root
        except (FileNotFoundError, ValueError):
            return None


class Client:
    """One party over one connection, which is made anew when it was lost. Not for two threads at once."""

    def __init__(self, platform, party, scope, realm="production", clock=time.time, timeout=15):
        self.platform, self.party, self.scope, self.realm, self.clock, self.timeout = platform, party, scope, realm, clock, timeout
        jwk = json.loads((platform.pki / f"{party}-signing.jwk").read_text())
        self.key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(jwk["d"] + "=" * (-len(jwk["d"]) % 4)))
        self.kid, self.connection, self.token = jwk["kid"], None, None

    @property
    def base(self):
        return self.platform.ready["base_url" if self.realm == "production" else "sandbox_url"]

    @property
    def prefix(self):
        return "" if self.realm == "production" else "/sandbox"

    def connected(self):
        if self.connection is None:
            context = ssl.create_default_context(cafile=str(self.platform.pki / "ca.pem"))
            context.load_cert_chain(self.platform.pki / f"{self.party}.pem", self.platform.pki / f"{self.party}.key")
            # The certificates are those of an authority of this run, whose times are not what is tried here.
            context.verify_flags &= ~ssl.VERIFY_X509_STRICT
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.platform.port, timeout=self.timeout, context=context)
        return self.connection

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def exchange(self, method, path, body=None, headers=None):
        """Status, fields and body of an answer. Raises OSError or HTTPException when there was none; the connection is then new."""
        try:
            connection = self.connected()
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            data = answer.read()
            if answer.getheader("Connection", "").lower() == "close":
                self.close()
            return answer.status, answer.headers, data
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def new_token(self):
        now = int(self.clock())
        claims = {"iss": self.party, "sub": self.party, "aud": self.base, "jti": str(uuid.uuid4()), "iat": now, "exp": now + 60}
        parts = ".".join(url_text(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "typ": "JWT", "kid": self.kid}, claims))
        form = "&".join(f"{name}={value}" for name, value in {
            "grant_type": "client_credentials", "client_id": self.party, "scope": self.scope.replace(" ", "+"),
            "client_assertion_type": ASSERTION.replace(":", "%3A"),
            "client_assertion": f"{parts}.{url_text(self.key.sign(parts.encode()))}"}.items())
        status, _, data = self.exchange(
            "POST", self.prefix + "/oauth2/token", form, {"Content-Type": "application/x-www-form-urlencoded"})
        if status != 200:
            raise Refused(status, data)
        self.token, self.until = json.loads(data)["access_token"], time.monotonic() + 120
        return self.token

    def ask(self, method, path, document=None, headers=None):
        """An authorized request; status, fields, and the body as JSON when it is that."""
        token = self.token if self.token and time.monotonic() < self.until else self.new_token()
        fields = {"Authorization": f"Bearer {token}", **(headers or {})}
        body = None
        if document is not None:
            body, fields["Content-Type"] = json.dumps(document).encode(), "application/json"
        status, answer, data = self.exchange(method, self.prefix + path, body, fields)
        try:
            return status, answer, json.loads(data)
        except ValueError:
            return status, answer, data


class Refused(Exception):
    def __init__(self, status, data):
        super().__init__(f"{status}: {data[:200]!r}")
        self.status = status


NO_ANSWER = (OSError, http.client.HTTPException, Refused)


class Officer(Client):
    """Changes rules; what was acknowledged is kept by reason with its index in the log."""

    def __init__(self, platform, ledger, realm="production", **more):
        super().__init__(platform, "officer", "compliance_officer", realm, **more)
        self.ledger = ledger

    def change(self, rule, reason):
        """The status of the answer; the ledger has it when it was acknowledged."""
        value = {"name": "Bonus", "percentage": self.ledger.number() % 500, "max_amount": {"amount": "10.00", "currency": "EUR"},
                 "wagering_multiple": 35, "valid_from": "2026-10-01", "valid_to": None, "active": True}
        status, _, told = self.ask("PUT", f"/operator/bonus_rule/{rule}", {"value": value, "reason": reason})
        if status in (200, 201):
            self.ledger.acknowledge(rule, reason, told["audit"]["index"])
        return status


class Ledger:
    """What the platform has acknowledged. For any number of threads."""

    def __init__(self):
        self.lock, self.changes, self.rules, self.count = threading.Lock(), {}, set(), 0

    def number(self):
        with self.lock:
            self.count += 1
            return self.count

    def acknowledge(self, rule, reason, index):
        with self.lock:
            self.changes[reason] = index
            self.rules.add(rule)

    def problems(self, platform, realm="production", **more):
        """Each acknowledged change must be in the log once, where it was said to be; no entry twice."""
        reader, found, wrong = Client(platform, "ukgc", "regulator_read", realm, **more), {}, []
        for rule in sorted(self.rules):
            cursor = ""
            while cursor is not None:
                status, _, page = reader.ask("GET", f"/regulator/audit?entity=bonus_rule&id={rule}&limit=1000" + (f"&cursor={cursor}" if cursor else ""))
                if status != 200:
                    return [f"the history of {rule} was answered by {status}"]
                for change in page["changes"]:
                    found.setdefault(change.get("reason"), []).append(change["index"])
                cursor = page.get("next")
        reader.close()
        lost = [reason for reason in self.changes if reason not in found]
        moved = [reason for reason, index in self.changes.items() if reason in found and found[reason] != [index]]
        indices = [index for places in found.values() for index in places]
        if lost:
            wrong.append(f"{len(lost)} of {len(self.changes)} acknowledged changes are lost, for example {lost[0]}")
        if moved:
            wrong.append(f"{len(moved)} changes are doubled or elsewhere, for example {moved[0]}: {found[moved[0]]}, not {self.changes[moved[0]]}")
        if len(set(indices)) != len(indices):
            wrong.append("two entries have one index")
        return wrong
