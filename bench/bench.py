#!/usr/bin/env python3
"""`make bench`: the finished program against a bare Hummingbird server in the same run, on both engines.

Pages and notes go over 16 connections kept alive, from wrk. Every look and note must stand in the record by the time
its page has left: the events are counted before and after each run. Rounds of all pages are interleaved with the bare
server, and the medians are what the table shows. Only the limit on looks a minute is raised.
"""

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

from product import (
    PIERHEAD, ROOT, Made, Postgres, Server, SQLite, Trouble, count, disk, free_port, last_event, measured,
    pierhead, settle, settled_event, table, under_postgres, workplace)
from programme_bench import programme

BARE = Path(os.environ.get("BARE_BINARY", ROOT / ".build/release/bare"))
CONNECTIONS = 16
MB = 1_000_000
TARGETS = {
    "SQLite": {"share": 6.0, "p99": 30, "notes": 3000, "rows": 10_000, "search": 5.0},
    "PostgreSQL": {"share": 2.0, "p99": 30, "notes": None, "rows": 5_000, "search": None},
}
MEMORY, IMPORT_MEMORY, READY, WHILE_LOADING = 150 * MB, 250 * MB, 1.0, 100


def load(script: str, url: str, seconds: int, *words: str, until=None, connections: int = CONNECTIONS) -> dict:
    """One run of wrk; with `until`, the run ends when that returns, and its answer is under "meanwhile"."""
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-s", ROOT / "bench" / script, url, "--", *words]
    wrk = subprocess.Popen([str(word) for word in command], text=True, stdout=subprocess.PIPE)
    meanwhile = None
    try:
        if until:
            meanwhile = until()
            wrk.send_signal(signal.SIGINT)
    except BaseException:
        wrk.kill()
        raise
    said, _ = wrk.communicate()
    try:
        result = json.loads(said.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise Trouble(f"wrk said:\n{said}")
    result["rate"] = result["requests"] / result["seconds"]
    result["failed"] = result["status"] + result["broken"]
    result["meanwhile"] = meanwhile
    return result


class Bare:
    def __enter__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen([str(BARE), str(self.port)])
        for _ in range(200):
            try:
                look(self.url, "/", "")
                return self
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise Trouble("the bare server did not start")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def look(url: str, path: str, cookie: str) -> int:
    """One plain request: the size of the page, or Trouble when it isn't one."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    if answer.status != 200:
        raise Trouble(f"{path} answered {answer.status}, not a page")
    return size


class Bench:
    def __init__(self, options, folder: Path):
        self.options = options
        self.folder = folder
        self.rows = []
        self.figures = []
        self.complaints = []

    def figure(self, engine, what, value, shown, *, target="", good=None, share="", p99="", note=""):
        verdict = "" if good is None else "pass" if good else "FAIL"
        if good is False:
            self.complaints.append(f"{engine}: {what}")
        self.rows.append((engine, what, shown, share, p99, target, verdict, note))
        self.figures.append({
            "engine": engine, "what": what, "value": value, "share": share, "p99": p99, "target": target, "pass": good,
        })

    def say(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)

    def engine(self, engine) -> None:
        name, target = engine.name, TARGETS[engine.name]
        if self.options.only == ["programme"]:
            return programme(self, engine, load, look, Bare)
        database = engine.database("bench")
        sizes = self.options.sizes
        self.say(f"{name}: making {sizes['households']} households")
        made = Made(database, **sizes)
        self.settled(name, database)
        with Server(database) as server, Bare() as bare:
            self.figure(
                name, "ready", server.ready, f"{server.ready:.2f} s", target="1 s", good=server.ready <= READY)
            if "pages" in self.options.only:
                self.pages(name, target, database, made, server, bare)
            if "notes" in self.options.only:
                self.notes(name, target, database, made, server)
            peak = server.peak_memory()
            self.figure(
                name, "memory, whole process", peak, f"{peak / MB:.0f} MB", target=f"{MEMORY // MB} MB",
                good=peak < MEMORY)
            if "import" in self.options.only:
                self.import_meanwhile(name, "inbox while a file loads", database, made, server)
        if "search" in self.options.only:
            self.search(name, target, engine)
        if "programme" in self.options.only:
            programme(self, engine, load, look, Bare)
        if "import" in self.options.only:
            database = engine.database("few")
            made = Made(database, households=20, people=60, referrals=200, notes=20)
            self.settled(name, database)
            with Server(database) as server:
                self.import_meanwhile(name, "inbox beside it, nearly new database", database, made, server)
            self.import_alone(name, target, engine)
        if "verify" in self.options.only:
            began = time.monotonic()
            answer = pierhead("verify", database=database, good=(0, 1))
            seconds, events = time.monotonic() - began, last_event(database)
            self.figure(
                name, "verify", events / seconds, f"{events / seconds:,.0f} events/s",
                good=answer.returncode == 0, note=f"{events:,} events")

    def settled(self, name, database) -> None:
        """Lets the disk finish with what was made, and tells how quick it is now: all else stands on that."""
        settle(database)
        median, p99 = disk(self.folder)
        self.figure(name, "disk: 8 KiB made safe", median, f"{median:.2f} ms", p99=f"{p99:.1f} ms")

    def pages(self, name, target, database, made, server, bare) -> None:
        runs = {page: [] for page in ["bare", *made.pages]}
        files = {"bare": self.file(["/"])} | {page: self.file(paths) for page, (_, paths) in made.pages.items()}
        sizes = {page: look(server.url, paths[0], cookie) for page, (cookie, paths) in made.pages.items()}
        for round in range(self.options.rounds):
            self.say(f"{name}: pages, round {round + 1} of {self.options.rounds}")
            for page in runs:
                if page == "bare":
                    runs[page].append(load("pages.lua", bare.url, self.options.seconds, files[page], ""))
                    continue
                before = settled_event(database)
                run = load("pages.lua", server.url, self.options.seconds, files[page], made.pages[page][0])
                run["unrecorded"] = self.unrecorded(run, settled_event(database) - before)
                runs[page].append(run)
        base = statistics.median(run["rate"] for run in runs["bare"])
        self.figure(
            name, "bare", base, f"{base:,.0f}/s", p99=f"{statistics.median(run['p99'] for run in runs['bare']):.1f} ms")
        for page in made.pages:
            rate = statistics.median(run["rate"] for run in runs[page])
            p99 = statistics.median(run["p99"] for run in runs[page])
            failed = sum(run["failed"] for run in runs[page])
            unrecorded = sum(run["unrecorded"] for run in runs[page])
            share = 100 * rate / base
            self.figure(
                name, page, rate, f"{rate:,.0f}/s", share=f"{share:.1f} %", p99=f"{p99:.1f} ms",
                target=f"{target['share']:g} %, {target['p99']} ms",
                good=share >= target["share"] and p99 < target["p99"] and failed == 0 and unrecorded == 0,
                note=f"{sizes[page]:,} bytes" + self.blame(failed, unrecorded))

    def notes(self, name, target, database, made, server) -> None:
        words = [
            self.file(made.note_paths), made.note_cookie, server.url, made.note_key, made.note_fields,
        ]
        runs = []
        for round in range(self.options.rounds):
            self.say(f"{name}: notes, round {round + 1} of {self.options.rounds}")
            events, notes = settled_event(database), count(database, "SELECT COUNT(*) FROM contact_notes")
            run = load("notes.lua", server.url, self.options.seconds, *words)
            written = count(database, "SELECT COUNT(*) FROM contact_notes") - notes
            run["unrecorded"] = self.unrecorded(run, min(written, settled_event(database) - events))
            runs.append(run)
        rate = statistics.median(run["rate"] for run in runs)
        failed, unrecorded = (sum(run[what] for run in runs) for what in ["failed", "unrecorded"])
        wanted = target["notes"]
        self.figure(
            name, "notes written", rate, f"{rate:,.0f}/s",
            p99=f"{statistics.median(run['p99'] for run in runs):.1f} ms",
            target=f"{wanted:,}/s" if wanted else "",
            good=(wanted is None or rate >= wanted) and failed == 0 and unrecorded == 0,
            note=self.blame(failed, unrecorded))

    def search(self, name, target, engine) -> None:
        """By name among 100,000 people: whole names, parts, beginnings, slips, and names with a date of birth."""
        people = int(100_000 * self.options.scale)
        self.say(f"{name}: making {people} people to search")
        database = engine.database("found")
        made = Made(database, households=people // 100, people=people // 33, referrals=people, notes=people // 100)
        self.settled(name, database)
        runs, bares = [], []
        with Server(database) as server, Bare() as bare:
            words = [self.file(made.searches), made.search_cookie, server.url, made.search_path]
            for round in range(self.options.rounds):
                self.say(f"{name}: search, round {round + 1} of {self.options.rounds}")
                bares.append(load("pages.lua", bare.url, self.options.seconds, self.file(["/"]), ""))
                before = last_event(database)
                run = load("search.lua", server.url, self.options.seconds, *words)
                run["unrecorded"] = self.unrecorded(run, last_event(database) - before)
                runs.append(run)
        rate, p99 = (statistics.median(run[what] for run in runs) for what in ["rate", "p99"])
        failed, unrecorded = (sum(run[what] for run in runs) for what in ["failed", "unrecorded"])
        share, wanted = 100 * rate / statistics.median(run["rate"] for run in bares), target["search"]
        self.figure(
            name, "search by name", rate, f"{rate:,.0f}/s", share=f"{share:.1f} %", p99=f"{p99:.1f} ms",
            target=f"{wanted:g} %, {target['p99']} ms" if wanted else f"{target['p99']} ms",
            good=(wanted is None or share >= wanted) and p99 < target["p99"] and failed == 0 and unrecorded == 0,
            note=f"{count(database, 'SELECT COUNT(*) FROM people'):,} people" + self.blame(failed, unrecorded))

    def import_meanwhile(self, name, what, database, made, server) -> None:
        """A long file while 16 readers ask for the inbox as fast as they can."""
        self.say(f"{name}: {what}")
        cookie, paths = made.pages["inbox"]
        file = self.long_file("meanwhile")
        run = load(
            "pages.lua", server.url, 900, self.file(paths), cookie,
            until=lambda: measured("import", "referrals", file, database=database))
        _, seconds, peak = run["meanwhile"]
        self.figure(
            name, what, run["rate"], f"{run['rate']:,.0f}/s", p99=f"{run['p99']:.1f} ms",
            target=f"{WHILE_LOADING} ms", good=run["p99"] < WHILE_LOADING and run["failed"] == 0,
            note=f"{self.options.rows / seconds:,.0f} rows/s meanwhile" + self.blame(run["failed"], 0))
        peak = max(peak, server.peak_memory())
        self.figure(
            name, "memory while a file loads", peak, f"{peak / MB:.0f} MB", target=f"{IMPORT_MEMORY // MB} MB",
            good=peak < IMPORT_MEMORY, note="the larger of server and command")

    def import_alone(self, name, target, engine) -> None:
        rates, peaks = [], []
        file = self.long_file("alone")
        for round in range(self.options.rounds):
            self.say(f"{name}: a long file into a new database, round {round + 1} of {self.options.rounds}")
            database = engine.database("load")
            settle(database)
            _, seconds, peak = measured("import", "referrals", file, database=database)
            rates.append(self.options.rows / seconds)
            peaks.append(peak)
        rate, peak = statistics.median(rates), max(peaks)
        visible = count(
            database, "SELECT COUNT(*) FROM referrals JOIN imports ON imports.id = referrals.import_id"
            " WHERE imports.published_at IS NOT NULL")
        self.figure(
            name, "rows of a long file", rate, f"{rate:,.0f}/s", target=f"{target['rows']:,}/s",
            good=rate >= target["rows"], note=f"{visible:,} referrals stand")
        self.figure(
            name, "memory of a long file", peak, f"{peak / MB:.0f} MB", target=f"{IMPORT_MEMORY // MB} MB",
            good=peak < IMPORT_MEMORY)

    @staticmethod
    def unrecorded(run: dict, recorded: int) -> int:
        """Answers without an event. wrk leaves up to one request a connection unread at its end."""
        over = recorded - run["requests"] - CONNECTIONS
        return max(0, run["requests"] - recorded) + max(0, over)

    @staticmethod
    def blame(failed: int, unrecorded: int) -> str:
        return (f"; {failed} failed" if failed else "") + (f"; {unrecorded} NOT IN THE RECORD" if unrecorded else "")

    def file(self, lines: list) -> str:
        path = self.folder / f"paths-{abs(hash(tuple(lines)))}"
        path.write_text("".join(line + "\n" for line in lines))
        return str(path)

    def long_file(self, name: str) -> Path:
        path = self.folder / f"{name}.csv"
        if not path.exists():
            pierhead("bench-file", "--rows", self.options.rows, path)
        return path


def machine() -> dict:
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine())
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, text=True, capture_output=True)
    return {"cpu": cpu, "cores": os.cpu_count(), "commit": commit.stdout.strip(), "at": time.strftime("%Y-%m-%d %H:%M")}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--engine", choices=["sqlite", "postgres", "both"], default="both")
    options.add_argument("--seconds", type=int, default=5, help="of each run")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--rows", type=int, default=100_000, help="of the long file")
    options.add_argument("--scale", type=float, default=1, help="of the data: 0.1 for a quick look")
    options.add_argument("--only", default="pages,notes,search,programme,import,verify", help="any of %(default)s")
    options = options.parse_args()
    options.only = options.only.split(",")
    options.sizes = {
        name: int(size * options.scale)
        for name, size in [("households", 10_000), ("people", 30_000), ("referrals", 40_000), ("notes", 100_000)]
    }
    under_postgres()
    folder = workplace()
    bench = Bench(options, folder)
    try:
        if options.engine in ("sqlite", "both"):
            bench.engine(SQLite(folder))
        if options.engine in ("postgres", "both"):
            bench.engine(Postgres(os.environ["PIERHEAD_TEST_POSTGRES"]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    here = machine()
    print(f"\n{here['cpu']}, {here['cores']} cores; {here['commit']}, {here['at']}")
    print(
        f"{CONNECTIONS} connections, {options.seconds} s a run, medians of {options.rounds} rounds;"
        " the limit on looks a minute is off\n")
    print(table([("engine", "what", "measured", "of bare", "p99", "target", "", ""), *bench.rows]))
    (ROOT / "bench/last.json").write_text(
        json.dumps({"machine": here, "sizes": options.sizes, "figures": bench.figures}, indent=2) + "\n")
    if bench.complaints:
        print(f"\n{len(bench.complaints)} short of the target: " + "; ".join(bench.complaints))
    return 1 if bench.complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(1)
