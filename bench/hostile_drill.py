"""Visitors who mean harm, or whose programs are broken: malformed requests, slow ones, and very many at once."""

import http.client
import os
import re
import resource
import select
import socket
import threading
import time
from pathlib import Path

from mutants import Mutant, api_requests, good_requests
from product import Made, Server, pierhead, uuid7
from standing import account, standing
from writers import Load

FRESH_LIMIT = 1.0  # seconds
PARTS = 8


class Fresh:
    """Somebody of good will, who asks for a page on a new connection every so often, and how long that takes."""

    def __init__(self, server, every: float):
        self.server, self.every = server, every
        self.slowest, self.asked, self.refused = 0.0, 0, []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        while not self.over.wait(self.every):
            self.ask()

    def ask(self) -> None:
        began = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
            connection.request("GET", "/sign-in")
            status = connection.getresponse().status
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            status = repr(error)
        self.asked += 1
        self.slowest = max(self.slowest, time.monotonic() - began)
        if status != 200:
            self.refused.append(status)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    @property
    def good(self) -> bool:
        return self.asked > 0 and not self.refused and self.slowest < FRESH_LIMIT

    def __str__(self) -> str:
        said = f"slowest of {self.asked} fresh requests {self.slowest * 1000:.0f} ms"
        return said + (f", {len(self.refused)} refused: {self.refused[0]}" if self.refused else "")


def memory(server) -> int:
    """What the server holds now, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def handles(server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


# Malformed requests


def send(server, request: bytes) -> list:
    """The statuses of all answers to what is sent on one connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as visitor:
        said = bytearray()
        try:
            visitor.sendall(request)
            visitor.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it may answer and hang up before it has read all
        try:
            while part := visitor.recv(65536):
                said += part
        except ConnectionError:
            pass
    return [int(status) for status in re.findall(rb"^HTTP/1\.[01] (\d{3})", bytes(said), re.MULTILINE)]


def malformed(drill, engine, say) -> None:
    database = engine.database("malformed")
    made = Made(database, households=10, people=30, referrals=40, notes=20)
    pierhead("user", "add", "partner@example.org", "--name", "Test Example", "--role", "team_leader",
             "--district", "E08000012", database=database)
    token = pierhead("user", "token", "partner@example.org", database=database).stdout.strip()
    office = account(database, "programme_office")
    wanted, seed, lock = drill.options.malformed, drill.chance.randrange(1 << 30), threading.Lock()
    statuses, bad, silent, asked = {}, [], 0, 0
    with Server(database) as server:
        good = good_requests(server, made, token)
        api = api_requests(server, office, standing(database, server, office))
        good += api
        # What a server takes on with its first visitors is not counted against it.
        for request in good * 30:
            send(server, request)
        before = memory(server)
        say(f"{engine.name}: {wanted:,} malformed requests, bent from {len(good)} ({len(api)} of the API of the programme), their seed {seed}")

        def attack(part: int) -> None:
            nonlocal silent, asked
            mutant = Mutant(good, seed + part)
            for _ in range(wanted // PARTS):
                request = mutant.make()
                try:
                    answers = send(server, request)
                except OSError as error:
                    answers = []
                    with lock:
                        bad.append((repr(error), request[:60]))
                with lock:
                    asked += 1
                    silent += not answers
                    for status in answers:
                        statuses[status] = statuses.get(status, 0) + 1
                        if status >= 500:
                            bad.append((status, request[:400]))

        attackers = [threading.Thread(target=attack, args=[part]) for part in range(PARTS)]
        with Fresh(server, 0.05) as fresh:
            for attacker in attackers:
                attacker.start()
            for attacker in attackers:
                attacker.join()
        alive = server.process.poll() is None
        time.sleep(1)
        grown = (memory(server) - before) / 1e6 if alive else 0
        server.said.seek(0)
        faults = {found[1][:160] for line in server.said if "fault" in line and (found := re.search(r"error=(.*?)(?: hb\.|$)", line))}
    for status, request in bad[:5]:
        say(f"{engine.name}: {status} to {request!r}")
    for fault in sorted(re.sub(r"[0-9a-f]{8,}", "…", fault) for fault in faults)[:5]:
        say(f"{engine.name}: the server's own words: {fault.strip()}")
    drill.line(
        engine, "malformed", f"{wanted:,} requests", alive and not bad and asked == wanted // PARTS * PARTS and sum(statuses.values()) > wanted // 2,
        f"{sum(status >= 500 for status, _ in bad if isinstance(status, int))} x 5xx, {silent} without an answer, "
        + ", ".join(f"{status}: {times}" for status, times in sorted(statuses.items())))
    drill.line(engine, "malformed", "memory and others meanwhile", grown < 32 and fresh.good, f"{grown:+.1f} MB; {fresh}")
    drill.sound(engine, "malformed", database)
    database.remove()


# Slow requests


def slow(drill, engine, say) -> None:
    if was_done(drill, "slow"):
        return
    database = engine.database("slow")
    made = Made(database, households=5, people=15, referrals=20, notes=10)
    many = drill.options.slow
    more_handles(many * 2 + 200)
    with Server(database) as server:
        host = f"Host: 127.0.0.1:{server.port}\r\n"
        # Two bytes every two seconds, so that no connection is ever idle.
        headers = ("GET /sign-in HTTP/1.1\r\n" + host + "X-Slow: ").encode()
        body = made.note_body(uuid7())
        bodies = (
            f"POST {made.note_paths[0]} HTTP/1.1\r\n{host}Cookie: {made.note_cookie}\r\nOrigin: {server.url}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        for name, start in (("headers", headers), ("bodies", bodies)):
            say(f"{engine.name}: {many} slow {name}")
            with Fresh(server, 0.25) as fresh:
                alive, answers = trickle(server, start, many, 20)
            drill.line(
                engine, "slow", f"{many} slow {name}", alive == 0 and fresh.good,
                f"{alive} alive after 20 s; {fresh}" + (f"; answered {answers}" if answers else ""))
    database.remove()


def trickle(server, start: bytes, many: int, seconds: float) -> tuple:
    """Opens connections that send two bytes every two seconds: how many are alive in the end, and what the others were told."""
    visitors = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(many)]
    for visitor in visitors:
        visitor.sendall(start)
        visitor.setblocking(False)
    alive, answers, begins = set(visitors), {}, time.monotonic()
    next_bytes = begins + 2
    while alive and time.monotonic() - begins < seconds:
        poll = select.poll()
        by_file = {visitor.fileno(): visitor for visitor in alive}
        for file in by_file:
            poll.register(file, select.POLLIN)
        for file, _ in poll.poll(200):
            visitor = by_file[file]
            try:
                said = visitor.recv(4096)
            except OSError:
                said = b""
            if not said:
                alive.discard(visitor)
            elif found := re.match(rb"HTTP/1\.1 (\d{3})", said):
                answers[int(found[1])] = answers.get(int(found[1]), 0) + 1
        if time.monotonic() >= next_bytes:
            next_bytes += 2
            for visitor in list(alive):
                try:
                    visitor.send(b"aa")
                except BlockingIOError:
                    pass
                except OSError:
                    alive.discard(visitor)
    for visitor in visitors:
        visitor.close()
    return len(alive), answers


def was_done(drill, name: str) -> bool:
    """Which database stands behind connections that never ask for anything makes no difference: one engine is enough."""
    return any(row[1] == name for row in drill.rows)


# Very many at once


def more_handles(wanted: int) -> bool:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return True
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
    except (ValueError, OSError):
        return False
    return True


def crowd(drill, engine, say) -> None:
    if was_done(drill, "crowd"):
        return
    many = drill.options.crowd
    if not more_handles(many + 500):
        drill.skip(engine, "crowd", f"{many:,} connections", "more file handles are not allowed: ulimit -n")
        return
    # As the unit of systemd starts it by default, and with handles for all.
    for limit in (1024, many + 500):
        database = engine.database("crowd")
        made = Made(database, households=5, people=15, referrals=20, notes=10)
        with Server(database) as server:
            # Work must wait meanwhile: a process without a handle left is ended by libdispatch then.
            load = Load(server, made)
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (limit, max(limit, 4096)))
            say(f"{engine.name}: {many:,} connections at a server with {limit:,} handles")
            visitors, served = rush(server, many)
            began = time.monotonic()
            for visitor in visitors:
                visitor.close()
            back = first_page(server, began, 30)
            load.end()
            wrong = sorted(load.answers - {303})
            alive = server.process.poll() is None
            if not alive:
                server.said.seek(0)
                say(f"{engine.name}: the server ended with {server.process.returncode}: {server.said.read()[-1500:]}")
            for _ in range(50):
                if not alive or handles(server) < 200:
                    break
                time.sleep(0.1)
            left = handles(server) if alive else 0
            drill.line(
                engine, "crowd", f"{many:,} connections, {limit:,} handles",
                alive and back is not None and back < 5 and left < 200 and not wrong and not load.cut and len(load.acknowledged) > 0,
                f"{len(visitors):,} opened, {served:,} of them answered while all stood; "
                + (f"service back within {back:.2f} s" if back is not None else "service not back in 30 s") + f"; {left} handles left;"
                f" {len(load.acknowledged):,} notes acknowledged" + (f", {load.cut} without an answer" if load.cut else "")
                + (f", others answered {wrong}" if wrong else "") + ("" if alive else "; the server is gone"))
        database.remove()


def rush(server, many: int) -> tuple:
    """Opens connections all at once, each with a request, and holds them: those that opened, and how many were answered."""
    visitors, ask = [], f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    for _ in range(many):
        visitor = socket.socket()
        visitor.setblocking(False)
        try:
            visitor.connect(("127.0.0.1", server.port))
        except BlockingIOError:
            pass
        except OSError:
            visitor.close()
            continue
        visitors.append(visitor)
    poll, asked, served, end = select.poll(), set(), set(), time.monotonic() + 10
    by_file = {visitor.fileno(): visitor for visitor in visitors}
    for file in by_file:
        poll.register(file, select.POLLOUT)
    while len(served) < len(visitors) and time.monotonic() < end:
        for file, event in poll.poll(500):
            try:
                if event & select.POLLOUT and file not in asked:
                    by_file[file].send(ask)
                    asked.add(file)
                    poll.modify(file, select.POLLIN)
                elif event & (select.POLLIN | select.POLLHUP | select.POLLERR):
                    if by_file[file].recv(65536).startswith(b"HTTP/1.1 200"):
                        served.add(file)
                    poll.unregister(file)
            except OSError:
                poll.unregister(file)
    return visitors, len(served)


def first_page(server, since: float, within: float) -> "float | None":
    """Seconds since a moment until somebody new gets a page."""
    while time.monotonic() - since < within:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=within)
            connection.request("GET", "/sign-in")
            if connection.getresponse().status == 200:
                return time.monotonic() - since
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    return None
