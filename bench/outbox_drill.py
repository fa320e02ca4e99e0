"""The outbox under kill -9, against a stub of GOV.UK Notify that fails, is busy, and hangs up after it took a message.

Referrals are declined over HTTP, each of which writes one message to its referrer, while the server is killed again and
again. In the end every message must have been taken by the stub exactly once, but for those whose address it refuses,
which must be listed.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import subprocess
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from product import ROOT, Made, Server, Trouble, count, free_port

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "0f3b68c5-3b0a-4c9c-8f4e-2a7f5c0d9a11"
CALLBACK = "a-token-for-receipts-of-the-drill"
# Of all attempts, how many are answered so.
BROKEN, BUSY, CUT = 0.20, 0.10, 0.05
# How often one message may meet them. Pauses grow, and one with bad luck would wait for half an hour.
MOST_HINDERED = 4


def is_signed(token: str) -> bool:
    """Whether a token is ours, made now, by RFC 7515 and 7519 as the standard library can tell."""
    try:
        head, claims, signature = token.split(".")
        made = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        words = json.loads(base64.urlsafe_b64decode(claims + "=="))
        return (
            hmac.compare_digest(base64.urlsafe_b64encode(made).rstrip(b"=").decode(), signature)
            and words["iss"] == SERVICE and abs(words["iat"] - time.time()) < 30)
    except (ValueError, KeyError):
        return False


def client_agrees(token: str) -> "bool | None":
    """What Notify's own Python client says of a token; None where it is not installed."""
    python = ROOT / ".venv/bin/python"
    words = (
        "import sys; from notifications_python_client.authentication import decode_jwt_token, get_token_issuer;"
        "sys.exit(0 if decode_jwt_token(sys.argv[1], sys.argv[2]) and get_token_issuer(sys.argv[1]) == sys.argv[3] else 1)")
    if not python.exists():
        return None
    if subprocess.run([python, "-c", "import notifications_python_client"], capture_output=True).returncode != 0:
        return None
    return subprocess.run([python, "-c", words, token, SECRET, SERVICE], capture_output=True).returncode == 0


class Quiet(ThreadingHTTPServer):
    """Says nothing of visitors that were killed while they were answered."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


class Stub:
    """GOV.UK Notify as far as we use it."""

    def __init__(self, chance):
        self.chance = chance
        self.lock = threading.Lock()
        self.taken = {}  # reference: how often it was taken
        self.refused = set()
        self.hindered = {}  # reference: how often it met such an answer
        self.answers = {}
        self.unsigned = 0
        self.token = ""
        self.port = free_port()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                stub.post(self)

            def do_GET(self):
                stub.get(self)

        self.server = Quiet(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, status: int, body: dict, **headers) -> None:
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
        text = json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(text)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(text)

    def is_let_in(self, handler) -> bool:
        token = handler.headers.get("Authorization", "").removeprefix("Bearer ")
        good = is_signed(token)
        with self.lock:
            self.unsigned += not good
            if good:
                self.token = token
        if not good:
            self.answer(handler, 403, {"errors": [{"error": "AuthError"}]})
        return good

    def fate(self, reference: str, **odds: float) -> str:
        """By chance one of what is named, or nothing; nothing any more for what was hindered often enough."""
        with self.lock:
            hindered = self.hindered.get(reference, 0)
            if hindered >= MOST_HINDERED:
                return ""
            at = self.chance.random()
            for name, share in odds.items():
                at -= share
                if at < 0:
                    self.hindered[reference] = hindered + 1
                    return name
            return ""

    def post(self, handler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        if not self.is_let_in(handler):
            return
        reference, to = body["reference"], body["email_address"]
        fate = self.fate(reference, broken=BROKEN, busy=BUSY, cut=CUT)
        if fate == "broken":
            self.answer(handler, 500, {"errors": [{"error": "Exception"}]})
        elif fate == "busy":
            self.answer(handler, 429, {"errors": [{"error": "RateLimitError"}]}, Retry_After="1")
        elif to.startswith("refused"):
            with self.lock:
                self.refused.add(reference)
            self.answer(handler, 400, {"errors": [{"error": "ValidationError"}]})
        else:
            with self.lock:
                self.taken[reference] = self.taken.get(reference, 0) + 1
            if fate == "cut":
                with self.lock:
                    self.answers["cut off"] = self.answers.get("cut off", 0) + 1
                handler.close_connection = True
                handler.connection.close()
                return
            self.answer(handler, 201, {"id": str(uuid.uuid4()), "reference": reference})

    def get(self, handler) -> None:
        if not self.is_let_in(handler):
            return
        reference = parse_qs(urlsplit(handler.path).query).get("reference", [""])[0]
        if self.fate(reference, broken=BUSY):
            self.answer(handler, 500, {"errors": [{"error": "Exception"}]})
            return
        with self.lock:
            found = reference in self.taken
        self.answer(handler, 200, {
            "notifications": [{"id": str(uuid.uuid4()), "reference": reference, "status": "sending"}] if found else [],
            "links": {}})


class OutboxDrill:
    def __init__(self, drill, engine, say):
        self.drill = drill
        self.engine = engine
        self.say = say
        self.chance = drill.chance
        self.kills = drill.options.outbox_kills

    def run(self) -> None:
        database = self.engine.database("outbox")
        made = Made(database, households=10, people=30, referrals=2400, notes=10)
        self.cookie, self.paths = made.pages["referral"]
        self.chance.shuffle(self.paths)
        # Everybody is told, and every fifteenth address is refused.
        for at, path in enumerate(self.paths):
            name = "refused" if at % 15 == 0 else "ref"
            database.tamper(
                f"UPDATE referrals SET route = 'jcp', referrer_email = '{name}.{at}@example.org'"
                f" WHERE id = '{path.rsplit('/', 1)[1]}'")
        self.before = self.ids(database)
        stub = Stub(self.chance)
        environment = {
            "PIERHEAD_NOTIFY_KEY": f"drill-{SERVICE}-{SECRET}",
            "PIERHEAD_NOTIFY_URL": f"http://127.0.0.1:{stub.port}",
            "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": TEMPLATE,
            "PIERHEAD_NOTIFY_CALLBACK_TOKEN": CALLBACK,
            "PIERHEAD_MESSAGE_PAUSE": "1",
            "PIERHEAD_MESSAGE_DEADLINE": "2",
        }
        try:
            self.kill(database, environment)
            with Server(database, environment) as server:
                self.finish(database, server, stub)
        finally:
            stub.close()
        self.drill.sound(self.engine, "outbox", database)
        database.remove()

    def ids(self, database) -> set:
        return {str(row[0]) for row in database.rows("SELECT id FROM messages")}

    def kill(self, database, environment) -> None:
        share = max(1, len(self.paths) // self.kills)
        self.acknowledged = []
        for round in range(self.kills):
            server = Server(database, environment)
            token = self.form_token(server)
            moment = self.chance.uniform(0.2, 2.5)
            killer = threading.Timer(moment, server.kill)
            self.say(f"{self.engine.name}: kill {round + 1} of {self.kills} after {moment:.2f} s")
            killer.start()
            for path in self.paths[round * share:(round + 1) * share]:
                try:
                    if self.decline(server, path, token) == 303:
                        self.acknowledged.append(path.rsplit("/", 1)[1])
                except (OSError, http.client.HTTPException):
                    break
            killer.join()
            server.process.wait()

    def form_token(self, server) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/account", headers={"Cookie": self.cookie})
        found = re.search(r'name="form_token" value="([^"]+)"', connection.getresponse().read().decode())
        if not found:
            raise Trouble("the team leader is not signed in")
        return found[1]

    def decline(self, server, path: str, token: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request(
            "POST", f"{path}/decline", f"reason=duplicate&note=&form_token={token}", {
                "Cookie": self.cookie, "Origin": server.url, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def finish(self, database, server, stub) -> None:
        # At once: a token is good for half a minute.
        agrees = client_agrees(stub.token)
        began = time.monotonic()
        while count(database, "SELECT COUNT(*) FROM messages WHERE state = 'created'") > 0:
            # Pauses double: the one that failed most may wait for ten minutes.
            if time.monotonic() - began > 1800:
                break
            time.sleep(1)
        waited = time.monotonic() - began
        states = dict(database.rows("SELECT state, COUNT(*) FROM messages GROUP BY state"))
        all_ids = self.ids(database) - self.before
        told = {str(row[0]) for row in database.rows("SELECT about FROM messages WHERE kind = 'referral-ended'")}
        declined = count(database, "SELECT COUNT(*) FROM referrals WHERE state = 'declined'")
        untold = len(set(self.acknowledged) - told)
        doubled = sum(times > 1 for times in stub.taken.values())
        forgotten = len(all_ids - set(stub.taken) - stub.refused)
        line = lambda what, good, note: self.drill.line(self.engine, "outbox", what, good, note)
        answers = ", ".join(f"{status}: {times}" for status, times in sorted(stub.answers.items(), key=str))
        line(
            f"{self.kills} kills", len(all_ids) >= 100 and untold == 0 and declined == len(told),
            f"{len(all_ids)} messages; {len(self.acknowledged)} declines acknowledged, {untold} without a message;"
            f" the stub answered {answers}")
        line(
            "every message once", doubled == 0 and forgotten == 0 and len(all_ids) > 0,
            f"{len(stub.taken)} taken, {doubled} twice, {forgotten} forgotten; all done {waited:.0f} s after the last kill")
        listed = self.listed(server)
        failed = states.get("permanent_failure", 0)
        line(
            "permanent failures listed", failed == len(stub.refused) == listed > 0,
            f"{len(stub.refused)} refused, {failed} failed, {listed} on the page")
        self.receipts(database, server, stub, line)
        line("tokens are signed", stub.unsigned == 0 and stub.token != "", f"{stub.unsigned} wrong")
        line(
            "Notify's own client agrees with the token", agrees is True,
            "not installed: scripts/packages drill" if agrees is None else "decode_jwt_token")

    def listed(self, server) -> int:
        """How many failures the page shows, over all its parts."""
        path, ids = "/messages", set()
        while path:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            connection.request("GET", path, headers={"Cookie": self.cookie})
            page = connection.getresponse().read().decode()
            ids |= set(re.findall(r'href="/messages/([0-9a-f-]{36})"', page))
            more = re.search(r'href="(/messages\?[^"]*before=[^"]*)"', page)
            path = more[1].replace("&amp;", "&") if more else None
        return len(ids)

    def receipts(self, database, server, stub, line) -> None:
        """Every receipt twice, in any order, with some of the wrong state after the right one."""
        told = [(reference, "delivered") for reference in stub.taken]
        late = [(reference, "permanent-failure") for reference in list(stub.taken)[:20]]
        self.chance.shuffle(told)
        wrong = 0
        for reference, status in told + told + late:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            connection.request(
                "POST", "/callbacks/notify", json.dumps({"reference": reference, "status": status}),
                {"Authorization": f"Bearer {CALLBACK}", "Content-Type": "application/json"})
            wrong += connection.getresponse().status != 200
            connection.close()
        delivered = count(database, "SELECT COUNT(*) FROM messages WHERE state = 'delivered'") - len(self.before)
        line(
            "receipts", wrong == 0 and delivered == len(stub.taken),
            f"{delivered} delivered of {len(stub.taken)}, each told twice and some contradicted late")
