"""Everybody at once: people, programs and operators, for as long as somebody wants to see what a server makes of it."""

import contextlib
import html
import http.client
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler

from apidrill import PARTNER, account, referral
from clock_drill import PASSWORD, Browser, code
from endurance_drill import request
from hostile_drill import send
from mutants import Mutant, good_requests
from outbox_drill import CALLBACK, SECRET, SERVICE, TEMPLATE, Quiet, Stub
from product import Trouble, free_port, pierhead
from writers import Load

READERS = 4
IMPORTED = 2_000  # rows of a file
# What each role may see beside what everybody may.
PATHS = {
    "administrator": ["/account", "/state", "/accounts", "/webhooks"],
    "programme_manager": ["/account", "/inbox", "/households", "/monday", "/messages"],
    "advocate": ["/account", "/today", "/households", "/absences"],
}


class Person(Browser):
    """Somebody with an account, a password and an authenticator."""

    patience = 60

    def __init__(self, database, email: str, role: str):
        super().__init__(None)
        words = [] if role != "advocate" else ["--district", "E08000012"]
        said = pierhead("user", "add", email, "--name", "Test Example", "--role", role, *words, database=database)
        self.link = "/set-up/" + re.search(r"/set-up/([\w-]+)", said.stdout)[1]
        self.email, self.paths, self.used = email, PATHS[role], 0

    def set_up(self, server) -> None:
        """Chooses a password and an authenticator, and is signed in."""
        self.server = server
        self.ask("POST", self.link, {"password": PASSWORD, "form_token": ""})
        page = self.ask("GET", self.link)[2]
        self.secret = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        token = re.search(r'name="token" value="([^"]*)"', page)
        self.ask("POST", self.link, {"code": self.code(), "token": html.unescape(token[1]) if token else "", "form_token": ""})
        if not self.holds():
            raise Trouble(f"{self.email} could not be set up")

    def has_code(self) -> bool:
        """Whether there is a code that was not used yet."""
        return time.time() // 30 > self.used

    def code(self) -> str:
        self.used = time.time() // 30
        return code(self.secret, time.time())

    def sign_in(self, password: str = PASSWORD, typed: "str | None" = None) -> int:
        self.cookie = ""
        return self.ask("POST", "/sign-in", {"email": self.email, "password": password, "code": typed or self.code(), "next": ""})[0]

    def sign_out(self) -> int:
        return self.ask("POST", "/sign-out", {"form_token": self.form_token()})[0]

    def form_token(self) -> str:
        found = re.search(r'name="form_token" value="([^"]+)"', self.ask("GET", "/account")[2])
        return html.unescape(found[1]) if found else ""

    def listen_at(self, address: str) -> None:
        """Adds a webhook for every kind of change; for an administrator."""
        kinds = re.findall(r'name="kinds"[^>]*value="([^"]+)"', self.ask("GET", "/webhooks")[2])
        status = self.ask("POST", "/webhooks", {"url": address, "kinds": kinds, "form_token": self.form_token()})[0]
        if status != 201:
            raise Trouble(f"a webhook was answered {status}")


class Traffic:
    """Everybody at once. Each kind of visitor has a thread, and a list of the answers that are right."""

    def __init__(self, drill, database, made):
        self.drill, self.database, self.made = drill, database, made
        self.chance, self.folder = drill.chance, drill.folder
        self.lock, self.over = threading.Lock(), threading.Event()
        self.answers, self.wrong = {}, []
        self.people = [Person(database, f"drill.{role}@example.org", role) for role in ("administrator", "programme_manager", "advocate")]
        self.token = account(database, "program@example.org", "programme_manager")
        self.key = drill.folder / f"{database.url.rsplit('/', 1)[-1]}.backup-key"
        pierhead("backup-key", self.key)
        self.declines = made.pages["referral"][1][:400]
        for at, path in enumerate(self.declines):
            self.tell(path, at)
        self.stub, self.listener = Stub(self.chance), Listener()
        self.environment = {
            "PIERHEAD_SIGN_IN_TRIES": "1000", "PIERHEAD_SIGN_IN_FAILURES": "100000", "PIERHEAD_WEBHOOKS_TO_LOOPBACK": "1",
            "PIERHEAD_NOTIFY_KEY": f"drill-{SERVICE}-{SECRET}", "PIERHEAD_NOTIFY_URL": f"http://127.0.0.1:{self.stub.port}",
            "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": TEMPLATE, "PIERHEAD_NOTIFY_CALLBACK_TOKEN": CALLBACK, "PIERHEAD_MESSAGE_PAUSE": "1"}

    def tell(self, path: str, at: int) -> None:
        self.database.tamper(
            f"UPDATE referrals SET route = 'jcp', referrer_email = 'ref.{at}@example.org' WHERE id = '{path.rsplit('/', 1)[1]}'")

    # Who comes

    def begin(self, server) -> None:
        self.server = server
        for person in self.people:
            person.set_up(server)
        self.people[0].listen_at(f"http://127.0.0.1:{self.listener.port}/")
        self.mutant = Mutant(good_requests(server, self.made, self.token), self.chance.randrange(1 << 30))
        kinds = [self.page] * READERS + [self.sign_in, self.program, self.decline, self.malformed, self.operator, self.imported, self.backed_up]
        self.threads = [threading.Thread(target=self.visit, args=[kind, at]) for at, kind in enumerate(kinds)]
        self.writers = Load(server, self.made)
        for thread in self.threads:
            thread.start()

    def visit(self, kind, part: int) -> None:
        number = 0
        while not self.over.is_set() and self.server.process.poll() is None:
            try:
                kind(part, number)
            except Exception as trouble:  # a visitor who is gone without a word would test nothing
                if not self.over.is_set():
                    self.count(kind.__name__, False, repr(trouble)[-600:])
            number += 1

    def count(self, kind: str, is_right: bool, what: str) -> None:
        with self.lock:
            self.answers[kind] = self.answers.get(kind, 0) + 1
            if not is_right:
                self.wrong.append(f"{kind}: {what}")

    def ask(self, kind: str, right: tuple, method: str, path: str, body=None, headers=None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        self.count(kind, answer.status in right, f"{method} {path}: {answer.status}")
        return text

    def page(self, part: int, number: int) -> None:
        method, path, body, headers = request(self.chance, self.made, self.server)
        self.ask("pages", (200, 303), method, path, body, headers)

    def sign_in(self, part: int, number: int) -> None:
        person = self.people[number % len(self.people)]
        # A code works once: until the next one the password is wrong.
        if person.has_code():
            self.count("sign-ins", person.sign_in() == 303, "a right sign-in")
            for path in person.paths:
                self.count("pages", person.ask("GET", path)[0] == 200, path)
            self.count("sign-ins", person.sign_out() == 303, "a sign-out")
        else:
            self.count("sign-ins", person.sign_in("not the password", "000000") == 422, "a wrong sign-in")

    def program(self, part: int, number: int) -> None:
        bearer = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = referral(100_000 + number, PARTNER, self.chance)
        made = self.ask("API", (201,), "POST", "/api/v1/referrals", json.dumps(body), bearer | {"Idempotency-Key": f"key-{number}"})
        self.ask("API", (201,), "POST", "/api/v1/referrals", json.dumps(body), bearer | {"Idempotency-Key": f"key-{number}"})
        self.ask("API", (200,), "GET", f"/api/v1/referrals/{json.loads(made)['id']}", None, bearer)
        self.ask("API", (200,), "GET", "/api/v1/referrals?limit=50", None, bearer)
        self.ask("API", (200,), "POST", "/api/v1/referrals/search", json.dumps({"full_name": body["full_name"]}), bearer)
        self.ask("API", (401,), "GET", "/api/v1/households", None, {"Authorization": "Bearer wrong"})

    def decline(self, part: int, number: int) -> None:
        """Writes a message to a referrer, which goes out through libcurl, and tells the webhook."""
        if not self.declines:
            self.over.wait(1)
            return
        cookie, path = self.made.pages["referral"][0], self.declines.pop()
        token = re.search(r'name="form_token" value="([^"]+)"', self.ask("pages", (200,), "GET", "/account", None, {"Cookie": cookie}))
        self.ask(
            "declines", (303,), "POST", f"{path}/decline", f"reason=duplicate&note=&form_token={token[1] if token else ''}",
            {"Cookie": cookie, "Origin": self.server.url, "Content-Type": "application/x-www-form-urlencoded"})
        self.over.wait(0.5)

    def malformed(self, part: int, number: int) -> None:
        made = self.mutant.make()
        self.count("malformed", all(status < 500 for status in send(self.server, made)), repr(made[:300]))

    def operator(self, part: int, number: int) -> None:
        for path in ("/health/ready", "/health/live", "/metrics", "/api/v1/openapi.json", "/"):
            self.ask("health and numbers", (200,), "GET", path)
        self.over.wait(0.5)

    def imported(self, part: int, number: int) -> None:
        path = self.folder / f"{threading.get_ident()}.csv"
        pierhead("bench-file", "--rows", IMPORTED, "--seed", number + 1, path)
        pierhead("import", "referrals", path, database=self.database, good=(0, 1))
        self.count("imports", True, "")

    def backed_up(self, part: int, number: int) -> None:
        path = self.folder / f"{threading.get_ident()}.backup"
        pierhead("backup", path, "--key", f"{self.key}.public", database=self.database)
        path.unlink()
        self.count("backups", True, "")
        self.over.wait(10)

    # Its end

    def end(self) -> None:
        """All but the writers, who go on until the server stops."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def close(self) -> None:
        self.over.set()
        self.stub.close()
        self.listener.close()

    def told(self) -> dict:
        outside = {"messages": sum(self.stub.answers.values()), "webhooks": self.listener.heard}
        return self.answers | {"notes": len(self.writers.acknowledged)} | outside

    def total(self) -> int:
        return sum(times for kind, times in self.told().items() if kind not in ("messages", "webhooks"))

    @property
    def is_whole(self) -> bool:
        """Whether every kind came through at all."""
        kinds = {
            "pages", "sign-ins", "API", "declines", "malformed", "health and numbers", "imports", "backups", "notes", "messages", "webhooks"}
        return all(self.told().get(kind, 0) > 0 for kind in kinds)

    def __str__(self) -> str:
        return ", ".join(f"{kind} {times:,}" for kind, times in sorted(self.told().items()))


class Listener:
    """A program that is told of changes."""

    def __init__(self):
        listener, self.heard, self.port = self, 0, free_port()

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard += 1
                self.send_response(204)
                self.end_headers()

        self.server = Quiet(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
