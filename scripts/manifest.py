"""The rooms of Package.swift, as `swift package dump-package` tells them."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Room:
    name: str
    kind: str  # regular, executable, test, system, plugin
    folder: Path
    rooms: list  # names of the rooms that it may use
    packages: list  # names of the products of packages that it may use
    left_out: list  # folders in it that are not its own

    def files(self):
        """Its Swift files, but those of another room inside it."""
        for path in sorted(self.folder.rglob("*.swift")):
            inside = path.relative_to(self.folder)
            if not any(inside.is_relative_to(folder) for folder in self.left_out):
                yield path


def rooms() -> list:
    """In the order of the manifest, which is the order of the map."""
    told = subprocess.run(
        ["swift", "package", "dump-package"], cwd=ROOT, text=True, check=True, stdout=subprocess.PIPE)
    found = []
    for target in json.loads(told.stdout)["targets"]:
        kind, name = target["type"], target["name"]
        parent = {"test": "Tests", "plugin": "Plugins"}.get(kind, "Sources")
        rooms, packages = [], []
        for dependency in target["dependencies"]:
            for how, words in dependency.items():
                (packages if how == "product" else rooms).append(words[0])
        found.append(Room(
            name, kind, ROOT / (target.get("path") or f"{parent}/{name}"), rooms, packages, target.get("exclude", [])))
    return found
