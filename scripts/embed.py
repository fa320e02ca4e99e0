#!/usr/bin/env python3
"""Writes files into Swift source, so that they travel inside the binary.

    scripts/embed.py          writes what is out of date
    scripts/embed.py --check  writes nothing; fails if anything is out of date

Assets become Sources/HTML/AssetTexts.swift, the schema Sources/Schema/SchemaTexts.swift, reference data
Sources/Schema/ReferenceTexts.swift. String literals, because SwiftPM's own embedding compiles slowly.
"""

import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASSETS = ROOT / "Sources/HTML/Assets"
SCHEMA = ROOT / "Sources/Schema"
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEAD = "// Written by scripts/embed.py from {source}. Change that, then run the script.\n// swift-format-ignore-file\n\n"


def literal(text, margin=""):
    """A raw multi-line literal whose value is exactly the text."""
    marks = [len(found) for found in re.findall(r'(?:"""|\\)(#*)', text)]
    fence = "#" * (max(marks, default=0) + 1)
    if "\r" in text or "\0" in text:
        raise SystemExit("a text to embed holds a carriage return or a zero byte")
    lines = "\n".join(margin + line if line else "" for line in text.split("\n"))
    return f'{fence}"""\n{lines}\n{margin}"""{fence}'


def assets():
    """AssetTexts.swift: each asset by its own name, and all of them."""
    members, names = [], []
    for path in files(ASSETS, *CONTENT_TYPES):
        text = path.read_text(encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        member = path.stem + path.suffix[1:].upper()
        names.append(member)
        members.append(
            f"  static let {member} = Asset(\n"
            f'    name: "{path.stem}.{digest}{path.suffix}",\n'
            f'    contentType: "{CONTENT_TYPES[path.suffix]}",\n'
            f"    text: {literal(text)})\n")
    return (
        HEAD.format(source="Sources/HTML/Assets")
        + "/// The files of `Assets`, named by the hash of their text.\nenum AssetTexts {\n"
        + "\n".join(members)
        + f"\n  static let all: [Asset] = [{', '.join(names)}]\n}}\n")


def schema():
    """SchemaTexts.swift: the migrations in order of their names, each number once."""
    seen, rows = {}, []
    for path in files(SCHEMA / "SQL", ".sql"):
        found = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.sql", path.name)
        if not found:
            raise SystemExit(f"{path.name}: a migration is named like 0001-accounts.sql")
        if found[1] in seen:
            raise SystemExit(f"{path.name} and {seen[found[1]]} have one number")
        seen[found[1]] = path.name
        rows.append(f'    ("{path.stem}", {literal(path.read_text(encoding="utf-8"))}),\n')
    return (
        HEAD.format(source="Sources/Schema/SQL")
        + "/// The whole schema in order: the files of `SQL`.\npackage enum SchemaTexts {\n"
        + "  package static let migrations: [(name: String, text: String)] = [\n"
        + "".join(rows) + "  ]\n}\n")


def reference():
    """ReferenceTexts.swift: reference data by file name."""
    rows = [
        f'    "{path.name}": {literal(path.read_text(encoding="utf-8"))},\n'
        for path in files(SCHEMA / "Reference", ".csv", ".txt")]
    return (
        HEAD.format(source="Sources/Schema/Reference")
        + "/// Reference data: the files of `Reference`, by name.\npackage enum ReferenceTexts {\n"
        + "  package static let files: [String: String] = ["
        + ("\n" + "".join(rows) + "  ]" if rows else ":]") + "\n}\n")


def files(folder, *endings):
    """The folder's files with one of the endings, sorted by name."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if p.suffix in endings), key=lambda p: p.name)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        raise SystemExit(__doc__)
    targets = {
        ROOT / "Sources/HTML/AssetTexts.swift": (ASSETS, assets),
        SCHEMA / "SchemaTexts.swift": (SCHEMA / "SQL", schema),
        SCHEMA / "ReferenceTexts.swift": (SCHEMA / "Reference", reference),
    }
    stale = []
    for path, (source, write) in targets.items():
        if not source.is_dir():
            continue
        text = write()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if not sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
    if stale and sys.argv[1:]:
        raise SystemExit("out of date, run scripts/embed.py: " + ", ".join(stale))
    for name in stale:
        print("wrote", name)


if __name__ == "__main__":
    main()
