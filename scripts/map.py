#!/usr/bin/env python3
"""Draws the map of rooms from Package.swift between the two marks of docs/ARCHITECTURE.md.

  scripts/map.py           draws it
  scripts/map.py --check   fails when it is not current
"""

import sys

from manifest import ROOT, rooms

PAGE = ROOT / "docs/ARCHITECTURE.md"
BEGIN, END = "<!-- map: drawn by `make map` -->", "<!-- end of the map -->"


def reach(name: str, uses: dict) -> set:
    """All rooms that `name` uses, directly or through others."""
    seen, ahead = set(), list(uses[name])
    while ahead:
        if (room := ahead.pop()) not in seen:
            seen.add(room)
            ahead += uses[room]
    return seen


def drawing() -> str:
    shown = [room for room in rooms() if room.kind not in ("test", "plugin") and room.folder.is_relative_to(ROOT / "Sources")]
    uses = {room.name: [name for name in room.rooms if any(name == other.name for other in shown)] for room in shown}
    lines = ["```mermaid", "flowchart BT"]
    for title, chosen in [
        ("Features", [room for room in shown if "Features" in room.folder.parts]),
        ("Ground", [room for room in shown if "Features" not in room.folder.parts and room.name not in ("App", "pierhead")]),
    ]:
        lines.append(f"  subgraph {title}")
        lines += [f"    {room.name}" + (f"([{room.name}])" if room.kind == "system" else "") for room in chosen]
        lines.append("  end")
    for room in shown:
        # An arrow is left out where a longer way says the same.
        through = {far for near in uses[room.name] for far in reach(near, uses)}
        lines += [f"  {room.name} --> {name}" for name in uses[room.name] if name not in through]
    lines += ["```", "", "| room | may use | packages |", "|---|---|---|"]
    lines += [
        f"| {room.name} | {', '.join(uses[room.name]) or '–'} | {', '.join(room.packages) or '–'} |"
        for room in shown if room.kind != "system"
    ]
    return "\n".join(lines)


def main() -> int:
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if BEGIN not in text or END not in text:
        print(f"{PAGE.relative_to(ROOT)} needs two lines, and the map goes between them:\n{BEGIN}\n{END}", file=sys.stderr)
        return 1
    before, rest = text.split(BEGIN, 1)
    drawn = f"{before}{BEGIN}\n\n{drawing()}\n\n{END}{rest.split(END, 1)[1]}"
    if sys.argv[1:] == ["--check"]:
        if drawn != text:
            print("The map in docs/ARCHITECTURE.md is not that of Package.swift: type make map", file=sys.stderr)
        return int(drawn != text)
    PAGE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
