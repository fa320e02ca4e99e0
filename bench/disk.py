"""A disk that loses its power, made of what a program wrote.

`shims/disk.c` writes down, in order, what a program writes into one folder. `Disk` goes through that, and says at any
moment what a disk may hold if the power fails then: what was synced stands; of everything later each write is there,
or not, or in part, by sectors of 512 bytes, whatever was written before or after it. Names are kept by syncing their folder.
See docs/decisions/0030-power-cuts-by-replay.md.
"""

import contextlib
import mmap
import os
import random
import struct
import subprocess
from pathlib import Path

from product import ROOT, Trouble

CREATE, WRITE, TRUNCATE, UNLINK, RENAME, SYNC_BEGINS, SYNC_ENDS = range(1, 8)
FOLDER = 0  # what a sync of the folder names in place of a file
SECTOR = 512
# Made anew at each start, so nobody misses them.
QUIET = ("-shm", ".lock", ".socket")
HEAD = struct.Struct("=5Q")


def shim(name: str) -> Path:
    """A shim of ours, compiled when it is older than its source."""
    source, made = ROOT / f"bench/shims/{name}.c", ROOT / f".build/{name}-shim.so"
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        answer = subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", made, source, "-ldl", "-lpthread"],
            text=True, capture_output=True)
        if answer.returncode != 0:
            raise Trouble(f"the shim {name} can't be built: {answer.stderr[-2000:]}")
    return made


def watching(folder: Path, trace: "Path | None" = None, fail: str = "", mark: "Path | None" = None) -> dict:
    """The environment of a program whose writes into a folder are written down, or fail."""
    words = {"LD_PRELOAD": str(shim("disk")), "DISK_FOLDER": str(folder)}
    if trace:
        words["DISK_TRACE"] = str(trace)
    if fail:
        words["DISK_FAIL"] = fail
    if mark:
        words["DISK_MARK"] = str(mark)
    return words


@contextlib.contextmanager
def under(words: dict):
    """All programs started in it have this environment."""
    os.environ.update(words)
    try:
        yield
    finally:
        for name in words:
            os.environ.pop(name, None)


class Record:
    __slots__ = ("time", "kind", "inode", "offset", "bytes")

    def __init__(self, time, kind, inode, offset, data):
        self.time, self.kind, self.inode, self.offset, self.bytes = time, kind, inode, offset, data


def records(trace: Path) -> list:
    """Everything that was written down. Bytes are views of the file, so that it may be large."""
    with open(trace, "rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found, at = [], 0
    while at + HEAD.size <= len(view):
        time, kind, inode, offset, length = HEAD.unpack_from(view, at)
        at += HEAD.size
        found.append(Record(time, kind, inode, offset, view[at:at + length]))
        at += length
    return found


class File:
    def __init__(self, content: bytes = b""):
        self.durable = bytearray(content)
        self.pending = []  # (offset, bytes), or (size, None) for a cut

    @staticmethod
    def apply(content: bytearray, offset: int, data) -> None:
        if data is None:
            del content[offset:]
            content.extend(bytes(offset - len(content)))
        else:
            if len(content) < offset:
                content.extend(bytes(offset - len(content)))
            content[offset:offset + len(data)] = data


class Disk:
    """Goes through a trace. `syncs(index)` says whether the sync that the record at this index ends counts at all."""

    def __init__(self, folder: Path, chance: random.Random, syncs=lambda index: True):
        self.chance = chance
        self.syncs = syncs
        self.names, self.by_inode, self.begun = {}, {}, {}
        self.name_changes = []  # each a list of (name, file), or (name, None) where it is gone
        self.seen = {}  # names as a running program sees them
        for path in folder.iterdir() if folder.exists() else []:
            if path.is_file() and not path.name.endswith(QUIET):
                file = File(path.read_bytes())
                self.names[path.name] = self.seen[path.name] = self.by_inode[path.stat().st_ino] = file

    def rename(self, *change: tuple) -> None:
        self.name_changes.append(change)
        self.settle(self.seen, change)

    def step(self, index: int, record: Record) -> None:
        if record.kind == CREATE:
            self.by_inode[record.inode] = file = File()
            self.rename((bytes(record.bytes).decode(), file))
        elif record.kind == WRITE:
            self.by_inode[record.inode].pending.append((record.offset, record.bytes))
        elif record.kind == TRUNCATE:
            self.by_inode[record.inode].pending.append((record.offset, None))
        elif record.kind == UNLINK:
            self.rename((bytes(record.bytes).decode(), None))
        elif record.kind == RENAME:
            old, new = bytes(record.bytes).decode().split("/")
            self.rename((new, self.seen[old]), (old, None))
        elif record.kind == SYNC_BEGINS:
            changes = self.name_changes if record.inode == FOLDER else self.by_inode[record.inode].pending
            self.begun[record.inode, record.offset >> 1] = len(changes)
        elif record.kind == SYNC_ENDS:
            covered = self.begun.pop((record.inode, record.offset >> 1))
            if self.syncs(index):
                self.synced(record.inode, covered, bool(record.offset & 1))

    def synced(self, inode: int, covered: int, failed: bool) -> None:
        """What a sync covers stands from now on. Where it failed, the system takes those pages for clean: each stands or
        is lost for good, and no later sync brings it back unless it is written again."""
        keep = lambda: not failed or self.chance.random() < 0.3
        if inode == FOLDER:
            for change in self.name_changes[:covered]:
                if keep():
                    self.settle(self.names, change)
            del self.name_changes[:covered]
        else:
            file = self.by_inode[inode]
            for offset, data in file.pending[:covered]:
                if keep():
                    File.apply(file.durable, offset, data)
            del file.pending[:covered]

    @staticmethod
    def settle(names: dict, change: tuple) -> None:
        for name, file in change:
            if file:
                names[name] = file
            else:
                names.pop(name, None)

    def cut(self, chance: random.Random, into: Path) -> None:
        """The power fails now: what the disk holds, as files in a new folder."""
        names, share = dict(self.names), chance.choice([0, 0.2, 0.5, 0.8, 1])
        # Disks with a journal keep the order of names; those without keep any of them.
        if chance.random() < 0.5:
            kept = self.name_changes[:chance.randint(0, len(self.name_changes))]
        else:
            kept = [change for change in self.name_changes if chance.random() < 0.5]
        for change in kept:
            self.settle(names, change)
        into.mkdir()
        for name, file in names.items():
            content = bytearray(file.durable)
            for offset, data in file.pending:
                self.perhaps(content, offset, data, share, chance)
            (into / name).write_bytes(content)

    @staticmethod
    def perhaps(content: bytearray, offset: int, data, share: float, chance: random.Random) -> None:
        draw = chance.random()
        if data is None:
            if draw < share:
                File.apply(content, offset, None)
        elif draw < share * 0.8:
            File.apply(content, offset, data)
        elif draw < share:
            # Torn: some of its sectors.
            at = 0
            while at < len(data):
                end = min(len(data), at + SECTOR - (offset + at) % SECTOR)
                if chance.random() < 0.5:
                    File.apply(content, offset + at, data[at:end])
                at = end
        elif offset + len(data) > len(content) and chance.random() < 0.3:
            # The file has grown, and what was to stand there has not come: nothing, or something else.
            missing = offset + len(data) - len(content)
            content.extend(bytes(missing) if chance.random() < 0.5 else chance.randbytes(missing))
