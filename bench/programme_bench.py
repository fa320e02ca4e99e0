"""The portfolio of 200 projects with 5,000 milestones, 5,000 risks and 15,000 changes of ratings, read as fast as it goes."""

import csv
import datetime
import random
import statistics
import time

from product import Made, Server, pierhead

PROJECTS, LINES, CHANGES = 200, 25, 15
TARGETS = {"SQLite": (3.0, 60), "PostgreSQL": (None, 60)}
COLUMNS = [
    "project", "workstream", "overall", "schedule", "cost_and_benefits", "risk_and_issues", "comms_and_engagement", "milestone",
    "milestone_due", "milestone_body", "funding_source", "funding_amount_gbp", "funding_state", "risk", "position"]


def file(folder, name: str, chance: random.Random) -> str:
    """As it stands in one of the months: only the ratings differ."""
    path = folder / f"{name}.csv"
    with open(path, "w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(COLUMNS)
        for project in range(PROJECTS):
            for line in range(LINES):
                ratings = [chance.choice(["green", "amber", "red"]) for _ in range(5)] if line == 0 else [""] * 5
                lines.writerow([
                    f"Example project {project}", ["Employer", "Commissioner", "Facilitator"][project % 3], *ratings,
                    f"Step {line} of project {project}", f"{2026 + line // 12}-{1 + line % 12:02}", "Example board",
                    f"Example fund {line}" if line < 3 else "", 100_000 * (line + 1) if line < 3 else "",
                    ["secured", "unconfirmed", "exploring"][line] if line < 3 else "", f"Risk {line} of project {project}",
                    "Goes on as it was agreed." if line == 0 else ""])
    return str(path)


def pack(bench, name: str, look) -> None:
    """The papers of a meeting in each format, asked for one after the other: nothing of them is kept in memory."""
    for address in ["/programme/pack", "/programme/pack.xlsx", "/programme/pack.doc"]:
        took, size = [], 0
        for _ in range(9):
            began = time.monotonic()
            size = look(address)
            took.append(time.monotonic() - began)
        middle = statistics.median(took)
        bench.figure(
            name, f"board pack, {address}", 0, f"{middle:.2f} s", target="2 s", good=middle < 2,
            note=f"{size:,} bytes; slowest {max(took):.2f} s")


def programme(bench, engine, load, look, bare) -> None:
    """`load`, `look` and `bare` are those of the other pages."""
    name = engine.name
    bench.say(f"{name}: making {PROJECTS} projects")
    database = engine.database("programme")
    pierhead("migrate", database=database)
    chance = random.Random(2021)
    took = []
    for change in range(CHANGES):
        began = time.monotonic()
        # The first stands from before, so that a pack has something to tell of.
        since = [] if change else ["--from", str(datetime.date.today() - datetime.timedelta(days=120))]
        pierhead("import", "programme", file(bench.folder, f"programme-{change}", chance), *since, database=database)
        took.append(time.monotonic() - began)
    # After the files: what stands from an earlier day must come first.
    made = Made(database, households=20, people=60, referrals=200, notes=20)
    bench.settled(name, database)
    began = time.monotonic()
    pierhead("report", "programme", database=database)
    bench.figure(name, "report programme", 0, f"{time.monotonic() - began:.2f} s", note="the whole command")
    bench.figure(name, "a file of 5,000 lines again", 0, f"{statistics.median(took):.1f} s", note="1,000 ratings changed")
    cookie, path = made.programme
    runs, bares = [], []
    with Server(database) as server, bare() as other:
        size = look(server.url, path, cookie)
        pack(bench, name, lambda address: look(server.url, address, cookie))
        for _ in range(bench.options.rounds):
            bares.append(load("pages.lua", other.url, bench.options.seconds, bench.file(["/"]), ""))
            runs.append(load("pages.lua", server.url, bench.options.seconds, bench.file([path]), cookie))
    rate, p99 = (statistics.median(run[what] for run in runs) for what in ["rate", "p99"])
    failed = sum(run["failed"] for run in runs)
    share, (wanted, limit) = 100 * rate / statistics.median(run["rate"] for run in bares), TARGETS[name]
    bench.figure(
        name, "portfolio of 200 projects", rate, f"{rate:,.0f}/s", share=f"{share:.1f} %", p99=f"{p99:.1f} ms",
        target=f"{wanted:g} %, {limit} ms" if wanted else f"{limit} ms",
        good=(wanted is None or share >= wanted) and p99 < limit and failed == 0,
        note=f"{size:,} bytes" + (f"; {failed} failed" if failed else ""))
