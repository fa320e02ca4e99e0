"""A server that is told to stop while people write, and one that works for an hour and a half."""

import http.client
import random
import signal
import socket
import subprocess
import threading
import time

from hostile_drill import handles, memory
from product import Made, Server, Trouble, uuid7
from writers import WRITERS, Load

STOPS = 5


def signals(drill, engine, say) -> None:
    """SIGTERM under load: what is under way is answered, the rest is refused, and nothing that was answered is lost."""
    database = engine.database("signals")
    made = Made(database, households=10, people=30, referrals=40, notes=20)
    wrong, slowest, acknowledged = [], 0.0, set()
    for round in range(STOPS):
        say(f"{engine.name}: SIGTERM {round + 1} of {STOPS} under load")
        server = Server(database)
        load = Load(server, made)
        time.sleep(drill.chance.uniform(0.5, 1.5))
        halves = [Half(server, made) for _ in range(4)]
        # Time enough for the server to have read them.
        time.sleep(0.3)
        load.stopping = time.monotonic()
        server.process.send_signal(signal.SIGINT if round == STOPS - 1 else signal.SIGTERM)
        began = time.monotonic()
        time.sleep(0.5)
        finished = [half.finish() for half in halves]
        acknowledged |= {half.key for half, answered in zip(halves, finished) if answered == 303}
        try:
            status = server.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            status = "killed after 15 s"
        took = time.monotonic() - began
        load.end()
        slowest = max(slowest, took)
        acknowledged |= load.acknowledged
        if status != 0:
            wrong.append(f"status {status}")
        if took > 10:
            wrong.append(f"it took {took:.1f} s to stop")
        if set(finished) != {303}:
            wrong.append(f"forms that had come in half were answered {finished}")
        if load.cut:
            wrong.append(f"{load.cut} requests that were under way had no answer")
        if load.answers - {303}:
            wrong.append(f"answered {sorted(load.answers)}")
    stands = {str(row[0]) for row in database.rows("SELECT id FROM contact_notes")}
    if gone := acknowledged - stands:
        wrong.append(f"{len(gone)} acknowledged notes lost")
    drill.line(
        engine, "signals", f"{STOPS} stops, {WRITERS} writers", not wrong and len(acknowledged) > 100,
        f"{len(acknowledged):,} notes acknowledged; stopped within {slowest:.2f} s" + (f"; {len(wrong)} wrong: {wrong[0]}" if wrong else ""))
    drill.sound(engine, "signals", database)
    database.remove()


class Half:
    """A form of which one half has come when the server is told to stop, and the other comes later."""

    def __init__(self, server, made):
        self.key = uuid7()
        body = made.note_body(self.key).encode()
        self.rest = body[len(body) // 2:]
        self.visitor = socket.create_connection(("127.0.0.1", server.port), timeout=15)
        head = "".join(f"{name}: {value}\r\n" for name, value in made.note_headers(server.url).items())
        self.visitor.sendall(
            f"POST {made.note_paths[0]} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
            + body[:len(body) // 2])

    def finish(self) -> "int | str":
        with self.visitor:
            try:
                self.visitor.sendall(self.rest)
                said = self.visitor.recv(4096)
            except OSError as error:
                return type(error).__name__
        return int(said[9:12]) if said.startswith(b"HTTP/1.1 ") else "nothing"


def soak(drill, engine, say) -> None:
    """So many minutes at 50 requests a second: memory and file handles must be flat after the first part."""
    minutes = drill.options.soak_minutes
    database = engine.database("soak")
    made = Made(database, households=400, people=1200, referrals=1600, notes=800)
    settle = min(15, minutes / 3)
    samples, stop, lock = [], threading.Event(), threading.Lock()
    answers, slow = {}, [0.0]
    with Server(database) as server:
        begins = time.monotonic()

        def visit(part: int) -> None:
            chance, number = random.Random(drill.options.seed + part), 0
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            while not stop.is_set():
                # Ten visitors, five requests a second each, however long an answer takes.
                at = begins + (number + part / 10) / 5
                number += 1
                if (wait := at - time.monotonic()) > 0 and stop.wait(wait):
                    return
                method, path, body, headers = request(chance, made, server)
                began = time.monotonic()
                try:
                    connection.request(method, path, body, headers)
                    answer = connection.getresponse()
                    answer.read()
                    status = answer.status
                except (OSError, http.client.HTTPException) as error:
                    connection.close()
                    status = type(error).__name__
                with lock:
                    answers[status] = answers.get(status, 0) + 1
                    slow[0] = max(slow[0], time.monotonic() - began)

        visitors = [threading.Thread(target=visit, args=[part]) for part in range(10)]
        for visitor in visitors:
            visitor.start()
        while time.monotonic() - begins < minutes * 60:
            time.sleep(min(60, max(0.1, minutes * 60 - (time.monotonic() - begins))))
            samples.append(((time.monotonic() - begins) / 60, memory(server) / 1e6, handles(server)))
            say(f"{engine.name}: soak, minute {samples[-1][0]:.1f}: {samples[-1][1]:.1f} MB, {samples[-1][2]} handles, {sum(answers.values()):,} answers")
        stop.set()
        for visitor in visitors:
            visitor.join()
    later = [sample for sample in samples if sample[0] >= settle]
    if len(later) < 2:
        raise Trouble("a soak needs some more minutes")
    grown, most = later[-1][1] - later[0][1], max(sample[1] for sample in later) - later[0][1]
    more = max(sample[2] for sample in later) - later[0][2]
    rate = sum(answers.values()) / (minutes * 60)
    wrong = {status: times for status, times in answers.items() if status not in (200, 303)}
    drill.line(
        engine, "soak", f"{minutes:g} minutes, {rate:.1f} requests a second", grown <= 5 and more <= 5 and not wrong and rate > 45,
        f"after minute {later[0][0]:.0f}: {grown:+.1f} MB at the end, {most:+.1f} at most, of {later[0][1]:.0f}; {more:+} handles;"
        f" slowest {slow[0]:.2f} s" + (f"; answered otherwise {wrong}" if wrong else ""))
    drill.sound(engine, "soak", database)
    database.remove()


def request(chance: random.Random, made, server) -> tuple:
    """What people ask for: mostly pages, some searches and notes."""
    kind = chance.choices(["household", "inbox", "referral", "households", "search", "note", "sign-in"], [30, 10, 20, 10, 10, 15, 5])[0]
    form = "application/x-www-form-urlencoded"
    if kind == "note":
        return "POST", made.note_paths[chance.randrange(len(made.note_paths))], made.note_body(uuid7()), made.note_headers(server.url)
    if kind == "search":
        return "POST", made.search_path, chance.choice(made.searches), {
            "Cookie": made.search_cookie, "Origin": server.url, "Content-Type": form}
    if kind == "sign-in":
        return "GET", "/sign-in", None, {}
    cookie, paths = made.pages[kind]
    return "GET", chance.choice(paths), None, {"Cookie": cookie}
