#!/usr/bin/env python3
"""`make drill`: what a crash, a thief with root and an old backup do to the record, tried on the finished program.

  notes    the server is killed (-9) under 8 writers, again and again: every acknowledged note stands exactly once
  import   a file of 100,000 rows is killed (-9) while it loads: all of it is visible, or none
  outbox   the server is killed (-9) while messages go to a stub that fails: every message goes out exactly once
  keys     one key of the API is sent 50 times at once and the server killed (-9): one row, one answer
  partner  200 people, half of whom are known: no answer and no time tells a partner which
  standby  PostgreSQL only: two servers on a primary with a standby; either is lost, and connections are cut
  backup   backups while people write: each is whole, holds what was acknowledged before it, and comes back
  record   events are changed, deleted, reordered, inserted, cut and put back: verify names the first bad one
  migrate  migrations are killed (-9) and lose the power: the old schema or the new one, each row as it was
  power    the power fails: 200 disks as it may leave them, opened again; without syncs they must be found bad
  writes   the n-th write or fsync fails: nothing is acknowledged that is not there
  full     the disk is full, then has room again
  malformed, slow, crowd   10,000 malformed requests; slow headers and bodies; 4,000 connections at once
  clock    the wall clock is moved by days, and over the nights when British time changes
  signals  SIGTERM while people write
  soak     90 minutes at 50 requests a second, when asked for by name
  sanitizers   10 minutes of everything at once under ThreadSanitizer and under AddressSanitizer, when asked for by name
  canary   passwords, codes, tokens, names and notes are looked for in logs, numbers, errors, backups and cores

The last nine and their figures: docs/operations/drills.md.
"""

import argparse
import http.client
import os
import random
import shutil
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import apidrill
import canary_drill
import clock_drill
import endurance_drill
import full_drill
import hostile_drill
import migrate_drill
import power_drill
import sanitizer_drill
import writes_drill
from backup_drill import BackupDrill
from outbox_drill import OutboxDrill
from product import (
    PIERHEAD, UNLIMITED, Made, Postgres, Server, SQLite, Trouble, count, last_event, pierhead, table,
    under_postgres, uuid7, workplace)
from record_drill import RecordDrill
from standby_drill import StandbyDrill

WRITERS = 8
# Seconds after a kill until a server says that it listens.
READY_WITHIN = 1.0
USUAL = [
    "notes", "import", "outbox", "record", "keys", "partner", "backup", "standby", "migrate", "power", "writes", "full", "malformed",
    "slow", "crowd", "clock", "signals", "canary"]
VISIBLE = (
    "SELECT COUNT(*) FROM referrals JOIN imports ON imports.id = referrals.import_id"
    " WHERE imports.published_at IS NOT NULL")


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


class Drill:
    def __init__(self, options, folder: Path):
        self.options = options
        self.folder = folder
        self.chance = random.Random(options.seed)
        self.rows = []
        self.failed = self.skipped = 0

    def line(self, engine, drill, what, good: bool, note="") -> None:
        self.failed += not good
        self.add(engine.name, drill, what, "pass" if good else "FAIL", note)

    def skip(self, engine, drill, what, why: str) -> None:
        self.skipped += 1
        self.add(engine.name, drill, what, "skip", why)

    def add(self, *row: str) -> None:
        # All of it takes an hour and more: what is known is said at once, and stands in the table at the end.
        self.rows.append(row)
        say("  ".join(row))

    # Notes under kill -9

    def notes(self, engine) -> None:
        database = engine.database("notes")
        made = Made(database, households=40, people=120, referrals=160, notes=80)
        acknowledged, lost, doubled, slowest, refused = set(), 0, 0, 0.0, 0
        unsure, refusals = set(), set()
        for round in range(self.options.kills):
            server = Server(database)
            slowest = max(slowest, server.ready)
            # A phone sends again what it has no answer to: that must not double it either.
            again = list(unsure) + self.chance.sample(sorted(acknowledged), min(8, len(acknowledged)))
            for key in again:
                if (status := self.post(server, made, key, 0)) != 303:
                    refusals.add(status)
                    refused += 1
            acknowledged |= unsure
            unsure = set()
            moment = self.chance.uniform(0.3, 1.5)
            say(f"{engine.name}: kill {round + 1} of {self.options.kills} after {moment:.2f} s")
            done, waiting, refused_now = self.write_until_killed(server, made, moment)
            acknowledged |= done
            unsure |= waiting
            refused += len(refused_now)
            refusals |= refused_now
            stands = self.notes_standing(database)
            lost += sum(1 for key in acknowledged if stands.get(key, 0) == 0)
            doubled += sum(1 for amount in stands.values() if amount > 1)
        with Server(database) as server:
            for key in unsure:
                self.post(server, made, key, 0)
            acknowledged |= unsure
            stands = self.notes_standing(database)
        lost += sum(1 for key in acknowledged if stands.get(key, 0) == 0)
        doubled += sum(1 for amount in stands.values() if amount > 1)
        what = f"{self.options.kills} kills, {WRITERS} writers"
        note = f"{len(acknowledged):,} notes acknowledged, {lost} lost, {doubled} doubled, ready within {slowest:.2f} s"
        if refused:
            note += f", {refused} answered otherwise: {sorted(map(str, refusals))}"
        good = lost + doubled + refused == 0 and len(acknowledged) > 0
        self.line(engine, "notes", what, good and slowest <= READY_WITHIN, note)
        self.sound(engine, "notes", database)

    def post(self, server, made, key: str, at: int, connection=None) -> "int | str":
        mine = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        mine.request(
            "POST", made.note_paths[at % len(made.note_paths)], made.note_body(key), made.note_headers(server.url))
        answer = mine.getresponse()
        answer.read()
        if answer.status == 303 and "sign-in" in (answer.getheader("Location") or ""):
            return "not signed in"
        return answer.status

    def write_until_killed(self, server, made, moment: float) -> tuple:
        done, waiting, refused, lock = set(), set(), set(), threading.Lock()
        stop = threading.Event()

        def write(at: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            while not stop.is_set():
                # A note goes to one household for ever, so that a resend is the same form again.
                key = uuid7()
                try:
                    status = self.post(server, made, key, 0, connection)
                except (OSError, http.client.HTTPException):
                    with lock:
                        waiting.add(key)
                    return
                with lock:
                    (done if status == 303 else refused).add(key if status == 303 else status)
                if status != 303:
                    return

        writers = [threading.Thread(target=write, args=[at]) for at in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(moment)
        server.kill()
        stop.set()
        for writer in writers:
            writer.join()
        return done, waiting, refused

    @staticmethod
    def notes_standing(database) -> dict:
        return {str(row[0]): int(row[1]) for row in database.rows("SELECT id, COUNT(*) FROM contact_notes GROUP BY id")}

    # A long file under kill -9

    def imports(self, engine) -> None:
        file = self.folder / "long.csv"
        if not file.exists():
            pierhead("bench-file", "--rows", self.options.rows, file)
        database = engine.database("whole")
        say(f"{engine.name}: the whole file, for its time and count")
        began = time.monotonic()
        pierhead("import", "referrals", file, database=database, good=(0, 1))
        whole, seconds = count(database, VISIBLE), time.monotonic() - began
        database.remove()
        seen = {"all": 0, "none": 0, "a part": 0}
        wrong, through = 0, 0
        for round in range(self.options.imports):
            database = engine.database("part")
            # On SQLite every other file goes through a running server, and it is the server that is killed.
            server = None
            if engine.name == "SQLite" and round % 2 == 1:
                server = Server(database)
                through += 1
            moment = self.chance.uniform(0.02, 1.05) * seconds
            say(f"{engine.name}: {'server' if server else 'import'} {round + 1} of {self.options.imports} killed after {moment:.2f} s")
            command = subprocess.Popen(
                [str(PIERHEAD), "import", "referrals", str(file), "--database", database.url],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | UNLIMITED)
            try:
                command.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                pass
            if server:
                server.kill()
                command.wait(timeout=60)
            else:
                command.kill()
                command.wait()
            visible = count(database, VISIBLE)
            seen["all" if visible == whole else "none" if visible == 0 else "a part"] += 1
            # Sent again, it is there once.
            pierhead("import", "referrals", file, database=database, good=(0, 1))
            if (after := count(database, VISIBLE)) != whole:
                wrong += 1
                say(f"{engine.name}: {after} visible after the second time, not {whole}")
            if round + 1 < self.options.imports:
                database.remove()
        self.line(
            engine, "import", f"{self.options.imports} kills in {self.options.rows:,} rows",
            seen["a part"] == 0 and wrong == 0 and whole > 0,
            f"visible then: all {seen['all']}, none {seen['none']}, a part {seen['a part']};"
            f" {wrong} wrong when sent again" + (f"; {through} through a server" if through else ""))
        self.sound(engine, "import", database)
        database.remove()

    def sound(self, engine, drill, database, *words) -> None:
        began = time.monotonic()
        answer = pierhead("verify", *words, database=database, good=range(256))
        note = f"{last_event(database):,} events in {time.monotonic() - began:.1f} s"
        if answer.returncode != 0:
            note += ": " + (answer.stdout + answer.stderr).strip()[:80]
        self.line(engine, drill, "the record is sound", answer.returncode == 0, note)


def standby(drill: Drill, engine) -> None:
    if engine.name == "PostgreSQL":
        StandbyDrill(drill, engine, say).run()


def all_drills(drill: Drill) -> dict:
    """Every drill by its name, as a function of the engine."""
    found = {
        "notes": drill.notes, "import": drill.imports, "outbox": lambda engine: OutboxDrill(drill, engine, say).run(),
        "record": lambda engine: RecordDrill(drill, engine).run(),
        "backup": lambda engine: BackupDrill(drill, engine, say).run(), "standby": lambda engine: standby(drill, engine),
        "keys": lambda engine: apidrill.keys(drill, engine), "partner": lambda engine: apidrill.partner(drill, engine)}
    for room, names in [
            (migrate_drill, ["migrate"]), (power_drill, ["power"]), (writes_drill, ["writes"]), (full_drill, ["full"]), (clock_drill, ["clock"]),
            (hostile_drill, ["malformed", "slow", "crowd"]), (endurance_drill, ["signals", "soak"]), (canary_drill, ["canary"]),
            (sanitizer_drill, ["sanitizers"])]:
        for name in names:
            found[name] = lambda engine, run=getattr(room, name): run(drill, engine, say)
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--engine", choices=["sqlite", "postgres", "both"], default="both")
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--outbox-kills", type=int, default=50, help="kills while messages go out")
    options.add_argument("--imports", type=int, default=8, help="kills while a file loads")
    options.add_argument("--rows", type=int, default=100_000, help="of the long file")
    options.add_argument("--failovers", type=int, default=5, help="primaries that are killed")
    options.add_argument("--cuts", type=int, default=200, help="connections that are cut")
    options.add_argument("--backups", type=int, default=20, help="backups under writers")
    options.add_argument("--migrate-kills", type=int, default=40, help="migrations that are killed")
    options.add_argument("--migrate-images", type=int, default=40, help="disks after a power cut in a migration")
    options.add_argument("--images", type=int, default=200, help="disks after a power cut")
    options.add_argument("--power-controls", type=int, default=20, help="disks without syncs, that must be bad")
    options.add_argument("--power-seconds", type=float, default=6, help="seconds of writing that are cut")
    options.add_argument("--faults", type=int, default=12, help="of 300: the n-th writes and fsyncs that fail")
    options.add_argument("--malformed", type=int, default=10_000, help="malformed requests")
    options.add_argument("--slow", type=int, default=300, help="slow connections of each kind")
    options.add_argument("--crowd", type=int, default=4_000, help="connections at once")
    options.add_argument("--soak-minutes", type=float, default=90)
    options.add_argument("--sanitizers", default="thread,address", help="thread, address, or both")
    options.add_argument("--sanitizer-minutes", type=float, default=10, help="of load under each, over both engines")
    options.add_argument("--only", default=",".join(USUAL), help="any of %(default)s,soak,sanitizers")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = options.parse_args()
    under_postgres()
    folder = workplace()
    drill = Drill(options, folder)
    drills = all_drills(drill)
    if unknown := [name for name in options.only.split(",") if name not in drills]:
        raise Trouble(f"there is no drill {unknown[0]}: there are {', '.join(drills)}")
    engines = []
    if options.engine in ("sqlite", "both"):
        engines.append(SQLite(folder))
    if options.engine in ("postgres", "both"):
        engines.append(Postgres(os.environ["PIERHEAD_TEST_POSTGRES"]))
    print(f"seed {options.seed}: repeat with bench/drill.py --seed {options.seed}", flush=True)
    try:
        for engine in engines:
            for name in options.only.split(","):
                try:
                    drills[name](engine)
                except Exception as broken:
                    # One that can't be finished has failed, and does not take the others with it.
                    traceback.print_exc()
                    drill.line(engine, name, "it could be finished", False, " ".join(str(broken).split())[:200] or repr(broken))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if drill.rows:
            print(table([("engine", "drill", "what", "", ""), *drill.rows]))
    skipped = f", {drill.skipped} skipped" if drill.skipped else ""
    print(f"{len(drill.rows) - drill.failed - drill.skipped} passed, {drill.failed} failed{skipped}")
    return 1 if drill.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(1)
