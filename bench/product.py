"""The finished program seen from outside, for benches and drills: its commands, its server, its databases."""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PIERHEAD = Path(os.environ.get("PIERHEAD_BINARY", ROOT / ".build/release/pierhead"))
# One person of the bench looks at more in a minute than a team does in a month.
UNLIMITED = {"PIERHEAD_LOOKS_PER_MINUTE": "0", "PIERHEAD_SENDS_PER_MINUTE": "0"}


class Trouble(Exception):
    pass


def under_postgres() -> None:
    """Starts this program again beside a throw-away, durable PostgreSQL unless one is there."""
    if "PIERHEAD_TEST_POSTGRES" not in os.environ:
        postgres = ROOT / "scripts/postgres"
        os.execv(postgres, [str(postgres), "--durable", "with", sys.executable, *sys.argv])


def workplace() -> Path:
    """A folder on the disk of the build, never in memory; the caller removes it."""
    (ROOT / ".build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="work-", dir=ROOT / ".build"))
    # Messages of made-up people go there too, and nowhere else.
    os.environ["PIERHEAD_MESSAGE_FOLDER"] = str(folder / "messages")
    return folder


@contextlib.contextmanager
def standing_in(program: Path):
    """All commands and servers that are started in it are those of another build."""
    global PIERHEAD
    usual, PIERHEAD = PIERHEAD, program
    try:
        yield
    finally:
        PIERHEAD = usual


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def pierhead(*words, database=None, good=(0,)) -> subprocess.CompletedProcess:
    """One command to its end; Trouble, with all it said, when its status is not one of `good`."""
    command = [str(PIERHEAD), *map(str, words)]
    if database:
        command += ["--database", database.url]
    answer = subprocess.run(command, text=True, capture_output=True, env=os.environ | UNLIMITED)
    if answer.returncode not in good:
        raise Trouble(f"{' '.join(command)}\nended with {answer.returncode}\n{answer.stdout[-2000:]}{answer.stderr[-2000:]}")
    return answer


def settle(database) -> None:
    """Waits until what was just made lies on the disk, so that its writing isn't measured as the program's."""
    database.checkpoint()
    os.sync()


def disk(folder: Path, times: int = 400) -> tuple:
    """What the disk itself needs to make 8 KiB safe: median and 99th in a hundred, in ms."""
    path, taken = folder / "disk", []
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_DSYNC, 0o600)
    try:
        for _ in range(times):
            began = time.monotonic()
            os.write(file, bytes(8192))
            taken.append((time.monotonic() - began) * 1000)
    finally:
        os.close(file)
        path.unlink()
    taken.sort()
    return taken[times // 2], taken[times * 99 // 100]


def measured(*words, database) -> tuple:
    """Runs a command: its status, seconds, and the most memory it held, in bytes."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            [str(PIERHEAD), *map(str, words), "--database", database.url],
            stdout=subprocess.DEVNULL, stderr=said, env=os.environ | UNLIMITED)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        if child.returncode not in (0, 1):
            said.seek(0)
            raise Trouble(f"{' '.join(map(str, words))} ended with {child.returncode}\n{said.read()[-2000:]}")
    return child.returncode, seconds, usage.ru_maxrss * 1024


class SQLite:
    name = "SQLite"

    def __init__(self, folder: Path):
        self.folder = folder

    def database(self, name: str) -> "SQLiteDatabase":
        """A new one: no file yet."""
        database = SQLiteDatabase(self.folder / f"{name}.sqlite")
        database.remove()
        return database


class SQLiteDatabase:
    def __init__(self, path: Path):
        self.path = path
        self.url = f"sqlite:{path}"

    def _open(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{self.path}?mode={mode}", uri=True, isolation_level=None, timeout=30)
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        return connection

    def rows(self, sql: str) -> list:
        """What is committed; nothing where there is no such file or table yet."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return []
        connection = self._open("ro")
        try:
            return connection.execute(sql).fetchall()
        except sqlite3.OperationalError as problem:
            if "no such table" in str(problem):
                return []
            raise
        finally:
            connection.close()

    def tamper(self, *statements: str) -> None:
        """Changes what the program would never change, past every trigger and foreign key."""
        connection = self._open("rw")
        try:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'").fetchall()
            for name, _ in triggers:
                connection.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                connection.execute(statement)
            for _, sql in triggers:
                connection.execute(sql)
            connection.execute("COMMIT")
        finally:
            connection.close()

    def checkpoint(self) -> None:
        """The server keeps its own log short; there is nothing to do from outside."""

    def columns(self, table: str) -> list:
        return [(row[1], row[2].upper()) for row in self.rows(f"PRAGMA table_info({table})")]

    def copied(self, name: str) -> "SQLiteDatabase":
        """A copy by the database's own means, as it stands now."""
        copy = SQLiteDatabase(self.path.with_name(f"{name}.sqlite"))
        copy.remove()
        source, target = self._open("ro"), sqlite3.connect(copy.path)
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
        target.close()
        source.close()
        return copy

    def remove(self) -> None:
        for path in self.path.parent.glob(self.path.name + "*"):
            path.unlink()


class Postgres:
    name = "PostgreSQL"

    def __init__(self, url: str):
        self.url = url

    def database(self, name: str) -> "PostgresDatabase":
        """A new one: no tables yet."""
        database = PostgresDatabase(self, name)
        database.remove()
        self.superuser(f"CREATE DATABASE {name} OWNER pierhead")
        return database

    def superuser(self, *statements: str, database: str = "postgres") -> list:
        url = self.url.replace("//pierhead@/pierhead", f"//postgres@/{database}")
        words = ["psql", "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", url]
        for statement in statements:
            words += ["-c", statement]
        answer = subprocess.run(words, text=True, capture_output=True)
        if answer.returncode != 0:
            raise Trouble(answer.stderr.strip())
        return [tuple(line.split("\t")) for line in answer.stdout.splitlines()]


class PostgresDatabase:
    def __init__(self, server: Postgres, name: str):
        self.server = server
        self.name = name
        self.url = server.url.replace("//pierhead@/pierhead", f"//pierhead@/{name}")

    def rows(self, sql: str) -> list:
        try:
            found = self.server.superuser(sql, database=self.name)
        except Trouble as trouble:
            if "does not exist" in str(trouble):
                return []
            raise
        return [tuple(int(value) if value.lstrip("-").isdigit() else value for value in row) for row in found]

    def tamper(self, *statements: str) -> None:
        self.server.superuser("SET session_replication_role = replica", "BEGIN", *statements, "COMMIT", database=self.name)

    def checkpoint(self) -> None:
        """What PostgreSQL does by itself within minutes, and would else do while we measure."""
        self.server.superuser("VACUUM (ANALYZE)", "CHECKPOINT", database=self.name)

    def columns(self, table: str) -> list:
        return [
            (name, kind.upper()) for name, kind in self.server.superuser(
                f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position",
                database=self.name)
        ]

    def copied(self, name: str) -> "PostgresDatabase":
        copy = PostgresDatabase(self.server, name)
        copy.remove()
        self.server.superuser(f"CREATE DATABASE {name} TEMPLATE {self.name} OWNER pierhead")
        return copy

    def remove(self) -> None:
        self.server.superuser(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def count(database, sql: str) -> int:
    rows = database.rows(sql)
    return int(rows[0][0] or 0) if rows else 0


def last_event(database) -> int:
    return count(database, "SELECT MAX(n) FROM events")


def settled_event(database) -> int:
    """The last event, once those of requests that nobody waits for any more have come in."""
    last = last_event(database)
    while True:
        time.sleep(0.1)
        now = last_event(database)
        if now == last:
            return now
        last = now


def log_file():
    """What a server says goes into a file of its own in the folder that PIERHEAD_KEPT_LOGS names, or is forgotten."""
    if folder := os.environ.get("PIERHEAD_KEPT_LOGS"):
        return open(Path(folder) / f"{os.getpid()}-{time.time_ns()}.log", "w+")
    return tempfile.TemporaryFile("w+")


class Server:
    """`pierhead serve` on a free port; `ready` is the seconds until it said that it listens."""

    def __init__(self, database, environment=None):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = log_file()
        began = time.monotonic()
        self.process = subprocess.Popen(
            [str(PIERHEAD), "serve", "--port", str(self.port), "--database", database.url],
            text=True, stdout=subprocess.PIPE, stderr=self.said,
            env=os.environ | UNLIMITED | (environment or {}))
        for line in self.process.stdout:
            if line.startswith("Listening on"):
                break
        else:
            self.said.seek(0)
            raise Trouble(f"the server stopped at its start with {self.process.wait()}\n{self.said.read()[-2000:]}")
        self.ready = time.monotonic() - began

    def peak_memory(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Trouble("the server did not stop within 30 seconds of SIGTERM")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()


class Made:
    """The made-up data of `pierhead bench-data`: a line for each session, with the pages that it may ask for."""

    def __init__(self, database, households: int, people: int, referrals: int, notes: int):
        answer = pierhead(
            "bench-data", "--households", households, "--people", people, "--referrals", referrals,
            "--notes", notes, database=database)
        self.pages = {}  # name: (cookie, paths)
        for line in answer.stdout.splitlines():
            if not line.startswith("{"):
                continue
            session = json.loads(line)
            for name, paths in session.get("paths", {}).items():
                self.pages[name] = (session["cookie"], paths)
            if search := session.get("search"):
                self.search_cookie, self.search_path = session["cookie"], search["path"]
                self.searches = [
                    urlencode({"form_token": search["form_token"], "words": words}) for words in search["words"]]
            if office := session.get("office"):
                self.office = (session["cookie"], office["pages"], [(form["path"], urlencode(form["fields"])) for form in office["forms"]])
            if path := session.get("programme"):
                self.programme = (session["cookie"], path)
            if note := session.get("note"):
                self.note_cookie = session["cookie"]
                paths = note["path"]
                self.note_paths = [paths] if isinstance(paths, str) else paths
                self.note_key = note.get("key_field", "key")
                fields = dict(note["fields"])
                if "form_token" in note:
                    fields.setdefault("form_token", note["form_token"])
                fields.pop(self.note_key, None)
                self.note_fields = urlencode(fields)
        if not self.pages or not getattr(self, "note_paths", None):
            raise Trouble("bench-data named no pages or no note to write")

    def note_headers(self, url: str) -> dict:
        return {
            "Cookie": self.note_cookie, "Origin": url,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def note_body(self, key: str) -> str:
        return f"{self.note_fields}&{self.note_key}={key}"


def uuid7() -> str:
    """A new id as a browser or phone makes it: 48 bits of milliseconds, then chance."""
    value = (time.time_ns() // 1_000_000) << 80 | uuid.uuid4().int & (1 << 80) - 1
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def table(rows: list) -> str:
    widths = [max(len(str(row[at])) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
