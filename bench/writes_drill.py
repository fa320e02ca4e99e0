"""The disk refuses: the n-th write or fsync of a server fails, and it is killed a moment later.

Each step starts a server on a copy of one database, lets the n-th write (EIO, ENOSPC) or fsync (EIO) of it fail, goes on
writing, kills the server and opens what is left. What was acknowledged must stand; pages must go on; what could not be
written must be answered in plain words. After a failed fsync the same is asked of the disk as a power cut would leave it:
Linux takes pages whose fsync failed for clean, so a later fsync that succeeds proves nothing about them.
"""

import http.client
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from disk import Disk, records, under, watching
from product import Made, Server, SQLiteDatabase, Trouble, pierhead, uuid7

WRITERS = 4
# What fails, and which files: all, or the database alone, where the log goes back.
KINDS = [
    ("write", "EIO", 1, ""), ("write", "ENOSPC", 1, ""), ("fsync", "EIO", 1, ""),
    ("write", "EIO", 1, ".sqlite"), ("fsync", "EIO", 1, ".sqlite"), ("fsync", "EIO", 0, ""),
]


class Step:
    """One server with one fault."""

    def __init__(self, drill, kind: tuple, number: int):
        self.drill = drill
        self.kind, self.number = kind, number
        self.folder = drill.engine.folder / "writes"
        self.trace = drill.engine.folder / "writes.trace"
        self.mark = drill.engine.folder / "writes.mark"
        self.lock = threading.Lock()
        self.acknowledged, self.after, self.answers = [], 0, {}
        self.wrong = []

    def run(self) -> list:
        for path in (self.trace, self.mark):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.drill.base, self.folder)
        what, error, many, suffix = self.kind
        database = SQLiteDatabase(self.folder / "base.sqlite")
        # The model follows every step of the disk, from what it holds now.
        disk = Disk(self.folder, self.drill.chance)
        words = watching(self.folder, self.trace, f"{what}:{error}:{self.number}:{many}:{suffix}", self.mark)
        try:
            server = Server(database, words)
        except Trouble as trouble:
            # Also a good answer: it says why and does not serve.
            if not self.mark.exists() or "Fatal error" in str(trouble):
                self.wrong.append(f"it did not start: {' '.join(str(trouble).split())[-160:]}")
        else:
            self.load(server, many)
            server.kill()
        self.stands(database)
        if what == "fsync":
            self.stands_after_power_cut(disk)
        return self.wrong

    def load(self, server, many: int) -> None:
        made, begins = self.drill.made, time.monotonic()
        failed = threading.Event()

        def write() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            more = 12
            while more > 0 and time.monotonic() - begins < 20:
                key, fired = uuid7(), self.mark.exists()
                connection.request("POST", made.note_paths[0], made.note_body(key), made.note_headers(server.url))
                answer = connection.getresponse()
                page = answer.read().decode()
                with self.lock:
                    self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
                    if answer.status == 303:
                        self.acknowledged.append(key)
                        self.after += fired
                    elif answer.status not in (500, 503, 507) or "<h1" not in page:
                        self.wrong.append(f"a note was answered {answer.status}")
                if fired:
                    failed.set()
                    more -= 1

        def read() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            failed.wait(20)
            cookie, paths = made.pages["household"]
            for path, headers in [("/sign-in", {}), ("/health/live", {}), (paths[0], {"Cookie": cookie})]:
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                # Only what leaves a look may be refused, and only while nothing can be written.
                if answer.status != 200 and not (headers and answer.status in (500, 503, 507)):
                    self.wrong.append(f"{path} was answered {answer.status}")

        with ThreadPoolExecutor(WRITERS + 1) as pool:
            for work in [pool.submit(write) for _ in range(WRITERS)] + [pool.submit(read)]:
                try:
                    work.result()
                except (OSError, http.client.HTTPException) as error:
                    self.wrong.append(f"no answer: {error!r}")
        if self.mark.exists() and many and not self.after:
            self.wrong.append(f"nothing was taken any more after one failure: {self.answers}")
        if not many and self.after:
            # One that was under way when the first failed may be counted: not more.
            if self.after > WRITERS:
                self.wrong.append(f"{self.after} were acknowledged while every fsync failed")

    def stands(self, database, where="after kill -9") -> None:
        answer = pierhead("verify", database=database, good=range(256))
        if answer.returncode != 0:
            self.wrong.append(f"{where}: verify: {(answer.stdout + answer.stderr).strip()[:160]}")
            return
        connection = sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
        try:
            if (said := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                self.wrong.append(f"{where}: {said[:160]}")
            stand = {row[0] for row in connection.execute("SELECT id FROM contact_notes")}
        finally:
            connection.close()
        if gone := set(self.acknowledged) - stand:
            self.wrong.append(f"{where}: {len(gone)} of {len(self.acknowledged)} acknowledged notes lost")
            self.drill.lost += len(gone)

    def stands_after_power_cut(self, disk) -> None:
        for index, record in enumerate(records(self.trace)):
            disk.step(index, record)
        image = self.drill.engine.folder / "writes-image"
        shutil.rmtree(image, ignore_errors=True)
        disk.cut(self.drill.chance, image)
        self.stands(SQLiteDatabase(image / "base.sqlite"), "after a power cut")
        shutil.rmtree(image)


class WritesDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.chance = drill.chance
        self.lost = 0
        self.base = engine.folder / "writes-base"

    def run(self) -> None:
        self.base.mkdir()
        database = SQLiteDatabase(self.base / "base.sqlite")
        self.made = Made(database, households=10, people=30, referrals=40, notes=20)
        for kind in KINDS:
            self.all_of(kind)
        shutil.rmtree(self.base)
        shutil.rmtree(self.engine.folder / "writes", ignore_errors=True)
        self.creation()
        self.control()

    def numbers(self, kind: tuple) -> list:
        most, steps = 300, self.drill.options.faults
        if kind[3] or not kind[2]:
            # A dead disk, and one where the log goes back: a tenth as many, as each of those needs many notes first.
            most, steps = (12 if kind[0] == "fsync" else 300), max(2, steps // 10)
        if steps >= most:
            return list(range(1, most + 1))
        return sorted(self.chance.sample(range(1, most + 1), steps))

    def all_of(self, kind: tuple) -> None:
        what, error, many, suffix = kind
        numbers, bad, fired, acknowledged, answers = self.numbers(kind), [], 0, 0, {}
        for at, number in enumerate(numbers):
            if at % 10 == 0:
                self.say(f"{self.engine.name}: {what} number {number} fails with {error}")
            step = Step(self, kind, number)
            bad += [f"number {number}: {words}" for words in step.run()]
            fired += step.mark.exists()
            acknowledged += len(step.acknowledged)
            for status, times in step.answers.items():
                answers[status] = answers.get(status, 0) + times
        for words in bad[:5]:
            self.say(f"{self.engine.name}: {words}")
        name = f"{what} {error}, {'one' if many else 'and all later'}{' of the file itself' if suffix else ''}"
        note = f"{fired} failed; answers {', '.join(f'{status}: {answers[status]}' for status in sorted(answers))}"
        if bad:
            note += f"; {len(bad)} wrong: {bad[0][:120]}"
        self.drill.line(
            self.engine, "writes", f"{len(numbers)} x {name}", not bad and fired > len(numbers) * 0.7, note)

    def creation(self) -> None:
        """A new database whose n-th write or fsync fails: it is refused or whole, and the second try works."""
        bad, steps, folder = [], 0, self.engine.folder / "creation"
        for what, error in [("write", "ENOSPC"), ("fsync", "EIO")]:
            most = 60 if what == "write" else 12
            chosen = range(1, most + 1) if self.drill.options.faults >= 300 else sorted(self.chance.sample(range(1, most + 1), 8))
            for number in chosen:
                folder.mkdir()
                database, words = SQLiteDatabase(folder / "new.sqlite"), ("user", "add")
                steps += 1
                bad += self.created(database, folder, f"{what}:{error}:{number}:1:", f"{what} {number}", words)
                shutil.rmtree(folder)
        note = f"; {len(bad)} wrong: {bad[0][:120]}" if bad else ""
        self.drill.line(
            self.engine, "writes", f"{steps} x while a database is made", not bad, f"refused or whole, then made again{note}")

    def created(self, database, folder: Path, fail: str, name: str, words: tuple) -> list:
        trace = self.engine.folder / "creation.trace"
        trace.unlink(missing_ok=True)
        disk, environment = Disk(folder, self.chance), watching(folder, trace, fail)
        person = ("--name", "Drill Example", "--role", "advocate")
        first = pierhead_under(environment, *words, "one@example.org", *person, database=database)
        image = self.engine.folder / "creation-image"
        for index, record in enumerate(records(trace)):
            disk.step(index, record)
        disk.cut(self.chance, image)
        bad = []
        for where, place in (("", database), (" after a power cut", SQLiteDatabase(image / "new.sqlite"))):
            again = pierhead(*words, "two@example.org", *person, database=place, good=range(256))
            if again.returncode != 0:
                bad.append(f"{name}{where}: then refused: {again.stderr.strip()[:140]}")
                continue
            answer = pierhead("verify", database=place, good=range(256))
            kept = place.rows("SELECT 1 FROM accounts WHERE email = 'one@example.org'")
            if answer.returncode != 0 or (first == 0 and not kept):
                bad.append(f"{name}{where}: verify ended with {answer.returncode}, {len(kept)} of 1 account")
        shutil.rmtree(image)
        return bad


    def control(self) -> None:
        """A program that trusts a later fsync must be found out: what it wrote before the one that failed is missing."""
        folder, trace = self.engine.folder / "trusting", self.engine.folder / "trusting.trace"
        folder.mkdir()
        (folder / "notes").write_bytes(b"")
        program = (
            "import os, sys\n"
            "file = os.open(sys.argv[1], os.O_RDWR)\n"
            "for at, byte in enumerate([b'1', b'2']):\n"
            "    os.pwrite(file, byte * 512, at * 512)\n"
            "    try:\n"
            "        os.fsync(file)\n"
            "    except OSError:\n"
            "        pass\n")
        found = 0
        before = [Disk(folder, self.chance) for _ in range(20)]
        subprocess.run(
            [sys.executable, "-S", "-c", program, str(folder / "notes")], check=True,
            env=os.environ | watching(folder, trace, "fsync:EIO:1:1:"))
        for disk in before:
            for index, record in enumerate(records(trace)):
                disk.step(index, record)
            image = self.engine.folder / "trusting-image"
            disk.cut(self.chance, image)
            found += (image / "notes").read_bytes() != b"1" * 512 + b"2" * 512
            shutil.rmtree(image)
        shutil.rmtree(folder)
        self.drill.line(
            self.engine, "writes", "a program that trusts a later fsync must fail", found >= 5, f"found out in {found} of 20 images")


def pierhead_under(environment: dict, *words, database) -> int:
    with under(environment):
        return pierhead(*words, database=database, good=range(-64, 256)).returncode


def writes(drill, engine, say) -> None:
    if engine.name == "SQLite":
        WritesDrill(drill, engine, say).run()
