"""The drills of the API: one key is one row and one answer, and a partner can't tell who is known."""

import http.client
import json
import random
import statistics
import threading
import time

from product import Server, count, pierhead

DISTRICT = "E08000012"
PARTNER, OTHER = "Example Advice Centre", "Example Homes"
FIRST = ["Amina", "Bartosz", "Carys", "Dilys", "Efua", "Farid", "Gwen", "Hana", "Idris", "Jola"]
LAST = ["Abara", "Brannigan", "Castellano", "Dobrowski", "Eze", "Faulkner", "Gallimore", "Hussain", "Ivanov", "Jarrett"]


def account(database, email: str, role: str, *words: str) -> str:
    """A new account, as its token."""
    pierhead("user", "add", email, "--name", "Test Example", "--role", role, *words, database=database)
    return pierhead("user", "token", email, database=database).stdout.strip()


def referral(number: int, organisation: str, chance: random.Random) -> dict:
    day = 1 + chance.randrange(28)
    return {
        "referral_id": f"EX-{number}", "referrer_organisation": organisation, "route": "partner",
        "referred_on": "2026-11-02", "agreed_to_share": "yes", "district": "Liverpool",
        "full_name": f"{chance.choice(FIRST)} {chance.choice(FIRST)}{number} {chance.choice(LAST)}",
        "date_of_birth": f"{1950 + chance.randrange(50)}-{1 + chance.randrange(12):02}-{day:02}",
    }


class Client:
    def __init__(self, server, token: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.token = token

    def send(self, body: dict, key: "str | None" = None) -> tuple:
        """The status, the body as it came, and the seconds."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        began = time.perf_counter()
        self.connection.request("POST", "/api/v1/referrals", json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return answer.status, text, time.perf_counter() - began


def keys(drill, engine) -> None:
    """The same key three times, 50 times at once, and across kills: one row, one answer."""
    database = engine.database("keys")
    token = account(database, "leader@example.org", "team_leader", "--district", DISTRICT)
    rows, rounds, wrong, crossed = 0, drill.options.kills, [], 0
    for number in range(rounds):
        body, key = referral(number, PARTNER, drill.chance), f"key-{number}"
        answers, lock = [], threading.Lock()
        server = Server(database)

        def ask(server=server, body=body, key=key, answers=answers, lock=lock):
            try:
                answer = Client(server, token).send(body, key)[:2]
            except (OSError, http.client.HTTPException):
                return
            with lock:
                answers.append(answer)

        many = [threading.Thread(target=ask) for _ in range(50)]
        # Every other round has an answer before the kill; in the others the first 50 are cut off somewhere.
        if number % 2 == 0:
            ask()
        for thread in many:
            thread.start()
        time.sleep(drill.chance.uniform(0, 0.05))
        server.kill()
        for thread in many:
            thread.join()
        before = len(answers)
        crossed += count(database, "SELECT COUNT(*) FROM api_answers") > rows and before < 50
        with Server(database) as server:
            again = [threading.Thread(target=ask, args=[server]) for _ in range(50)]
            for thread in again:
                thread.start()
            for thread in again:
                thread.join()
            for _ in range(3):
                ask(server)
            status = Client(server, token).send(body | {"notes": "Other words"}, key)[0]
        rows += 1
        if len(set(answers)) != 1 or answers[0][0] != 201 or len(answers) - before != 53:
            wrong.append(f"round {number}: {len(answers)} answers, {len(set(answers))} different")
        if status != 422:
            wrong.append(f"round {number}: another body was answered {status}")
        if (stand := count(database, "SELECT COUNT(*) FROM referrals")) != rows:
            wrong.append(f"round {number}: {stand} rows, not {rows}")
    drill.line(
        engine, "keys", f"{rounds} keys, 50 at once, killed, 50 and 3 again", not wrong,
        wrong[0] if wrong else f"{rows} rows; {crossed} stood when the server was killed with answers owing")
    drill.sound(engine, "keys", database)
    database.remove()


def partner(drill, engine) -> None:
    """200 people in random order, half of whom another organisation sent before: nothing tells which."""
    database = engine.database("partner")
    staff = account(database, "leader@example.org", "programme_manager")
    token = account(database, "partner@example.org", "referrer", "--organisation", PARTNER)
    people = [referral(number, PARTNER, drill.chance) for number in range(240)]
    known = set(drill.chance.sample(range(40, 240), 100))
    with Server(database) as server:
        other = Client(server, staff)
        for number in sorted(known):
            assert other.send(people[number] | {"referrer_organisation": OTHER, "referral_id": f"H-{number}"})[0] == 201
        client, answers, seconds = Client(server, token), set(), {True: [], False: []}
        # The first 40 warm up what a new server has not done yet, and are not counted.
        order = list(range(40)) + drill.chance.sample(range(40, 240), 200)
        for number in order:
            status, text, took = client.send(people[number])
            sent = json.loads(text)
            sent.pop("id", None)
            answers.add((status, json.dumps(sent), len(text)))
            if number >= 40:
                seconds[number in known].append(took)
        matches = count(database, "SELECT COUNT(*) FROM person_matches")
    yes, no = (statistics.median(seconds[half]) * 1000 for half in (True, False))
    apart = abs(yes - no) / min(yes, no)
    drill.line(
        engine, "partner", "200 people, 100 known elsewhere: one answer", len(answers) == 1 and matches >= 100,
        f"{len(answers)} different answers; staff see {matches} likely the same")
    drill.line(
        engine, "partner", "medians within 20 %", apart <= 0.2,
        f"known {yes:.2f} ms, unknown {no:.2f} ms, {apart * 100:.1f} % apart")
    database.remove()
