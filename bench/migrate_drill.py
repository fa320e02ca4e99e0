"""Migrations that are killed: whatever ends `pierhead migrate`, the database has the old schema or the new one, whole.

Databases of five older schemas hold made-up people, households, notes and their record. `pierhead migrate` is killed (-9) at
random moments; on SQLite the power also fails while it writes, as often again. After each: the schema is the old one, and
the program says so, or the new one; every row of before stands as it was; `migrate` given again completes, and the record
verifies. Programs that migrate at once do it once. What a newer Pierhead wrote is refused with 78, and stays as it is.
"""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from disk import Disk, records, under, watching
from product import PIERHEAD, ROOT, UNLIMITED, Made, SQLiteDatabase, count, last_event, pierhead

VERSIONS = [6, 12, 16, 19]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "Sources/Schema/SQL").glob("*.sql"))]
NEWEST = len(TEXTS)
REFUSED = 78
# What only migrations write: an older schema has the rows that its own put there.
WRITTEN = ["programme_kinds"]


def later_verbs(version: int) -> list:
    """Verbs that later migrations grant: an older database has none of them."""
    grants = [text for text in re.split(r";\s*\n", "\n".join(TEXTS[version:])) if "INSERT INTO role_grants" in text]
    return sorted({word for text in grants for word in re.findall(r"'(\w+)'", text)} - {"all", "district", "own"})


def shared(old: dict, new: dict, version: int) -> list:
    """Statements that fill an older schema with what a new database holds, as far as it has a place for it. They name the
    schemas `old` and `new`."""
    verbs = ", ".join(f"'{verb}'" for verb in later_verbs(version)) or "''"
    statements = []
    for table, columns in old.items():
        if table not in new or table in WRITTEN:
            continue
        names = ", ".join(f'"{column}"' for column in columns if column in new[table])
        where = f" WHERE verb NOT IN ({verbs})" if table == "role_grants" else ""
        statements += [f"DELETE FROM old.{table}", f"INSERT INTO old.{table} ({names}) SELECT {names} FROM new.{table}{where}"]
    return statements + [f"UPDATE old.installation SET schema_version = {version}"]


class SQLiteFacts:
    """What a SQLite database holds, read past the program."""

    @staticmethod
    def older(filled, version: int):
        database = SQLiteDatabase(filled.path.with_name(f"older-{version}.sqlite"))
        database.remove()
        connection = sqlite3.connect(database.path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("ATTACH ? AS new", [str(filled.path)])
        connection.executescript(re.sub(r"/\* SQLite: (.+?) \*/", r"\1", "\n".join(TEXTS[:version])))
        tables = {
            schema: {
                name: [row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({name})")] for (name,) in
                connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()}
            for schema in ("main", "new")}
        connection.execute("BEGIN")
        for statement in shared(tables["main"], tables["new"], version):
            connection.execute(statement.replace("old.", "main."))
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA application_id = {0x50494552}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        return database

    @staticmethod
    def schema(database) -> tuple:
        version = database.rows("PRAGMA user_version")[0][0]
        return version, tuple(database.rows("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"))

    @staticmethod
    def tables(database) -> dict:
        names = database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        return {name: [column for column, _ in database.columns(name)] for (name,) in names}

    @staticmethod
    def contents(database, selections: dict) -> dict:
        return {
            table: hashlib.sha256(repr(sorted(map(repr, database.rows(sql)))).encode()).hexdigest()
            for table, sql in selections.items()}

    @staticmethod
    def quiet(database) -> None:
        """A process that is gone does nothing any more."""

    @staticmethod
    def newer(database) -> None:
        database.tamper(
            f"PRAGMA user_version = {NEWEST + 1}", f"UPDATE installation SET schema_version = {NEWEST + 1}")

    @staticmethod
    def untouched(database) -> tuple:
        names = [path.name for path in database.path.parent.glob(database.path.name + "-*")]
        return database.path.read_bytes(), names


class PostgresFacts:
    """The same of a PostgreSQL database."""

    @staticmethod
    def older(filled, version: int):
        database = filled.copied(f"older_{version}")
        run = lambda *statements: database.server.superuser(*statements, database=database.name)
        run("ALTER SCHEMA public RENAME TO new", "SET ROLE pierhead", "CREATE SCHEMA old", "SET search_path = old", *TEXTS[:version])
        found = {"old": {}, "new": {}}
        for schema, table, column in run(
                "SELECT table_schema, table_name, column_name FROM information_schema.columns"
                " WHERE table_schema IN ('old', 'new') ORDER BY ordinal_position"):
            found[schema].setdefault(table, []).append(column)
        run("SET session_replication_role = replica", *shared(found["old"], found["new"], version))
        run("DROP SCHEMA new CASCADE", "ALTER SCHEMA old RENAME TO public", "VACUUM ANALYZE")
        return database

    @staticmethod
    def schema(database) -> tuple:
        version = count(database, "SELECT schema_version FROM installation")
        return version, tuple(database.rows(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
            " UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3, 4"))

    @staticmethod
    def tables(database) -> dict:
        found = {}
        for table, column in database.rows(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " ORDER BY table_name, ordinal_position"):
            found.setdefault(table, []).append(column)
        return found

    @staticmethod
    def contents(database, selections: dict) -> dict:
        return dict(database.rows(" UNION ALL ".join(
            f"SELECT '{table}', md5(COALESCE(string_agg(line, '|' ORDER BY line), '')) FROM"
            f" (SELECT md5(found::text) AS line FROM ({sql}) AS found) AS lines" for table, sql in selections.items())))

    @staticmethod
    def quiet(database) -> None:
        """What a process had sent before it was killed PostgreSQL still does."""
        end = time.monotonic() + 60
        others = f"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{database.name}' AND pid <> pg_backend_pid()"
        while count(database, others) and time.monotonic() < end:
            time.sleep(0.02)

    @staticmethod
    def newer(database) -> None:
        database.tamper(f"UPDATE installation SET schema_version = {NEWEST + 1}")

    @staticmethod
    def untouched(database) -> tuple:
        tables = PostgresFacts.tables(database)
        return PostgresFacts.schema(database), PostgresFacts.contents(database, {name: f"SELECT * FROM {name}" for name in tables})


class Older:
    """A filled database of an older schema, and what it must be before and after."""

    def __init__(self, facts, filled, version: int):
        self.facts, self.version = facts, version
        self.base = facts.older(filled, version)
        self.last = last_event(self.base)
        self.old = facts.schema(self.base)
        # What a migration is meant to change: grants and kinds are added, the version moves, the index of names is written anew.
        self.rows = {
            table: f"SELECT {', '.join(columns)} FROM {table}" + (f" WHERE n <= {self.last}" if table == "events" else "")
            for table, columns in facts.tables(self.base).items()
            if table not in ("role_grants", "installation", "event_head", *WRITTEN) and not table.startswith("search_")}
        self.kept = facts.contents(self.base, self.rows)
        undisturbed = self.base.copied(f"new{version}")
        began = time.monotonic()
        pierhead("migrate", database=undisturbed)
        self.seconds = time.monotonic() - began
        self.new = facts.schema(undisturbed)
        self.all = {
            table: f"SELECT {', '.join(columns)} FROM {table}" for table, columns in facts.tables(undisturbed).items()
            if table not in ("events", "event_head")}
        self.whole = facts.contents(undisturbed, self.all)
        undisturbed.remove()

    def state(self, database) -> str:
        """`old`, `new`, or in words what it is instead."""
        schema = self.facts.schema(database)
        if schema not in (self.old, self.new):
            return f"neither schema {self.version} nor {NEWEST}, but {schema[0]}"
        contents = self.facts.contents(database, self.rows)
        if lost := [table for table in self.rows if contents[table] != self.kept[table]]:
            return f"rows of {', '.join(lost)} are not as they were"
        return "old" if schema == self.old else "new"

    def trouble(self, database, state: str) -> str:
        """What is wrong with a database in this state, or with what becomes of it when `migrate` is given again."""
        answer = pierhead("verify", database=database, good=range(256))
        if state == "old" and (answer.returncode != REFUSED or "`pierhead migrate`" not in answer.stderr):
            return f"an old schema was not refused: {answer.returncode} {answer.stderr.strip()}"
        if state == "new" and answer.returncode != 0:
            return f"the record: {(answer.stdout + answer.stderr).strip()}"
        if (again := pierhead("migrate", database=database, good=range(256))).returncode != 0:
            return f"migrate again: {again.returncode} {again.stderr.strip()}"
        if self.facts.schema(database) != self.new or self.facts.contents(database, self.all) != self.whole:
            return "migrate again did not complete"
        if (answer := pierhead("verify", database=database, good=range(256))).returncode != 0:
            return f"the record after migrate: {(answer.stdout + answer.stderr).strip()}"
        told = count(database, f"SELECT COUNT(*) FROM events WHERE n > {self.last}")
        return "" if told == NEWEST - self.version else f"{told} events tell of it, not {NEWEST - self.version}"


class MigrateDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.facts = SQLiteFacts if engine.name == "SQLite" else PostgresFacts

    def run(self) -> None:
        filled = self.engine.database("filled")
        Made(filled, households=200, people=1500, referrals=2000, notes=2000)
        self.filled = filled
        self.olders = []
        for version in sorted({*VERSIONS, NEWEST - 1}):
            self.say(f"{self.engine.name}: a database of schema {version}")
            self.olders.append(Older(self.facts, filled, version))
        self.kills()
        if self.engine.name == "SQLite":
            self.power()
        self.together()
        self.newer()
        for older in self.olders:
            older.base.remove()
        filled.remove()

    def judged(self, older: Older, database, seen: dict, wrong: list) -> None:
        self.facts.quiet(database)
        state = older.state(database)
        seen[state if state in ("old", "new") else "neither"] += 1
        if trouble := (older.trouble(database, state) if state in ("old", "new") else state):
            wrong.append(trouble)
            self.say(f"{self.engine.name}: schema {older.version}: {trouble}")

    def line(self, what: str, seen: dict, wrong: list, note: str = "") -> None:
        words = ", ".join(f"{state} {amount}" for state, amount in seen.items())
        self.drill.line(
            self.engine, "migrate", what, not wrong and seen["neither"] == 0 and seen["old"] > 0,
            f"left: {words}; " + (f"{len(wrong)} wrong: {wrong[0][:90]}" if wrong else "each then completed") + note)

    def kills(self) -> None:
        seen, wrong, kills = {"old": 0, "new": 0, "neither": 0}, [], self.drill.options.migrate_kills
        for number in range(kills):
            older = self.olders[number % len(self.olders)]
            database = older.base.copied("killed")
            moment = self.drill.chance.uniform(0.01, 1.1) * older.seconds
            command = subprocess.Popen(
                [str(PIERHEAD), "migrate", "--database", database.url],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | UNLIMITED)
            try:
                command.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                command.kill()
                command.wait()
            self.judged(older, database, seen, wrong)
            database.remove()
            if number % 10 == 9:
                self.say(f"{self.engine.name}: migration {number + 1} of {kills} killed")
        times = [older.seconds for older in self.olders]
        self.line(f"{kills} kills, schemas {self.olders[0].version} to {NEWEST - 1}", seen, wrong,
                  f"; undisturbed {min(times):.2f} to {max(times):.2f} s")

    def power(self) -> None:
        """Half of the disks hold what a power cut leaves, half each write up to one: a kill just before the next."""
        seen, wrong, images = {"old": 0, "new": 0, "neither": 0}, [], self.drill.options.migrate_images
        chance = self.drill.chance
        for number, older in enumerate(self.olders):
            folder, trace = self.engine.folder / "migrating", self.engine.folder / "migrating.trace"
            folder.mkdir()
            database = SQLiteDatabase(folder / "power.sqlite")
            shutil.copy(older.base.path, database.path)
            disk = Disk(folder, random.Random(chance.random()))
            with under(watching(folder, trace)):
                pierhead("migrate", database=database)
            found, share = records(trace), images // len(self.olders)
            moments = sorted([chance.randrange(len(found)) for _ in range(share - 1)] + [len(found)])
            at = 0
            for index, moment in enumerate(moments):
                while at < moment:
                    disk.step(at, found[at])
                    at += 1
                image = SQLiteDatabase(self.engine.folder / "image" / "power.sqlite")
                if index % 2 == 0 or moment == len(found):
                    disk.cut(random.Random(chance.random()), image.path.parent)
                else:
                    everything(disk, image.path.parent)
                if moment == len(found) and (state := older.state(image)) != "new":
                    wrong.append(f"what was acknowledged is lost: {state}")
                self.judged(older, image, seen, wrong)
                shutil.rmtree(image.path.parent)
            shutil.rmtree(folder)
            trace.unlink()
            self.say(f"{self.engine.name}: the power fails while schema {older.version} is brought up to date: {len(found)} writes")
        self.line(f"{images // len(self.olders) * len(self.olders)} disks without power", seen, wrong)

    def together(self) -> None:
        """Three at once. On SQLite one holds the file, and the others may be refused."""
        wrong, done, rounds = [], 0, 5
        for number in range(rounds):
            older = self.olders[number % len(self.olders)]
            database = older.base.copied("together")
            commands = [
                subprocess.Popen(
                    [str(PIERHEAD), "migrate", "--database", database.url], text=True, stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE, env=os.environ | UNLIMITED) for _ in range(3)]
            said = [command.communicate()[1].strip() for command in commands]
            done += sum(command.returncode == 0 for command in commands)
            may = {0, REFUSED} if self.engine.name == "SQLite" else {0}
            for command, words in zip(commands, said):
                if command.returncode not in may:
                    wrong.append(f"{command.returncode}: {words}")
            state = older.state(database)
            if trouble := (older.trouble(database, state) if state == "new" else state):
                wrong.append(trouble)
            database.remove()
        self.drill.line(
            self.engine, "migrate", f"3 at once, {rounds} times", not wrong and done >= rounds,
            f"each migrated once; {done} of {rounds * 3} say that it is up to date" if not wrong else f"{len(wrong)} wrong: {wrong[0][:90]}")

    def newer(self) -> None:
        database = self.filled.copied("newer")
        self.facts.newer(database)
        key = self.drill.folder / f"newer-{self.engine.name}.key"
        pierhead("backup-key", key)
        before, bad = self.facts.untouched(database), []
        file = key.with_suffix(".csv")
        file.write_text("reference\n", encoding="utf-8")
        for words in [
                ["migrate"], ["serve", "--port", "0"], ["verify"], ["backup", key.with_suffix(".backup"), "--key", f"{key}.public"],
                ["user", "list"], ["user", "add", "a@example.org", "--name", "A Example", "--role", "advocate"],
                ["import", "referrals", file]]:
            answer = pierhead(*words, database=database, good=range(256))
            if answer.returncode != REFUSED or "newer Pierhead" not in answer.stderr:
                bad.append(f"{' '.join(map(str, words[:2]))} ended with {answer.returncode}: {answer.stderr.strip()}")
        touched = self.facts.untouched(database) != before
        self.drill.line(
            self.engine, "migrate", "what a newer Pierhead wrote", not bad and not touched,
            (bad[0][:90] if bad else "7 commands refused with 78") + (", and it was changed" if touched else ", untouched"))
        database.remove()


def everything(disk: Disk, into: Path) -> None:
    """What the files hold as a program that goes on would read them: each write so far, in its order."""
    into.mkdir()
    for name, file in disk.seen.items():
        content = bytearray(file.durable)
        for offset, data in file.pending:
            file.apply(content, offset, data)
        (into / name).write_bytes(content)


def migrate(drill, engine, say) -> None:
    MigrateDrill(drill, engine, say).run()
