"""The power fails while 8 people write: 200 disks as it may leave them, each opened again by the finished program.

One run of the real program, from the making of its database over three servers and their checkpoints, is written down by
shims/disk.c. Out of that `disk.py` makes what a disk may hold at a chosen moment. Whatever was acknowledged before that
moment must stand on it. The same with every sync left out, as synchronous=OFF would, must fail: else nothing is tested.
"""

import http.client
import random
import shutil
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from disk import SYNC_ENDS, WRITE, Disk, records, under, watching
from product import Made, Server, SQLiteDatabase, Trouble, pierhead, uuid7

WRITERS, LOOKERS = 8, 2
# Who was added in the end, so that her key and account must be there from then on.
ADDED = "drill@example.org"


class Told:
    """What was acknowledged, and when by CLOCK_MONOTONIC."""

    def __init__(self):
        self.lock = threading.Lock()
        self.notes, self.looks, self.sent = [], [], set()

    def note(self, key: str) -> None:
        with self.lock:
            self.notes.append((time.monotonic_ns(), key))

    def look(self) -> None:
        with self.lock:
            self.looks.append(time.monotonic_ns())


class PowerDrill:
    def __init__(self, drill, engine, say):
        self.drill = drill
        self.engine = engine
        self.say = say
        self.chance = drill.chance
        self.images = drill.options.images
        self.folder = engine.folder / "power"
        self.trace = engine.folder / "power.trace"
        self.told = Told()

    def run(self) -> None:
        self.folder.mkdir()
        self.work()
        self.say(f"{self.engine.name}: the power: {self.trace.stat().st_size / 1e6:.0f} MB written down")
        found = records(self.trace)
        self.judge(found)
        self.control(found)
        shutil.rmtree(self.folder)
        self.trace.unlink()

    # What really happens, once

    def work(self) -> None:
        database = SQLiteDatabase(self.folder / "power.sqlite")
        with under(watching(self.folder, self.trace)):
            pierhead("user", "add", ADDED, "--name", "Drill Example", "--role", "advocate", database=database)
            self.created = time.monotonic_ns()
            made = Made(database, households=20, people=60, referrals=80, notes=40)
            self.filled = time.monotonic_ns()
        # Looked at in a copy: nobody else may open what is written down.
        copy = shutil.copy(database.path, self.engine.folder / "filled.sqlite")
        self.looks_before = looks(Path(copy))
        environment = watching(self.folder, self.trace)
        # One ends well, one is killed, and the last takes over what that has left.
        for number, ends_well in enumerate([True, False, True]):
            self.say(f"{self.engine.name}: the power: server {number + 1} of 3")
            server = Server(database, environment)
            self.load(server, made, self.drill.options.power_seconds / 3)
            if ends_well:
                server.stop()
            else:
                server.kill()
        self.made = made
        self.key = (self.folder / "power.sqlite.key").read_bytes()

    def load(self, server, made, seconds: float) -> None:
        end = time.monotonic() + seconds

        def write() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            while time.monotonic() < end:
                key = uuid7()
                with self.told.lock:
                    self.told.sent.add(key)
                connection.request("POST", made.note_paths[0], made.note_body(key), made.note_headers(server.url))
                answer = connection.getresponse()
                answer.read()
                if answer.status != 303 or "sign-in" in (answer.getheader("Location") or ""):
                    raise Trouble(f"a note was answered {answer.status}")
                self.told.note(key)

        def look(at: int) -> None:
            cookie, paths = made.pages["household"]
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            while time.monotonic() < end:
                connection.request("GET", paths[at % len(paths)], headers={"Cookie": cookie})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise Trouble(f"a page was answered {answer.status}")
                self.told.look()
                time.sleep(0.02)

        with ThreadPoolExecutor(WRITERS + LOOKERS) as pool:
            for work in [pool.submit(write) for _ in range(WRITERS)] + [pool.submit(look, at) for at in range(LOOKERS)]:
                work.result()

    # What may be left of it

    def moments(self, found: list, count: int, first: int) -> list:
        """Indexes of records before which the power fails: any, with more where the log goes back into the file, where
        files are made, renamed and deleted, and just after a sync."""
        file = {record.inode for record in found[first:] if record.kind == WRITE and record.offset == 0
                and bytes(record.bytes[:6]) == b"SQLite"}
        back = [at for at in range(first, len(found)) if found[at].kind == WRITE and found[at].inode in file]
        names = [at for at in range(first, len(found)) if found[at].kind not in (WRITE, SYNC_ENDS, SYNC_ENDS - 1)]
        names = [near for at in names for near in range(at, min(at + 6, len(found)))]
        syncs = [at + 1 for at in range(first, len(found) - 1) if found[at].kind == SYNC_ENDS]
        kinds = [kind for kind in (back, names, syncs) if kind]
        chosen = [self.chance.choice(kinds[at % len(kinds)]) for at in range(count // 2)] if kinds else []
        chosen += [self.chance.randrange(first, len(found)) for _ in range(count - len(chosen))]
        return sorted(chosen)

    def images_at(self, found: list, moments: list, check, syncs=lambda index: True) -> list:
        """Goes through the trace, makes an image at each moment and checks it while the next is made."""
        disk = Disk(Path("/nonexistent"), random.Random(self.chance.random()), syncs)
        results, at = [], 0
        with ThreadPoolExecutor(2) as pool:
            for number, moment in enumerate(moments):
                while at < moment:
                    disk.step(at, found[at])
                    at += 1
                if number >= 8:
                    results[number - 8].result()
                into = self.engine.folder / f"image-{number}"
                disk.cut(random.Random(self.chance.random()), into)
                results.append(pool.submit(check, number, into, found[moment].time))
                if number % 25 == 24:
                    self.say(f"{self.engine.name}: image {number + 1} of {len(moments)}")
            return [result.result() for result in results]

    def judge(self, found: list) -> None:
        moments = self.moments(found, self.images, 0)
        served = set(self.chance.sample(range(len(moments)), max(1, len(moments) // 10)))

        def check(number: int, folder: Path, moment: int) -> tuple:
            return self.opened(folder, moment, serves=number in served)

        results = self.images_at(found, moments, check)
        bad = [result for result in results if result[0]]
        lost, corrupt, other = (sum(result[0] == kind for result in results) for kind in ("lost", "corrupt", "other"))
        for kind, why in bad[:5]:
            self.say(f"{self.engine.name}: the power: {kind}: {why}")
        note = f"{len(self.told.notes):,} notes and {len(self.told.looks):,} looks acknowledged; {lost} images lost some, {corrupt} corrupt"
        if bad:
            note += f", {other} otherwise: {bad[0][1][:80]}"
        self.drill.line(
            self.engine, "power", f"{len(moments)} images, {len(served)} of them served",
            not bad and len(self.told.notes) > 100 and len(self.told.looks) > 10, note)

    def control(self, found: list) -> None:
        """As synchronous=OFF: no sync counts once the database is filled. Most images must be found bad."""
        first = next(at for at, record in enumerate(found) if record.time > self.filled)
        moments = self.moments(found, self.drill.options.power_controls, first)
        results = self.images_at(
            found, moments, lambda number, folder, moment: self.opened(folder, moment), lambda index: index < first)
        lost, corrupt = (sum(result[0] == kind for result in results) for kind in ("lost", "corrupt"))
        self.drill.line(
            self.engine, "power", f"{len(moments)} images without syncs must fail", lost + corrupt >= len(moments) // 2,
            f"{lost} lost some, {corrupt} corrupt")

    def opened(self, folder: Path, moment: int, serves: bool = False) -> tuple:
        """What is wrong with an image: a kind and words, or two empty ones."""
        try:
            return self.wrong(SQLiteDatabase(folder / "power.sqlite"), moment, serves)
        except (Trouble, OSError) as trouble:
            return "other", " ".join(str(trouble).split())
        finally:
            shutil.rmtree(folder)

    def wrong(self, database, moment: int, serves: bool) -> tuple:
        path = database.path
        if moment < self.created:
            # Nobody has heard of it yet: it may not be there, and can be made.
            pierhead("user", "add", "other@example.org", "--name", "Other", "--role", "advocate", database=database)
        elif not path.exists():
            return "lost", "the database is not there"
        elif (path.parent / f"{path.name}.key").read_bytes() != self.key:
            return "lost", "the key is another"
        if serves:
            if trouble := self.served(database, moment):
                return trouble
        answer = pierhead("verify", database=database, good=range(256))
        if answer.returncode != 0:
            return "corrupt", f"verify: {(answer.stdout + answer.stderr).strip()}"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            if (said := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                return "corrupt", said
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                return "corrupt", "a foreign key leads nowhere"
            stand = {row[0] for row in connection.execute("SELECT id FROM contact_notes")}
            if moment >= self.created and not connection.execute("SELECT 1 FROM accounts WHERE email = ?", [ADDED]).fetchone():
                return "lost", "an account"
        except sqlite3.DatabaseError as error:
            return "corrupt", str(error)
        finally:
            connection.close()
        gone = [key for at, key in self.told.notes if at < moment and key not in stand]
        if gone:
            return "lost", f"{len(gone)} notes"
        wanted = sum(at < moment for at in self.told.looks)
        if moment > self.filled and (kept := looks(path) - self.looks_before) < wanted:
            return "lost", f"{wanted - kept} looks"
        return "", ""

    def served(self, database, moment: int) -> "tuple | None":
        with Server(database) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            wanted = {"/sign-in": {}}
            if moment > self.filled:
                cookie, paths = self.made.pages["household"]
                wanted[paths[0]] = {"Cookie": cookie}
            for path, headers in wanted.items():
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    return "other", f"{path} was answered {answer.status}"
        return None


def looks(path: Path) -> int:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT COUNT(*) FROM events WHERE is_look = 1").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def power(drill, engine, say) -> None:
    if engine.name == "SQLite":
        PowerDrill(drill, engine, say).run()
