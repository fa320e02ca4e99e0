"""The disk is full: a small disk in memory, on which the last byte is taken away while 4 people write."""

import http.client
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

from product import Made, Server, SQLiteDatabase, Trouble, count, pierhead, uuid7

WRITERS = 4
LOOKS = "SELECT COUNT(*) FROM events WHERE is_look = 1"
SIZE = "16m"


class SmallDisk:
    """A disk of some megabytes in memory. Only root may mount one."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()

    def __enter__(self):
        answer = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(self.folder)], text=True, capture_output=True)
        if answer.returncode != 0:
            raise Trouble(f"no small disk: {answer.stderr.strip()}")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        self.folder.rmdir()

    def room(self) -> int:
        facts = os.statvfs(self.folder)
        return facts.f_bavail * facts.f_frsize

    def fill(self, leaving: int) -> Path:
        ballast = self.folder / "ballast"
        with open(ballast, "ab") as file:
            while (room := self.room()) > leaving:
                file.write(bytes(min(room - leaving, 1 << 16)))
                file.flush()
        return ballast


class FullDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.lock = threading.Lock()
        self.acknowledged, self.looks, self.answers = [], 0, {}
        self.wrong = []

    def run(self) -> None:
        if os.getuid() != 0:
            self.drill.skip(self.engine, "full", "a full disk", "only root may mount a small one")
            return
        base = SQLiteDatabase(self.engine.folder / "full.sqlite")
        self.made = Made(base, households=10, people=30, referrals=40, notes=20)
        with SmallDisk(self.engine.folder / "small") as disk:
            for suffix in ("", ".key"):
                shutil.copy(f"{base.path}{suffix}", disk.folder / f"full.sqlite{suffix}")
            database = SQLiteDatabase(disk.folder / "full.sqlite")
            self.looks_before = count(database, LOOKS)
            with Server(database) as server:
                for round in range(3):
                    self.say(f"{self.engine.name}: the disk is full, {round + 1} of 3")
                    self.once(server, disk)
                server.kill()
            pierhead("verify", database=database)
            self.stands(database)
        base.remove()
        seen = ", ".join(f"{status}: {times}" for status, times in sorted(self.answers.items()))
        self.drill.line(
            self.engine, "full", "a disk of 16 MB, three times full", not self.wrong and len(self.acknowledged) > 10,
            f"notes answered {seen}; {len(self.wrong)} wrong" + (f": {self.wrong[0][:120]}" if self.wrong else ""))

    def once(self, server, disk) -> None:
        # Some notes still have room; then none.
        ballast = disk.fill(leaving=400_000)
        self.write_until_full(server)
        disk.fill(leaving=0)
        self.expect(507, *self.note(server), "a note")
        cookie, paths = self.made.pages["household"]
        signed_in = {"Cookie": cookie}
        # A look needs less room than a note. Some may still fit in, and then stand; in the end none does.
        for _ in range(200):
            status, page = self.get(server, paths[0], signed_in)
            if status != 200:
                break
            self.looks += 1
        self.expect(507, status, page, "a page that shows a person")
        for path in ("/", "/sign-in", "/health/live"):
            self.expect(200, *self.get(server, path), path)
        status, page = self.ask(
            server, "POST", "/sign-in", "email=nobody%40example.org&password=wrong+wrong+wrong&code=123456&next=",
            {"Origin": server.url, "Content-Type": "application/x-www-form-urlencoded"})
        self.expect(507, status, page, "a try to sign in")
        ballast.unlink()
        # At once, without a restart.
        self.expect(303, *self.note(server), "a note with room again")
        self.expect(200, *self.get(server, paths[0], signed_in), "a page with room again")
        self.looks += 1

    def write_until_full(self, server) -> None:
        end, full = time.monotonic() + 20, threading.Event()

        def write() -> None:
            while time.monotonic() < end and not full.is_set():
                if self.note(server)[0] == 507:
                    full.set()

        writers = [threading.Thread(target=write) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        if not full.is_set():
            self.wrong.append(f"no note was answered 507 in 20 s: {self.answers}")

    def note(self, server) -> tuple:
        key = uuid7()
        status, page = self.ask(
            server, "POST", self.made.note_paths[0], self.made.note_body(key), self.made.note_headers(server.url))
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
            if status == 303:
                self.acknowledged.append(key)
            elif status != 507:
                self.wrong.append(f"a note was answered {status}")
        return status, page

    def get(self, server, path: str, headers=None) -> tuple:
        return self.ask(server, "GET", path, None, headers or {})

    def ask(self, server, method: str, path: str, body, headers) -> tuple:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        if (took := time.monotonic() - began) > 1:
            self.wrong.append(f"{path} took {took:.1f} s")
        return answer.status, page

    def expect(self, wanted: int, status: int, page: str, what: str) -> None:
        if status != wanted:
            self.wrong.append(f"{what} was answered {status}, not {wanted}")
        elif wanted == 507 and "<h1" not in page:
            self.wrong.append(f"{what} was answered 507 without a page")

    def stands(self, database) -> None:
        connection = sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
        try:
            if (said := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                self.wrong.append(said[:120])
            stand = {row[0] for row in connection.execute("SELECT id FROM contact_notes")}
            looks = connection.execute(LOOKS).fetchone()[0] - self.looks_before
        finally:
            connection.close()
        if gone := set(self.acknowledged) - stand:
            self.wrong.append(f"{len(gone)} of {len(self.acknowledged)} acknowledged notes lost")
        if looks < self.looks:
            self.wrong.append(f"{self.looks - looks} of {self.looks} looks lost")


def full(drill, engine, say) -> None:
    if engine.name == "SQLite":
        FullDrill(drill, engine, say).run()
