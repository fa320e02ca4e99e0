"""ThreadSanitizer and AddressSanitizer watch a server while everything that people, programs and operators do comes at once.

The product is built once more with each sanitizer, in a folder of its own. First a program that is broken on purpose
(shims/broken.swift), built in the same way and under the same settings, must be reported: a sanitizer that is silent there
proves nothing. Then the server works under load, for half of the minutes on each engine, sees 4,000 connections at once,
and is told to stop while people write. Whatever a sanitizer writes down, of the server or of a command, fails the drill.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from disk import under
from hostile_drill import first_page, memory, more_handles, rush
from product import ROOT, Made, Server, Trouble, standing_in
from traffic import Traffic

CROWD = 4_000
REPORT = re.compile(r"(?:WARNING|ERROR|FATAL): (?:Thread|Address|Leak)Sanitizer.*")


@dataclass(frozen=True)
class Sanitizer:
    name: str
    title: str
    # The environment by which it is set, and what every setting of it holds.
    settings: dict
    # What the broken program does, and how the report of it begins.
    must_find: dict
    # What it must be told besides: shims/order.c says why.
    shim: str = ""

    @property
    def folder(self) -> Path:
        return ROOT / f".build-{self.name}"

    @property
    def program(self) -> Path:
        return self.folder / "release/pierhead"

    def environment(self, reports: Path) -> dict:
        """Reports go to files beside `reports`, and change the status of whoever has one."""
        tool = toolchain("llvm-symbolizer")
        words = {name: f"{words}:external_symbolizer_path={tool}" for name, words in self.settings.items()}
        first = next(iter(words))
        words[first] += f":log_path={reports}"
        if self.shim:
            words["LD_PRELOAD"] = str(self.folder / f"{self.shim}-shim.so")
        return words


LEAKS = ROOT / "bench/leaks.suppressions"
SANITIZERS = [
    Sanitizer(
        "thread", "ThreadSanitizer",
        {"TSAN_OPTIONS": "halt_on_error=0:exitcode=66:second_deadlock_stack=1:history_size=4"},
        {"a race": "WARNING: ThreadSanitizer: "}, shim="order"),
    Sanitizer(
        "address", "AddressSanitizer",
        {"ASAN_OPTIONS": "exitcode=67:detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1",
         "LSAN_OPTIONS": f"suppressions={LEAKS}:print_suppressions=0"},
        {"an overflow": "ERROR: AddressSanitizer: heap-buffer-overflow", "a leak": "ERROR: LeakSanitizer: "}),
]


def check_suppressions() -> None:
    """A line that hides something has its reason right above it."""
    before = ""
    for line in LEAKS.read_text().splitlines():
        if line and not line.startswith("#") and not before.startswith("# "):
            raise Trouble(f"{LEAKS.name}: {line} has no reason")
        before = line


def toolchain(name: str) -> Path:
    """A tool that comes with Swift. Reports name functions and lines by its symbolizer, and its compiler knows how Swift calls."""
    swift = shutil.which("swift")
    found = Path(swift).resolve().parent / name if swift else None
    if not found or not found.exists():
        raise Trouble(f"{name} is missing beside swift")
    return found


def reports_of(reports: Path) -> list:
    """Every report so far, each as its text."""
    found = []
    for path in sorted(reports.parent.glob(reports.name + ".*")):
        text = path.read_text(errors="replace")
        begins = [match.start() for match in REPORT.finditer(text)]
        found += [text[begin:end].strip("=\n ") for begin, end in zip(begins, begins[1:] + [len(text)])]
    return found


def run(*words) -> None:
    answer = subprocess.run(words, text=True, capture_output=True, cwd=ROOT)
    if answer.returncode != 0:
        raise Trouble(f"{' '.join(map(str, words))}\n{(answer.stdout + answer.stderr)[-2000:]}")


def build(sanitizer: Sanitizer, say) -> None:
    say(f"building with {sanitizer.title}: some minutes the first time")
    # A folder named from here, as people name it: by another name everything would be built anew.
    run("swift", "build", "-c", "release", f"--sanitize={sanitizer.name}", "--product", "pierhead", "--scratch-path", sanitizer.folder.name)


def broken(drill, engine, sanitizer: Sanitizer) -> None:
    """The proof that faults are found, and that a program without any is not accused."""
    program = sanitizer.folder / "broken"
    run("swiftc", "-O", "-g", f"-sanitize={sanitizer.name}", "bench/shims/broken.swift", "-o", program)
    if sanitizer.shim:
        run(
            toolchain("clang"), "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", f"bench/shims/{sanitizer.shim}.c",
            "-o", sanitizer.folder / f"{sanitizer.shim}-shim.so")
    for fault, begins in sanitizer.must_find.items():
        mode = fault.split()[-1]
        reports = drill.folder / f"broken-{mode}"
        status = subprocess.run([program, mode], env=os.environ | sanitizer.environment(reports), capture_output=True).returncode
        found = reports_of(reports)
        good = status != 0 and len(found) > 0 and found[0].startswith(begins)
        drill.line(
            engine, "sanitizers", f"{sanitizer.name}: a program with {fault} must fail", good,
            f"status {status}: {found[0].splitlines()[0][:90] if found else 'no report'}")
    reports = drill.folder / "broken-nothing"
    status = subprocess.run([program, "nothing"], env=os.environ | sanitizer.environment(reports), capture_output=True).returncode
    drill.line(
        engine, "sanitizers", f"{sanitizer.name}: one without a fault must not", status == 0 and not reports_of(reports), f"status {status}")


def sanitizers(drill, engine, say) -> None:
    check_suppressions()
    for sanitizer in SANITIZERS:
        if sanitizer.name not in drill.options.sanitizers.split(","):
            continue
        if not any(row[2].startswith(sanitizer.name) for row in drill.rows):
            build(sanitizer, say)
            broken(drill, engine, sanitizer)
        reports = drill.folder / f"reports-{sanitizer.name}-{engine.name}"
        with standing_in(sanitizer.program), under(sanitizer.environment(reports)):
            try:
                watched(drill, engine, sanitizer, say)
            except Trouble as trouble:
                drill.line(engine, "sanitizers", f"{sanitizer.name}: it works", False, str(trouble).replace("\n", " ")[-300:])
        found = reports_of(reports)
        for report in found[:1]:
            say(f"{engine.name}: the first of {len(found)} reports of {sanitizer.title}:\n{report[:6000]}")
        for line in sorted({found_line.strip() for report in found for found_line in report.splitlines() if found_line.startswith("SUMMARY")}):
            say(f"{engine.name}: {line}")
        keep(reports, sanitizer, engine)
        drill.line(
            engine, "sanitizers", f"{sanitizer.name}: reports of server and commands", not found,
            f"{len(found)} reports" + (f": {found[0].splitlines()[0][:120]}" if found else ""))


def keep(reports: Path, sanitizer: Sanitizer, engine) -> None:
    """Reports outlive the drill's folder; those of an earlier run do not outlive this one."""
    place = sanitizer.folder / f"reports-{engine.name}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path in reports.parent.glob(reports.name + ".*"):
        shutil.copy(path, place)


def watched(drill, engine, sanitizer: Sanitizer, say) -> None:
    """A server's life: data, load, a crowd, SIGTERM, and the record checked."""
    minutes = drill.options.sanitizer_minutes / 2
    database = engine.database(f"sanitized_{sanitizer.name}")
    made = Made(database, households=400, people=1200, referrals=1600, notes=800)
    traffic = Traffic(drill, database, made)
    more_handles(CROWD + 500)
    try:
        with Server(database, traffic.environment) as server:
            begins = time.monotonic()
            traffic.begin(server)
            while time.monotonic() - begins < minutes * 60 and server.process.poll() is None:
                time.sleep(min(30, max(0.1, minutes * 60 - (time.monotonic() - begins))))
                said = f"{traffic.total():,} answers, {memory(server) / 1e6:.0f} MB" if server.process.poll() is None else "the server is gone"
                say(f"{engine.name}: {sanitizer.title}, minute {(time.monotonic() - begins) / 60:.1f}: {said}")
            took = (time.monotonic() - begins) / 60
            traffic.end()
            crowd = crowded(server)
            # Who had sent a second earlier must have an answer.
            traffic.writers.stopping = time.monotonic() - 1
            stopped = stopped_by(server)
            traffic.writers.end()
    finally:
        traffic.close()
    wrong = traffic.wrong + [f"a note was answered {status}" for status in traffic.writers.answers - {303}]
    wrong += ["a note was not answered"] * traffic.writers.cut
    drill.line(
        engine, "sanitizers", f"{sanitizer.name}: {took:.1f} minutes of load", not wrong and traffic.is_whole,
        f"{traffic.total():,} answers: {traffic}" + (f"; {len(wrong)} wrong: {wrong[0]}" if wrong else ""))
    drill.line(engine, "sanitizers", f"{sanitizer.name}: {CROWD:,} connections at once", *crowd)
    drill.line(engine, "sanitizers", f"{sanitizer.name}: SIGTERM while people write", *stopped)
    drill.sound(engine, "sanitizers", database)
    database.remove()


def crowded(server) -> tuple:
    """With fewer handles than visitors, then their end."""
    if server.process.poll() is not None:
        return False, f"the server ended with {server.process.returncode}"
    before = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (1024, max(before[1], CROWD)))
    visitors, served = rush(server, CROWD)
    began = time.monotonic()
    for visitor in visitors:
        visitor.close()
    back = first_page(server, began, 60)
    return back is not None, f"{served:,} of {len(visitors):,} answered while all stood; " + (
        f"service back within {back:.1f} s" if back is not None else "service not back in 60 s")


def stopped_by(server) -> tuple:
    if server.process.poll() is not None:
        return False, f"the server had ended with {server.process.returncode}"
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    try:
        status = server.process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        return False, "killed after 60 s"
    return status == 0, f"status {status} in {time.monotonic() - began:.1f} s"
