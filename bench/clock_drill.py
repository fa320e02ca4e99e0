"""The wall clock is moved while the finished program runs: +400 days, back, -2 days, and over both nights of British time.

Only the clock of the program moves (shims/clock.c), as when somebody sets a machine's date. Sessions and codes must end or
hold by their rules, what waits for its time must not wait for days, the record must go on by number, and nothing may stall.
"""

import base64
import hashlib
import hmac
import html
import http.client
import re
import struct
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode

from disk import shim, under
from outbox_drill import CALLBACK, SECRET, SERVICE, TEMPLATE, Stub
from product import Made, Server, count, free_port, last_event, pierhead, uuid7

DAY = 86400
PASSWORD = "seven lamps over the harbour"
EMAIL = "clock@example.org"


def code(secret: str, at: float) -> str:
    """What an authenticator app shows at a moment (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Clock:
    """The program's wall clock, in a file that its shim reads."""

    def __init__(self, folder: Path):
        self.path = folder / "clock"
        self.moved = 0
        self.environment = {"LD_PRELOAD": str(shim("clock")), "CLOCK_FILE": str(self.path)}
        self.move(0)

    def move(self, seconds: int) -> None:
        """By how much it is ahead of the machine's."""
        self.moved = seconds
        with open(self.path, "r+b" if self.path.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))

    def set(self, moment: datetime) -> None:
        self.move(round(moment.timestamp() - time.time()))

    def now(self) -> float:
        return time.time() + self.moved


class Browser:
    patience = 10  # seconds

    def __init__(self, server, cookie: str = ""):
        self.server, self.cookie = server, cookie

    def ask(self, method: str, path: str, form: "dict | None" = None) -> tuple:
        """Status, where it leads, and the page. Takes the cookies that come with it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.patience)
        headers = {"Cookie": self.cookie, "Origin": self.server.url, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form, doseq=True) if form is not None else None, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            if line.startswith("pierhead_session="):
                self.cookie = line.split(";")[0]
        connection.close()
        return answer.status, answer.getheader("Location") or "", page

    def holds(self) -> bool:
        """Whether the session lets its user in."""
        status, place, _ = self.ask("GET", "/account")
        return status == 200 and "sign-in" not in place

    def sign_in(self, typed: str, password: str = PASSWORD) -> int:
        self.cookie = ""
        return self.ask("POST", "/sign-in", {"email": EMAIL, "password": password, "code": typed, "next": ""})[0]


class ClockDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.clock = Clock(engine.folder if hasattr(engine, "folder") else drill.folder)
        self.wrong = []

    def expect(self, what: str, wanted, found) -> None:
        if wanted != found:
            self.wrong.append(f"{what}: {found}, not {wanted}")

    def line(self, what: str, note: str) -> None:
        if self.wrong:
            note = f"{len(self.wrong)} wrong: " + "; ".join(self.wrong)[:240]
        self.drill.line(self.engine, "clock", what, not self.wrong, note)
        self.wrong = []

    def run(self) -> None:
        self.jumps()
        self.night(datetime(2027, 3, 28, 1, tzinfo=timezone.utc), "in spring", summer_before=False)
        self.night(datetime(2026, 10, 25, 1, tzinfo=timezone.utc), "in autumn", summer_before=True)

    # Days ahead and back

    def jumps(self) -> None:
        database = self.engine.database("clock")
        with under(self.clock.environment):
            made = Made(database, households=5, people=15, referrals=40, notes=10)
            said = pierhead(
                "user", "add", EMAIL, "--name", "Clock Example", "--role", "advocate", "--district", "E08000012", database=database)
        link = "/set-up/" + re.search(r"/set-up/([\w-]+)", said.stdout)[1]
        broken = {
            "PIERHEAD_NOTIFY_KEY": f"drill-{SERVICE}-{SECRET}", "PIERHEAD_NOTIFY_URL": f"http://127.0.0.1:{free_port()}",
            "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": TEMPLATE, "PIERHEAD_NOTIFY_CALLBACK_TOKEN": CALLBACK, "PIERHEAD_MESSAGE_DEADLINE": "2"}
        # First what needs the sessions that came with the database: those of 400 days ago are forgotten later.
        cookie, paths = made.pages["referral"]
        database.tamper(
            "UPDATE referrals SET route = 'jcp', referrer_email = 'clock.drill@example.org'"
            f" WHERE id = '{paths[-1].rsplit('/', 1)[1]}'")
        with Server(database, self.clock.environment | broken) as self.server:
            self.decline(cookie, paths[-1], database)
        self.waiting(database)
        with Server(database, self.clock.environment) as self.server:
            first = self.set_up(link)
            self.sessions_and_codes(first)
            self.limits()
        self.order(database)
        database.remove()

    def set_up(self, link: str) -> Browser:
        browser = Browser(self.server)
        self.expect("the link", 200, browser.ask("GET", link)[0])
        self.expect("a password", 303, browser.ask("POST", link, {"password": PASSWORD, "form_token": ""})[0])
        page = browser.ask("GET", link)[2]
        self.secret = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        token = re.search(r'name="token" value="([^"]*)"', page)
        form = {"code": code(self.secret, self.clock.now()), "token": html.unescape(token[1]) if token else "", "form_token": ""}
        self.expect("the first code", 200, browser.ask("POST", link, form)[0])
        self.expect("a session after set-up holds", True, browser.holds())
        return browser

    def fresh(self, password: str = PASSWORD) -> tuple:
        """Signs in as somebody with an app that shows the time of the machine; with the next code, as each works once."""
        browser, typed = Browser(self.server), code(self.secret, self.clock.now() + 30)
        return browser, browser.sign_in(typed, password), typed

    def sessions_and_codes(self, first: Browser) -> None:
        self.say(f"{self.engine.name}: the clock: sessions and codes")
        browser, status, typed = self.fresh()
        self.expect("a code", 303, status)
        self.expect("the same code again", 422, Browser(self.server).sign_in(typed))
        self.clock.move(400 * DAY)
        self.expect("a session after 400 days", False, first.holds() or browser.holds())
        self.expect("a code of 400 days ago", 422, Browser(self.server).sign_in(typed))
        late, status, _ = self.fresh()
        self.expect("a code of today, 400 days on", 303, status)
        self.expect("a session begun 400 days on", True, late.holds())
        self.clock.move(400 * DAY + 9 * 3600)
        self.expect("a session unused for 9 hours", False, late.holds())
        self.clock.move(0)
        back, status, _ = self.wait_for_code()
        self.expect("a code with the clock put back", 303, status)
        self.clock.move(-2 * DAY)
        self.expect("a session with the clock 2 days back", True, back.holds())
        again, status, _ = self.fresh()
        self.expect("a code of 2 days ago's clock", 303, status)
        self.clock.move(11 * 3600 - 2 * DAY)
        again.holds()
        self.clock.move(13 * 3600 - 2 * DAY)
        self.expect("a session of 13 hours", False, again.holds())
        self.clock.move(0)
        for path in ("/health/ready", "/sign-in", "/"):
            self.expect(path, 200, Browser(self.server).ask("GET", path)[0])
        self.line("+400 days, back, -2 days", "sessions end after 8 and 12 hours of the clock, codes go by the clock and once")

    def wait_for_code(self) -> tuple:
        """The code of the next step may have been used before the clock was moved: waits for one that was not."""
        used = code(self.secret, self.clock.now() + 30)
        while code(self.secret, self.clock.now() + 30) == used:
            time.sleep(0.5)
        return self.fresh()

    def limits(self) -> None:
        """Tries that were counted by a clock that was ahead must not lock anybody out once it is right."""
        self.clock.move(400 * DAY)
        for _ in range(12):
            status = Browser(self.server).sign_in("000000", "not the password")
        self.expect("the 12th wrong try", 429, status)
        self.clock.move(301)
        status = self.wait_for_code()[1]
        self.expect("a right one after the clock was put back", 303, status)
        self.clock.move(0)
        self.line("tries to sign in, counted 400 days ahead", "12 wrong ones stop; with the clock put back they stop nobody")

    # What waits for its time

    def decline(self, cookie: str, path: str, database) -> None:
        """One message that can't be handed over now."""
        leader = Browser(self.server, cookie)
        token = re.search(r'name="form_token" value="([^"]+)"', leader.ask("GET", "/account")[2])
        form = {"reason": "duplicate", "note": "", "form_token": token[1] if token else ""}
        status, place, _ = leader.ask("POST", f"{path}/decline", form)
        self.expect("a decline", (303, False), (status, "sign-in" in place))
        self.until(lambda: count(database, "SELECT COUNT(*) FROM messages WHERE state = 'created' AND tries > 0") > 0, 15)

    def waiting(self, database) -> None:
        """The message is due in a minute by the old clock; by the new one that is in two days."""
        self.say(f"{self.engine.name}: the clock: what waits")
        waits = count(database, "SELECT COUNT(*) FROM messages WHERE state = 'created'")
        self.expect("messages that wait", True, waits > 0)
        self.clock.move(-2 * DAY)
        stub = Stub(self.drill.chance)
        environment = self.clock.environment | {
            "PIERHEAD_NOTIFY_KEY": f"drill-{SERVICE}-{SECRET}", "PIERHEAD_NOTIFY_URL": f"http://127.0.0.1:{stub.port}",
            "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": TEMPLATE, "PIERHEAD_NOTIFY_CALLBACK_TOKEN": CALLBACK,
            "PIERHEAD_MESSAGE_PAUSE": "1", "PIERHEAD_MESSAGE_DEADLINE": "2"}
        began = time.monotonic()
        try:
            with Server(database, environment):
                # What is tried is enough: the token that the stub checks is of the program's own clock.
                tried = self.until(lambda: sum(stub.answers.values()) > 0, 20)
        finally:
            stub.close()
        self.clock.move(0)
        self.expect("a message tried within 20 s of a clock put back", True, tried)
        self.line("a message, due 2 days ahead of a clock put back", f"tried after {time.monotonic() - began:.1f} s")

    @staticmethod
    def until(is_so, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if is_so():
                return True
            time.sleep(0.2)
        return False

    def order(self, database) -> None:
        events = [int(row[0]) for row in database.rows("SELECT n FROM events ORDER BY n")]
        back = count(
            database, "SELECT COUNT(*) FROM events a JOIN events b ON b.n = a.n + 1 WHERE b.happened_at < a.happened_at")
        self.expect("numbers without a gap", list(range(1, len(events) + 1)), events)
        self.expect("events whose clock was set back", True, back > 0)
        self.line("the order of the record", f"{last_event(database):,} events without a gap; the clock of {back} is before the one before")
        self.drill.sound(self.engine, "clock", database)

    # A night when British time changes

    def night(self, change: datetime, name: str, summer_before: bool) -> None:
        """Midnight in London, then the hour that is left out or comes twice, then the end of a session."""
        self.say(f"{self.engine.name}: the clock: the night {name}")
        begins = change - timedelta(hours=4)
        midnight = change.replace(hour=0) - timedelta(hours=1 if summer_before else 0)
        day = (change + timedelta(hours=6)).date()
        self.clock.set(begins)
        database = self.engine.database("night")
        with under(self.clock.environment):
            made = Made(database, households=5, people=15, referrals=20, notes=10)
        with Server(database, self.clock.environment) as server:
            note = lambda: self.note(server, made, day.isoformat())
            self.clock.set(midnight - timedelta(seconds=60))
            self.expect("a note of tomorrow, just before midnight in London", 422, note())
            self.clock.set(midnight + timedelta(seconds=5))
            self.expect("the same note just after midnight", 303, note())
            self.clock.set(change - timedelta(seconds=2))
            end, answers, slowest = time.monotonic() + 4, [], 0.0
            while time.monotonic() < end:
                began = time.monotonic()
                answers.append(note())
                slowest = max(slowest, time.monotonic() - began)
            self.expect("notes while the hour changes", {303}, set(answers))
            self.expect("slowest under 1 s", True, slowest < 1)
            # Twelve hours are twelve hours, in a night of eleven or thirteen by the clock on the wall too.
            browser = Browser(server, made.note_cookie)
            self.clock.set(begins + timedelta(hours=7, minutes=30))
            self.expect("a session after 7.5 hours", True, browser.holds())
            self.clock.set(begins + timedelta(hours=11, minutes=55))
            self.expect("a session after 11 hours 55", True, browser.holds())
            self.clock.set(begins + timedelta(hours=12, minutes=1))
            self.expect("a session after 12 hours", False, browser.holds())
        self.line(
            f"the night {name}, {change:%Y-%m-%d}",
            f"{len(answers)} notes over the change, slowest {slowest * 1000:.0f} ms; days by London, sessions by hours")
        with under(self.clock.environment):
            self.drill.sound(self.engine, "clock", database)
        self.clock.move(0)
        database.remove()

    @staticmethod
    def note(server, made, day: str) -> int:
        fields = re.sub(r"happened_on=[^&]*", f"happened_on={day}", made.note_fields)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", made.note_paths[0], f"{fields}&{made.note_key}={uuid7()}", made.note_headers(server.url))
        answer = connection.getresponse()
        answer.read()
        return 401 if "sign-in" in (answer.getheader("Location") or "") else answer.status


def clock(drill, engine, say) -> None:
    ClockDrill(drill, engine, say).run()
