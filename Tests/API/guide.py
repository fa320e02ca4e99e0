#!/usr/bin/env python3
"""Runs the examples of docs/guide/api.md, as they stand there, against a server of made-up data, and holds the answers
against what the guide says."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from roles import ROOT, Server, SQLite, account

WANTED = {
    "/api/v1/me": lambda answer: answer["roles"] == ["referrer"],
    "/api/v1/referrals": lambda answer: answer["result"] == "accepted" and len(answer["id"]) == 36,
    "/api/v1/referrals?limit=50": lambda answer: [item["progress"] for item in answer["items"]] == ["received"],
    "/api/v1/programme/projects": lambda answer: answer["version"] == 1 and len(answer["id"]) == 36,
    "/api/v1/programme/projects?limit=50": lambda answer: [item["name"] for item in answer["items"]] == ["Example hub"],
    "/api/v1/programme/gates": lambda answer: [item["project_name"] for item in answer["items"]] == ["Example hub"],
    "/api/v1/programme/reports?limit=50": lambda answer: len(answer["month"]) == 7,
    "/api/v1/programme/meetings": lambda answer: answer == {"items": [], "next": None},
    "/api/v1/programme": lambda answer: [project["name"] for project in answer["projects"]] == ["Example hub"],
    "/api/v1/referrals/search": lambda answer: [item["referral_id"] for item in answer["items"]] == ["EX-1042"],
}


def main() -> int:
    guide = (ROOT / "docs/guide/api.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    failed = 0 if len(examples) == len(WANTED) else 1
    with tempfile.TemporaryDirectory(prefix="pierhead-guide-") as folder:
        database = SQLite(Path(folder)).database("guide")
        tokens = {role: account(database, role) for role in ["referrer", "programme_office"]}
        with Server(database) as server:
            for example in examples:
                path = re.search(r'"\$PIERHEAD([^"]+)"', example)[1]
                role = "programme_office" if path.startswith("/api/v1/programme") else "referrer"
                done = subprocess.run(
                    ["bash", "-euc", example], text=True, capture_output=True,
                    env=os.environ | {"PIERHEAD": server.url, "TOKEN": tokens[role]})
                try:
                    good = done.returncode == 0 and WANTED[path](json.loads(done.stdout))
                except (KeyError, ValueError):
                    good = False
                if not good:
                    failed += 1
                    print(f"{example}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(f"{len(examples) - failed} examples of the guide passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
