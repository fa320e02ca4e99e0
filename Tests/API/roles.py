#!/usr/bin/env python3
"""The API under schemathesis, as every role: no server error, no status that the document does not name, and nothing
accepted that the document forbids. `scripts/packages test` installs schemathesis in .venv.

Serves made-up people from a folder of its own. Requests are made of /api/v1/openapi.json, good ones and bad ones; half of
the time they are about things that stand. SEED=… repeats a run. Every combination that the document suggests is tried as the
roles that between them may use every address; WALK=long tries it as all that have something to do (minutes more).
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
if "PIERHEAD_BINARY" not in os.environ:
    built = [path for path in [ROOT / ".build/debug/pierhead", ROOT / ".build/release/pierhead"] if path.exists()]
    if not built:
        sys.exit("pierhead is not built: type swift build")
    os.environ["PIERHEAD_BINARY"] = str(max(built, key=lambda path: path.stat().st_mtime))
from product import Server, SQLite, pierhead  # noqa: E402
from standing import account, standing  # noqa: E402

# Those with something to do here get more examples than those who are refused everywhere.
BUSY = {"referrer": 12, "advocate": 8, "team_leader": 20, "programme_manager": 12, "safeguarding_lead": 6, "programme_office": 12, "action_owner": 4}
# Between them they may use every address.
THOROUGH = {"team_leader", "programme_office"}
PROGRAMME = """project,workstream,overall,schedule,cost_and_benefits,risk_and_issues,comms_and_engagement,\
milestone,milestone_due,milestone_body,funding_source,funding_amount_gbp,funding_state,risk,position
Example hub,Employer,green,,,,,First meeting,March 2027,,Example Trust,250000,secured,Too few may come,
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method,"
    "allow_header_conformance,ignored_auth")
REFUSALS = '["400", "401", "403", "404", "405", "409", "413", "415", "422", "428"]'


def roles() -> list:
    lines = (ROOT / "Sources/Schema/Reference/roles.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",")[0] for line in lines[1:] if line]


def settings(folder: Path, standing: "dict | None" = None) -> Path:
    """What may be refused and how; and things that stand, so that requests get further than "not found"."""
    text = f"[checks.negative_data_rejection]\nexpected-statuses = {REFUSALS}\n"
    text += f"[checks.missing_required_header]\nexpected-statuses = {REFUSALS}\n"
    path = folder / ("known.toml" if standing else "any.toml")
    standing = standing or {}
    for address, id in standing.items():
        text += f'[[operations]]\ninclude-path-regex = "^/api/v1{re.escape(address)}(/|$)"\nparameters = {{ "path.id" = "{id}" }}\n'.replace("\\", "\\\\")
    path.write_text(text, encoding="utf-8")
    return path


def walk(role: str, token: str, server, config: Path, seed: int) -> tuple:
    examples = BUSY.get(role, 1)
    is_long = os.environ.get("WALK") == "long"
    is_thorough = role in (BUSY if is_long else THOROUGH) and (is_long or config.stem == "known")
    words = [str(ROOT / ".venv/bin/schemathesis"), "--config-file", str(config)]
    words += [
        "run", server.url + "/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}",
        "--checks", CHECKS, "--max-examples", str(examples), "--seed", str(seed), "--no-color",
        "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off",
        "--phases", "examples,coverage,fuzzing" if is_thorough else "examples,fuzzing",
    ]
    done = subprocess.run(words, text=True, capture_output=True, cwd=config.parent)
    number = re.search(r"([\d,]+) generated", done.stdout)
    return done.returncode, int(number[1].replace(",", "")) if number else 0, done.stdout + done.stderr


def main() -> int:
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    print(f"seed {seed}: repeat with SEED={seed} Tests/API/roles.py", flush=True)
    began, requests, failed = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory(prefix="pierhead-api-") as folder:
        database = SQLite(Path(folder)).database("api")
        pierhead("bench-data", "--households", 8, "--people", 24, "--referrals", 60, "--notes", 30, database=database)
        programme = Path(folder) / "programme.csv"
        programme.write_text(PROGRAMME, encoding="utf-8")
        pierhead("import", "programme", programme, database=database)
        tokens = {role: account(database, role) for role in roles()}
        with Server(database) as server, ThreadPoolExecutor(2) as two:
            known = settings(Path(folder), standing(database, server, tokens["programme_office"]))
            any_ids = settings(Path(folder))
            turns = [(role, token, known) for role, token in tokens.items()]
            turns += [(role, tokens[role], any_ids) for role in ["team_leader", "referrer"]]
            for (role, _, config), (status, number, said) in zip(
                    turns, two.map(lambda turn: walk(turn[0], turn[1], server, turn[2], seed), turns)):
                requests += number
                if status != 0 or number == 0:
                    failed += 1
                    print(f"--- {role} (status {status}, {config.stem} ids)\n{said[-6000:]}")
    walks = len(turns)
    print(f"{walks - failed} passed, {failed} failed: {requests:,} requests as {len(tokens)} roles in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
