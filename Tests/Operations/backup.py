#!/usr/bin/env python3
"""Follows docs/operations/backup.md as it stands there, step by step, beside a server that people write to; then the same way back
into PostgreSQL where there is one."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "API"))
from roles import ROOT, Server, SQLite, account

PIERHEAD = Path(os.environ["PIERHEAD_BINARY"]).resolve()


def main() -> int:
    guide = (ROOT / "docs/operations/backup.md").read_text(encoding="utf-8")
    steps = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    failed = 0 if len(steps) == 4 else 1
    with tempfile.TemporaryDirectory(prefix="pierhead-backup-") as name:
        folder = Path(name)
        for place in ["bin", "SAFE", "BACKUPS", "NEW", "server"]:
            (folder / place).mkdir()
        (folder / "bin/pierhead").symlink_to(PIERHEAD)
        database = SQLite(folder / "server").database("live")
        account(database, "advocate")
        environment = os.environ | {place: str(folder / place) for place in ["SAFE", "BACKUPS", "NEW"]} | {
            "PATH": f"{folder}/bin:{os.environ['PATH']}", "PIERHEAD_DATABASE": database.url}

        def run(step: str) -> subprocess.CompletedProcess:
            return subprocess.run(
                ["bash", "-euc", step], cwd=folder / "server", env=environment, text=True, capture_output=True)

        with Server(database):
            for step in steps:
                done = run(step)
                if done.returncode != 0:
                    failed += 1
                    print(f"{step}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        for what, step in {
            "who could sign in still can": f'pierhead user list --database "sqlite:$NEW/pierhead.sqlite" | grep -q advocate',
            "the server's key came back": "cmp live.sqlite.key $NEW/pierhead.sqlite.key",
            "the anchor was kept": "test -s $SAFE/pierhead.anchor",
            "a second restore is refused":
                'pierhead restore $BACKUPS/*.backup --database "sqlite:$NEW/pierhead.sqlite" --key $SAFE/pierhead-backup.key'
                " 2>&1 && exit 1 || test $? = 78",
            "a restore that is refused leaves no key behind":
                'PIERHEAD_KEY_FILE=$NEW/other.key pierhead restore $BACKUPS/*.backup --database "sqlite:$NEW/pierhead.sqlite"'
                " --key $SAFE/pierhead-backup.key && exit 1 || test $? = 78 && ! test -e $NEW/other.key",
            "the public half opens nothing":
                "pierhead restore $BACKUPS/*.backup --dry-run --key pierhead-backup.key.public && exit 1 || test $? = 2",
            "a backup overwrites nothing":
                "pierhead backup $(ls $BACKUPS/*.backup) --key pierhead-backup.key.public && exit 1 || test $? = 2",
        }.items():
            done = run(step)
            if done.returncode != 0:
                failed += 1
                print(f"{what}: {step}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(f"{len(steps)} steps of the backup drill followed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
