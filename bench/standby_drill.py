"""Two servers on a PostgreSQL with a synchronous standby, under eight writers who send again what was not answered.

The primary is killed and the standby promoted; the standby is away; waits for it are cut short; connections are cut.
Every note that was answered with 303 must stand exactly once, on whichever server is the primary then. The same on a
pair without the wait for the standby must lose some: else this drill would prove nothing.
"""

import http.client
import importlib.machinery
import importlib.util
import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from product import ROOT, Made, Postgres, Server, Trouble, uuid7

WRITERS = 8
# Of the servers of this drill, in seconds.
DEADLINE = 5


def pair_module():
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("postgres_pair", str(ROOT / "scripts/postgres-pair"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("postgres_pair", loader))
    loader.exec_module(module)
    return module


class Answer:
    """One answer to one post, with the moments when it was sent and answered."""

    def __init__(self, key, status, began, ended, server):
        self.key, self.status, self.began, self.ended, self.server = key, status, began, ended, server


class Writers:
    """Eight browsers, half at each server, who write one note after another and send each until it is answered."""

    def __init__(self, servers, made):
        self.servers, self.made = servers, made
        self.answers = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=[at]) for at in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self, at: int) -> None:
        turn, connection, key = at, None, uuid7()
        while True:
            server = self.servers[turn % len(self.servers)]
            began = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                connection.request(
                    "POST", self.made.note_paths[0], self.made.note_body(key), self.made.note_headers(server.url))
                answer = connection.getresponse()
                answer.read()
                status = answer.status
                if status == 303 and "sign-in" in (answer.getheader("Location") or ""):
                    status = "not signed in"
            except (OSError, http.client.HTTPException) as problem:
                status, connection = type(problem).__name__, None
            with self.lock:
                self.answers.append(Answer(key, status, began, time.monotonic(), server))
            if status == 303:
                key = uuid7()
                if self.stopping.is_set():
                    return
            else:
                # The other server may know better; and nobody presses a button faster than this.
                turn, connection = turn + 1, None
                time.sleep(0.1)

    def since(self, moment: float) -> list:
        with self.lock:
            return [answer for answer in self.answers if answer.began >= moment]

    def first(self, moment: float, within: float) -> "float | None":
        """Seconds until the first note that was sent after a moment was acknowledged, or None."""
        while time.monotonic() < moment + within:
            found = [answer.ended for answer in self.since(moment) if answer.status == 303]
            if found:
                return min(found) - moment
            time.sleep(0.01)
        return None

    def finish(self) -> set:
        """Lets each end the note it is at, and answers all that were acknowledged."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=120)
        if any(thread.is_alive() for thread in self.threads):
            raise Trouble(f"a writer got no answer for two minutes; the last were {self.statuses()}")
        return {answer.key for answer in self.answers if answer.status == 303}

    def statuses(self) -> str:
        counts = {}
        for answer in self.answers:
            counts[str(answer.status)] = counts.get(str(answer.status), 0) + 1
        return ", ".join(f"{status}: {amount}" for status, amount in sorted(counts.items()))

    def wrong(self) -> list:
        """Answers that are neither an acknowledgement nor a clear "not now"."""
        return [answer for answer in self.answers if answer.status not in (303, 503)]


class StandbyDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine = drill, engine
        self.say = lambda text: say(f"standby: {text}")
        self.chance = drill.chance
        self.module = pair_module()

    def run(self) -> None:
        for is_synchronous in (True, False):
            # As scripts/postgres: on a disk, and short enough for a socket's path.
            folder = Path(tempfile.mkdtemp(prefix="pierhead-pair-", dir="/var/tmp"))
            folder.rmdir()
            self.pair = self.module.Pair(folder, dies_with_us=True)
            self.acknowledged = set()
            try:
                self.say("making two PostgreSQL" + ("" if is_synchronous else ", where nobody waits for the standby"))
                self.pair.make(is_synchronous)
                self.postgres = Postgres(self.pair.address)
                self.database = self.postgres.database("standby")
                self.made = Made(self.database, households=10, people=30, referrals=40, notes=10)
                environment = {"PIERHEAD_WRITE_DEADLINE": str(DEADLINE)}
                with Server(self.database, environment) as one, Server(self.database, environment) as two:
                    self.servers = [one, two]
                    if is_synchronous:
                        self.cut()
                        self.away("stopped", self.pair.freeze, self.pair.thaw)
                        self.away("killed", self.pair.kill, self.pair.serve)
                        self.cut_short()
                        self.fail_over()
                    else:
                        self.control()
                if is_synchronous:
                    self.drill.sound(self.engine, "standby", self.database)
            finally:
                self.pair.stop()
                shutil.rmtree(folder, ignore_errors=True)

    def line(self, what: str, good: bool, note: str) -> None:
        self.drill.line(self.engine, "standby", what, good, note)

    def standing(self) -> tuple:
        """How many of the acknowledged notes do not stand, and how many notes are in the record twice."""
        stands = {str(row[0]) for row in self.database.rows("SELECT id FROM contact_notes")}
        told = [
            json.loads(row[0])["note"]
            for row in self.database.rows("SELECT detail FROM events WHERE verb = 'contact note added'")]
        return len(self.acknowledged - stands), len(told) - len(set(told))

    # The primary is lost

    def fail_over(self) -> None:
        rounds, slowest, lost, doubled, wrong, others = self.drill.options.failovers, 0.0, 0, 0, 0, set()
        away = []
        for number in range(rounds):
            primary = self.pair.only("primary")
            standby = self.pair.only("standby")
            writers = Writers(self.servers, self.made)
            time.sleep(self.chance.uniform(1.0, 2.5))
            moment = time.monotonic()
            self.pair.kill(primary)
            dead = time.monotonic()
            self.pair.promote(standby)
            promoted = time.monotonic() - moment
            # Only what was sent to nobody but the new primary counts, and the seconds from before the kill.
            first = writers.first(dead, 30)
            first = first and first + dead - moment
            time.sleep(1)
            self.acknowledged |= writers.finish()
            round_lost, round_doubled = self.standing()
            # A connection to a Pierhead never breaks: only the database was killed.
            wrong += len(writers.wrong())
            others |= {str(answer.status) for answer in writers.wrong()}
            self.say(
                f"{number + 1} of {rounds}: {primary} killed, promoted after {promoted:.2f} s, first note after"
                f" {-1 if first is None else first:.2f} s, {round_lost} lost; {writers.statuses()}")
            lost, doubled = max(lost, round_lost), max(doubled, round_doubled)
            slowest = max(slowest, 999 if first is None else first)
            away.append(sum(answer.status == 503 for answer in writers.answers))
            self.pair.rejoin(primary, standby)
        self.line(
            f"{rounds} fail-overs under {WRITERS} writers at two servers",
            lost + doubled + wrong == 0 and slowest <= 10 and len(self.acknowledged) > 0,
            f"{len(self.acknowledged):,} notes acknowledged, {lost} lost, {doubled} doubled, first one within {slowest:.2f} s;"
            f" {sum(away)} answered 503, {wrong} otherwise {sorted(others) if others else ''}".rstrip())

    # The standby is lost

    def away(self, how: str, take, give) -> None:
        primary, standby = self.pair.only("primary"), self.pair.only("standby")
        writers = Writers(self.servers, self.made)
        time.sleep(1.5)
        take(standby)
        moment = time.monotonic()
        time.sleep(1)
        pages = {path: self.get(path) for path in ["/", "/sign-in", "/health/live"]}
        shown = self.get(self.made.note_paths[0].rsplit("/", 1)[0], self.made.note_cookie)
        time.sleep(DEADLINE + 4)
        back = time.monotonic()
        early = [answer for answer in writers.since(moment) if answer.ended <= back]
        give(standby)
        came = time.monotonic()
        first = writers.first(back, 30)
        first = first and max(0.0, back + first - came)
        self.acknowledged |= writers.finish()
        lost, doubled = self.standing()
        false = sum(answer.status == 303 for answer in early)
        turned = [answer for answer in early if answer.status == 503]
        slowest = max((answer.ended - answer.began for answer in turned), default=0.0)
        self.say(f"standby {how}: {writers.statuses()}")
        self.line(
            f"standby {how}: nothing acknowledged, 503 in time",
            false + lost + doubled + len(writers.wrong()) == 0 and len(turned) >= WRITERS and slowest <= DEADLINE + 1,
            f"{false} acknowledged, {len(turned)} answered 503 within {slowest:.2f} s of a deadline of {DEADLINE}; {lost} lost,"
            f" {doubled} doubled, {len(writers.wrong())} answered otherwise")
        slow = max(seconds for _, seconds in pages.values())
        self.line(
            f"standby {how}: pages for everybody go on, pages about people wait and say so",
            all(status == 200 for status, _ in pages.values()) and slow < 1 and shown[0] == 503
            and shown[1] <= DEADLINE + 1,
            f"{', '.join(f'{path} {status}' for path, (status, _) in pages.items())} within {slow:.2f} s; a household {shown[0]}"
            f" after {shown[1]:.2f} s")
        self.line(
            f"standby {how}: writes go on when it is back", first is not None and first <= 5,
            f"first note {'never' if first is None else f'{first:.2f} s'} after it answered, which took {came - back:.2f} s")

    def get(self, path: str, cookie="") -> tuple:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.servers[0].port, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, time.monotonic() - began

    # Waits for the standby are cut short, and then the primary is lost

    def cut_short(self) -> None:
        """A wait that is cut short leaves what was written visible on the primary alone: the same note sent again finds
        itself there. Whoever is told that it is saved would lose it with the primary."""
        primary, standby = self.pair.only("primary"), self.pair.only("standby")
        writers = Writers(self.servers, self.made)
        time.sleep(1)
        # Killed, not frozen: what is on its way to one that is frozen would reach it later.
        self.pair.kill(standby)
        moment = time.monotonic()
        cancelled = 0
        for turn in range(20):
            time.sleep(0.5)
            what = "pg_cancel_backend" if turn % 2 == 0 else "pg_terminate_backend"
            answer = self.pair.ask(
                primary, f"SELECT count({what}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
            cancelled += int(answer or 0)
        only_there = self.pair.ask(
            primary, "SELECT count(*) FROM contact_notes", database="standby")
        lost_at = time.monotonic()
        false = sum(answer.status == 303 and answer.ended <= lost_at for answer in writers.since(moment))
        self.pair.kill(primary)
        self.pair.serve(standby)
        self.pair.promote(standby)
        first = writers.first(lost_at, 30)
        self.acknowledged |= writers.finish()
        lost, doubled = self.standing()
        self.say(f"waits cut short: {writers.statuses()}")
        self.pair.rejoin(primary, standby)
        self.line(
            "waits for the standby cut short, then the primary killed",
            false + lost + doubled + len(writers.wrong()) == 0 and cancelled > 5 and first is not None,
            f"{cancelled} waits cut short ({only_there} notes stood on the primary), {false} acknowledged meanwhile, {lost} lost,"
            f" {doubled} doubled, {len(writers.wrong())} answered otherwise")

    # Connections are cut

    def cut(self) -> None:
        cuts, worst = self.drill.options.cuts, 0
        primary = self.pair.only("primary")
        writers = Writers(self.servers, self.made)
        time.sleep(1)
        done, moments = 0, []
        for _ in range(cuts):
            moments.append(time.monotonic())
            answer = self.pair.ask(
                primary,
                "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
                " WHERE application_name = 'pierhead' ORDER BY random() LIMIT 1) AS one")
            done += int(answer or 0)
            time.sleep(self.chance.uniform(0.02, 0.12))
        time.sleep(1)
        moments.append(time.monotonic())
        self.acknowledged |= writers.finish()
        failed = [answer for answer in writers.answers if answer.status != 303]
        for start, end in zip(moments, moments[1:]):
            worst = max(worst, sum(start <= answer.ended < end for answer in failed))
        lost, doubled = self.standing()
        # Every connection of every server is used again, and works.
        stuck = sum(self.get("/account", self.made.note_cookie)[0] != 200 for _ in range(40))
        self.say(f"connections cut: {writers.statuses()}")
        self.line(
            f"{cuts} connections cut under {WRITERS} writers",
            done == cuts and worst <= 1 and lost + doubled + stuck + len(writers.wrong()) == 0,
            f"{done} cut, {len(failed)} requests failed, at most {worst} a cut, {lost} lost, {doubled} doubled, {stuck} of 40 pages"
            f" stuck after it; {len(self.acknowledged):,} notes acknowledged")

    # The check can fail

    def control(self) -> None:
        writers = Writers(self.servers, self.made)
        time.sleep(1)
        primary, standby = self.pair.only("primary"), self.pair.only("standby")
        self.pair.kill(standby)
        time.sleep(1)
        self.pair.kill(primary)
        self.pair.serve(standby)
        self.pair.promote(standby)
        writers.first(time.monotonic(), 30)
        self.acknowledged |= writers.finish()
        lost, _ = self.standing()
        self.line(
            "control: nobody waits for the standby, which lags by a second", lost > 0,
            f"{len(self.acknowledged):,} notes acknowledged, {lost} lost, as they must be")
