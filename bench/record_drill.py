"""The drill `record`: what a thief with root does to the events, and what `pierhead verify` says of it."""

import re
import sqlite3

from product import Made, Trouble, last_event, pierhead, uuid7


class RecordDrill:
    def __init__(self, drill, engine):
        self.drill = drill
        self.engine = engine

    def run(self) -> None:
        engine = self.engine
        base = engine.database("record")
        Made(base, households=20, people=60, referrals=80, notes=200)
        anchor = self.drill.folder / f"anchor-{engine.name}"
        older = base.copied("older")
        old_last = last_event(older)
        for number in range(3):
            pierhead(
                "user", "add", f"drill{number}@example.org", "--name", f"Drill {number}", "--role", "advocate",
                database=base)
        self.drill.sound(engine, "record", base, "--anchor", anchor)
        last = last_event(base)
        if not anchor.exists() or last <= old_last or last < 10:
            self.drill.line(engine, "record", "anchor written", False, f"{last} events")
            return
        middle = last // 2
        for column, kind in base.columns("events"):
            if column == "n":
                continue
            if forged := self.forged(column, kind):
                self.bad(
                    engine, base, f"changed: {column}", {middle},
                    f"UPDATE events SET {column} = {forged} WHERE n = {middle}")
        # A deleted event is named itself or by the one that no longer follows.
        self.bad(
            engine, base, "deleted", {middle, middle + 1}, f"DELETE FROM events WHERE n = {middle}")
        self.bad(
            engine, base, "deleted, the rest renumbered", {middle}, f"DELETE FROM events WHERE n = {middle}",
            f"UPDATE events SET n = -n WHERE n > {middle}", "UPDATE events SET n = -n - 1 WHERE n < 0")
        self.bad(
            engine, base, "reordered", {middle}, f"UPDATE events SET n = -n WHERE n IN ({middle}, {middle + 1})",
            f"UPDATE events SET n = CASE n WHEN -{middle} THEN {middle + 1} ELSE {middle} END WHERE n < 0")
        self.bad(
            engine, base, "inserted", {middle + 1}, f"UPDATE events SET n = -n WHERE n > {middle}",
            "UPDATE events SET n = -n + 1 WHERE n < 0", self.copy(base, middle, middle + 1))
        self.bad(engine, base, "inserted at the end", {last + 1}, self.copy(base, middle, last + 1))
        cut = last - 2
        self.bad(
            engine, base, "tail cut", set(range(cut, last + 1)), f"DELETE FROM events WHERE n >= {cut}",
            anchor=anchor)
        self.check(engine, older, "older file put back", set(range(old_last + 1, last + 1)), anchor)
        older.remove()

    @staticmethod
    def forged(column: str, kind: str) -> str:
        """Another value of the same kind and, for text, the same length, so that no CHECK is in its way."""
        if "INT" in kind:
            return f"COALESCE({column}, 0) + 1"
        if "BOOL" in kind:
            return f"NOT {column}"
        if kind == "BYTEA":
            return f"set_byte({column}, 0, 255 - get_byte({column}, 0))"
        if "BLOB" in kind:
            return f"randomblob(length({column}))"
        if kind.startswith("TIMESTAMP WITH"):  # PostgreSQL's name of the type
            return f"{column} + interval '1 second'"
        if "JSON" in kind:
            return "'{\"forged\": 1}'"
        # Text (and SQLite's instants and days, which are text): the last letter or digit becomes another.
        end = f"substr({column}, length({column}), 1)"
        return (
            f"CASE WHEN {column} IS NULL OR {column} = '' THEN 'x' ELSE"
            f" substr({column}, 1, length({column}) - 1) || CASE {end} WHEN 'Z' THEN 'Y' WHEN '1' THEN '2' ELSE '1' END END")

    @staticmethod
    def copy(base, number: int, to: int) -> str:
        """Event `number` once more as event `to`, with an id of its own where events have one."""
        names = [name for name, _ in base.columns("events")]
        values = [str(to) if name == "n" else f"'{uuid7()}'" if name == "id" else name for name in names]
        return f"INSERT INTO events ({', '.join(names)}) SELECT {', '.join(values)} FROM events WHERE n = {number}"

    def bad(self, engine, base, what: str, numbers: set, *statements: str, anchor=None) -> None:
        copy = base.copied("forged")
        try:
            copy.tamper(*statements)
        except (sqlite3.IntegrityError, Trouble) as refusal:
            if "constraint" not in str(refusal):
                raise
            self.drill.line(engine, "record", what, True, f"the database itself refuses: {str(refusal).splitlines()[0]}")
        else:
            self.check(engine, copy, what, numbers, anchor)
        copy.remove()

    def check(self, engine, database, what: str, numbers: set, anchor=None) -> None:
        words = ["--anchor", anchor] if anchor else []
        answer = pierhead("verify", *words, database=database, good=range(256))
        said = answer.stdout + answer.stderr
        named = re.search(r"^event (\d+): (.+)", said, re.MULTILINE)
        good = answer.returncode == 1 and named is not None and int(named[1]) in numbers
        wanted = "" if good else f" (status {answer.returncode}, wanted event {min(numbers)})"
        self.drill.line(engine, "record", what, good, (named[0] if named else said.strip()[:80]) + wanted)
