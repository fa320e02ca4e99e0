#!/usr/bin/env python3
"""Checks the rules of the house that the compiler does not. A line may break a rule where a comment on it, or just
above it, says why: `// tidy: the reason`."""

import hashlib
import re
import sys
from pathlib import Path

from manifest import ROOT, Room, rooms
from swiftcode import parts

EVERYONE = {"Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc"}
ENGINES = {"GRDB", "GRDBSQLite", "CPostgres"}
MOST_LINES = 400
GENERATED = "scripts/embed.py"

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|typealias|func|var|let)\s+)?(\w+)")
CLOCK = re.compile(
    r"\bDate\(\)|\b[A-Z]\w*(?:\(\))?\.now\b|(?<![\w)\]?!.])\.now\b|\b(?:clock_gettime|gettimeofday|NSDate|CFAbsoluteTimeGetCurrent)\b")
SLEEP = re.compile(r"\bTask(?:<[^>]*>)?\.sleep\b|\b(?:usleep|nanosleep|Thread\.sleep)\b")
HIDING = re.compile(r"\btry\?")
SQL = re.compile(r"\bSELECT\s|\bINSERT INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE FROM\b")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


class Tidy:
    def __init__(self):
        self.complaints = []

    def complain(self, path: Path, line: int, words: str) -> None:
        self.complaints.append(f"{path.relative_to(ROOT)}:{line}: {words}")

    def check_map(self, all_rooms: list) -> None:
        """A room uses only what stands above it, and only Database knows an engine."""
        manifest = ROOT / "Package.swift"
        above = set()
        for room in all_rooms:
            if room.kind != "test":
                for name in [name for name in room.rooms if name not in above]:
                    self.complain(manifest, 1, f"{room.name} uses {name}, which does not stand above it")
                for name in ENGINES.intersection(room.rooms + room.packages):
                    if room.name != "Database":
                        self.complain(manifest, 1, f"{room.name} uses {name}, which only Database may know")
            above.add(room.name)

    def check_room(self, room: Room) -> None:
        allowed = EVERYONE | set(room.rooms) | set(room.packages)
        if room.kind == "test" or room.name == "Support":
            allowed.add("Testing")
        for path in room.files():
            source = self.read(path)
            if source is None:
                continue
            if GENERATED in source[:500].lower():
                continue
            code, text, comments = parts(source)
            for number, line in enumerate(code, 1):
                if (found := IMPORT.match(line)) and found[1] not in allowed:
                    self.complain(path, number, f"imports {found[1]}, which the map does not allow {room.name}")
            if room.kind in ("regular", "executable") and path.is_relative_to(ROOT / "Sources"):
                self.check_lines(path, code, text, comments)

    def check_lines(self, path: Path, code: list, text: list, comments: list) -> None:
        is_clock = path == ROOT / "Sources/Core/Instant.swift"
        for number, line in enumerate(code, 1):
            reason = comments[number - 1] + (comments[number - 2] if number > 1 else "")
            if "tidy:" in reason:
                continue
            if CLOCK.search(line) and not is_clock:
                self.complain(path, number, "asks the machine for the time; let a Wall be handed in")
            if SLEEP.search(line) and not is_clock:
                self.complain(path, number, "sleeps; say why in a comment with tidy:")
            if HIDING.search(line) and "//" not in reason:
                self.complain(path, number, "try? hides a fault; throw it, or say why in a comment")
            if SQL.search(text[number - 1]) and not self.may_hold_sql(path):
                self.complain(path, number, "SQL stands in Store files and in Database only")

    @staticmethod
    def may_hold_sql(path: Path) -> bool:
        inside = path.relative_to(ROOT / "Sources").parts
        return inside[0] in ("Database", "Schema") or "Store" in inside[-1] or "Store" in inside

    def check_length(self, path: Path) -> None:
        lines = (self.read(path) or "").split("\n")
        head = "\n".join(lines[:6]).lower()
        if len(lines) > MOST_LINES and "long because" not in head and GENERATED not in head:
            self.complain(path, len(lines), f"over {MOST_LINES} lines; split it, or say at its top: Long because …")

    def check_migrations(self) -> None:
        folder = ROOT / "Sources/Schema/SQL"
        numbers = {}
        for path in sorted(folder.glob("*.sql")):
            if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.sql", path.name):
                self.complain(path, 1, "a migration is named NNNN-noun.sql")
            elif other := numbers.setdefault(path.name[:4], path.name):
                if other != path.name:
                    self.complain(path, 1, f"has the number of {other}")
        released = folder / "checksums.txt"
        if released.exists():
            for line in released.read_text().split("\n"):
                if not line.strip() or line.startswith("#"):
                    continue
                sum, name = line.split()
                path = folder / name
                if not path.exists():
                    self.complain(released, 1, f"{name} was released and is gone")
                elif hashlib.sha256(path.read_bytes()).hexdigest() != sum:
                    self.complain(path, 1, "was released and must never change: write a new migration")

    def check_links(self) -> None:
        pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for path in pages:
            for number, line in enumerate((self.read(path) or "").split("\n"), 1):
                for target in LINK.findall(line):
                    plain = target.split("#")[0]
                    if plain and "://" not in target and not target.startswith("mailto:"):
                        if not (path.parent / plain).exists():
                            self.complain(path, number, f"links to {target}, which is not there")

    def read(self, path: Path) -> "str | None":
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            complaint = f"{path.relative_to(ROOT)}:1: is not UTF-8"
            if complaint not in self.complaints:
                self.complaints.append(complaint)
            return None


def main() -> int:
    tidy = Tidy()
    all_rooms = rooms()
    tidy.check_map(all_rooms)
    for room in all_rooms:
        tidy.check_room(room)
    for pattern in ["Sources/**/*.swift", "Tests/**/*.swift", "Tests/**/*.py", "bench/**/*.py", "scripts/*"]:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                tidy.check_length(path)
    tidy.check_migrations()
    tidy.check_links()
    for complaint in tidy.complaints:
        print(complaint)
    print(f"tidy: {len(tidy.complaints)} complaints" if tidy.complaints else "tidy: nothing to complain about")
    return 1 if tidy.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
