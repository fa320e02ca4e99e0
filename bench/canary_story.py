"""What the drill `canary` does to a server: a day of real work, and everything that goes wrong with it, with a secret in each place."""

import base64
import http.client
import json
import random
import re
import socket
import time
from pathlib import Path

from canary_search import MARK, Canary
from canary_world import Page, Processes, Visitor
from product import Trouble, uuid7

LIVERPOOL = "E08000012"
ORGANISATION = "Example Advice Centre"
DAY = time.strftime("%d/%m/%Y")


class World:
    """The server of the moment, everybody's values, and every answer that was given."""

    def __init__(self, processes: Processes, chance: random.Random):
        self.processes, self.chance = processes, chance
        self.port = 0
        self.canaries = []
        self.pages = []
        self.people = {}

    def made(self, kind: str, value: str, place: str) -> str:
        self.canaries.append(Canary(kind, value, place))
        return value

    def letters(self, count: int = 9) -> str:
        return "".join(self.chance.choice("bcdfghjklmnpqrstvwxz") for _ in range(count))

    def new(self, kind: str, place: str) -> str:
        """A value of a kind that is nowhere else, to be put into a place."""
        letters = self.letters()
        if kind == "name":
            # The last name alone tells as much.
            self.made(kind, letters.title(), place)
            return self.made(kind, f"{MARK.title()} {letters.title()}", place)
        if kind == "birth":
            year, month, day = self.chance.randrange(1930, 1990), self.chance.randrange(1, 13), self.chance.randrange(13, 28)
            for written in [f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}", f"{month}/{day}/{year}"]:
                self.made(kind, written, place)
            return self.made(kind, f"{day:02}/{month:02}/{year}", place)
        if kind == "phone":
            # The numbers below stand in the product's own words as examples.
            digits = f"900{self.chance.randrange(500, 1000)}"
            self.made(kind, f"+447700{digits}", place)
            self.made(kind, f"7700{digits}", place)
            self.made(kind, f"07700{digits}", place)
            return self.made(kind, f"07700 {digits}", place)
        if kind == "email":
            return self.made(kind, f"{MARK}.{letters}@example.org", place)
        if kind == "code":
            return self.made(kind, f"{self.chance.randrange(100_000, 1_000_000)}", place)
        # Each ends in its own letters, by which it is found quickly.
        shape = {
            "password": f"{MARK} pä&ss/+{letters}", "note": f"{MARK} is “afraid” & sees a doctor for {letters}",
            "address": f"{MARK} House, 7 {letters.title()}", "search": f"{MARK.title()} {letters}",
            "setting": f"{MARK}-{letters}", "stray": f"{MARK}-{letters}"}[kind]
        return self.made(kind, shape, place)

    def answered(self, visitor: Visitor, page: Page) -> None:
        self.pages.append((visitor.who, page))
        for token in set(re.findall(r'name="form_token" value="([^"]{16,})"', page.text)):
            self.made("form token", token, "a page")

    def add_account(self, role: str, *words: str) -> Visitor:
        visitor = Visitor(self, role)
        visitor.email, visitor.name = f"{role}@example.org", f"Staff {role.title()}"
        said = self.processes.run("user-add", "user", "add", visitor.email, "--name", visitor.name, "--role", role, *words)
        visitor.link = self.made("set-up link", said.strip().rsplit("/", 1)[1], "user add")
        self.people[role] = visitor
        return visitor


def made_at(page: Page) -> str:
    """Where the page of what a form made is."""
    if page.status != 303:
        problems = page.all('<a href="#[^"]*">([^<]+)</a>')
        raise Trouble(f"{page.asked} answered {page.status}: {problems}")
    return page.header("Location").split("?")[0]


def set_up(world: World, visitor: Visitor) -> None:
    action = f"/set-up/{visitor.link}"
    page = visitor.get(action)
    visitor.fill(page, action, {"password": world.made("password", f"{MARK}"[:6] + world.letters(3), "too short")})
    visitor.password = world.new("password", "set-up")
    visitor.fill(page, action, {"password": visitor.password})
    page = visitor.get(action)
    written = page.found(r'<code class="secret">([^<]+)</code>')
    visitor.secret = world.made("second factor", written.replace(" ", ""), visitor.who)
    world.made("second factor", written, visitor.who)
    world.made("second factor", base64.b32decode(visitor.secret).hex(), visitor.who)
    visitor.fill(page, action, {"code": world.new("code", "set-up, wrong")})
    page = visitor.fill(page, action, {"code": visitor.code()})
    visitor.recovery = page.all(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>")
    for code in visitor.recovery:
        world.made("recovery code", code, visitor.who)
        world.made("recovery code", code.replace("-", ""), visitor.who)
    assert len(visitor.recovery) == 10, page.text[:2000]
    visitor.get(action)


def sign_in(world: World, visitor: Visitor) -> None:
    """Wrong in every way, then right with a recovery code."""
    stranger = Visitor(world, "stranger")
    page = stranger.get("/sign-in")
    wrong = lambda **fields: stranger.fill(page, "/sign-in", {"email": visitor.email, "password": visitor.password, "code": "000000"} | fields)
    wrong(password=world.new("password", "sign-in, wrong"))
    wrong(code=world.new("code", "sign-in, wrong"))
    wrong(email=world.new("password", "sign-in, in the box for the email"))
    wrong(email=world.new("email", "sign-in, unknown"))
    wrong(code=world.new("password", "sign-in, in the box for the code"))
    wrong(password="", code=visitor.recovery[-1])
    wrong(next=f"/{world.new('stray', 'next')}")
    stranger.post("/sign-in", {"email": visitor.email, "password": world.new("password", "stale form"), "code": world.new("code", "stale form"), "form_token": "A" * 22})
    stranger.get(f"/sign-in?password={world.new('stray', 'query of sign-in')}&next=/{world.new('stray', 'query next')}")
    stranger.fill(page, "/sign-in", {"email": visitor.email, "password": visitor.password, "code": visitor.recovery.pop()})
    account = stranger.get("/account")
    stranger.fill(account, "/sign-out", {})


def passwords_and_tokens(world: World, stubs) -> None:
    admin, referrer = world.people["administrator"], world.people["referrer"]
    page = admin.get("/account/password")
    admin.fill(page, "/account/password", {"current": world.new("password", "change, wrong"), "password": world.new("password", "change, new"), "code": "000000"})
    page = admin.get("/tokens/new")
    fields = {"email": referrer.email, "days": "90", "purpose": world.new("note", "purpose of a token"), "current": admin.password}
    admin.fill(page, "/tokens/new", fields | {"current": world.new("password", "token, wrong"), "code": "1"})
    page = admin.fill(page, "/tokens/new", fields | {"code": admin.code()})
    world.token = world.made("token", page.found(r'<code id="token">([^<]+)</code>'), "tokens page")
    said = world.processes.run("user-token", "user", "token", world.people["team_leader"].email)
    world.staff_token = world.made("token", said.strip(), "user token")
    page = admin.get("/webhooks")
    kinds = page.all(r'name="kinds"[^>]*value="([^"]+)"') or page.all(r'value="([^"]+)"[^>]*name="kinds"')
    admin.fill(page, "/webhooks", {"url": f"http://{world.new('stray', 'webhook, wrong')}", "kinds": kinds})
    page = admin.fill(page, "/webhooks", {"url": f"http://127.0.0.1:{stubs.http_port}/hook", "kinds": kinds})
    world.made("webhook secret", page.found(r"<code>(whsec_[^<]+)</code>"), "webhooks page")
    hook = admin.get("/webhooks").found(r'href="(/webhooks/[0-9a-f-]{36})"')
    admin.fill(admin.get(hook), f"{hook}/test", {})
    other = admin.get("/accounts").found(r'href="(/accounts/[0-9a-f-]{36})"')
    admin.get(f"{other}/record")


def person(world: World, place: str) -> dict:
    return {
        "full_name": world.new("name", place), "date_of_birth": world.new("birth", place), "phone": world.new("phone", place),
        "safe_contact": world.new("note", f"{place}, safe contact"), "notes": world.new("note", f"{place}, notes")}


def referrals(world: World) -> None:
    leader = world.people["team_leader"]
    page = leader.get("/referrals/new")
    routes = page.all(r'name="route"[^>]*value="([^"]+)"') or page.all(r'value="([^"]+)"[^>]*name="route"')
    fields = person(world, "referral form") | {
        "agreed": "phone", "postcode": "L8 1XX", "district": LIVERPOOL, "route": routes[0], "needs": ["domestic-abuse", "mental-health"],
        "another_adult": world.new("name", "another adult")}
    leader.fill(page, "/referrals/new", fields | {"date_of_birth": world.new("stray", "day of a form"), "agreed": "no"})
    leader.fill(page, "/referrals/new", fields | {"needs": world.new("stray", "need of a form")})
    leader.post("/referrals/new", fields | {"form_token": "B" * 22})
    referral = made_at(leader.fill(page, "/referrals/new", fields))
    page = leader.get(referral)
    leader.fill(page, f"{referral}/decline", {"reason": "none-such", "note": world.new("note", "decline")})
    household = made_at(leader.fill(page, f"{referral}/accept", {"despite": world.new("note", "accepted because")}))
    page = leader.get(household)
    notes = f"{household}/notes"
    leader.fill(page, notes, {"kind": "phone", "happened_on": DAY, "body": world.new("note", "contact note")})
    leader.fill(page, notes, {"kind": world.new("stray", "kind of a note"), "happened_on": DAY, "body": world.new("note", "contact note, wrong kind")})
    leader.fill(page, notes, {"kind": "phone", "happened_on": DAY, "body": world.new("note", "contact note, too long") * 400})
    leader.post(notes, {"kind": "phone", "happened_on": DAY, "body": world.new("note", "contact note, stale form"), "form_token": "C" * 22})
    leader.post(notes, {"kind": "phone", "happened_on": DAY, "body": world.new("note", "contact note, foreign")}, {"Origin": "https://elsewhere.example.org"})
    leader.post(f"{household}/transfer", {"reason": world.new("note", "transfer")} | {"handover": world.new("note", "handover"), "form_token": world.canaries[-1].value})
    world.household, world.referral, world.note_page = household, referral, page
    for words in [fields["full_name"], fields["date_of_birth"], fields["phone"], world.new("search", "search box"), "%" + world.new("search", "search box")]:
        leader.fill(leader.get("/search"), "/search", {"words": words})
    leader.get(f"/search?words={world.new('stray', 'query of search')}")
    leader.fill(leader.get("/record"), "/record", {"reference": world.new("search", "record")})
    for path in ["/inbox", "/today", "/households", "/monday", "/team", "/record", "/duplicates", "/messages", household, f"{household}/record"]:
        leader.get(path)


def invitations(world: World) -> None:
    manager = world.people["programme_manager"]
    page = manager.get("/invitations/new")
    fields = {
        "list_name": world.new("note", "name of a list"), "source": "Example Housing", "basis": "public-task", "list_district": LIVERPOOL,
        "basis_note": "The Example Act 2020.", "ask_until": time.strftime("%d/%m/%Y", time.localtime(time.time() + 100 * 86400))}
    manager.fill(page, "/invitations", fields | {"ask_until": world.new("stray", "day of a list")})
    place = made_at(manager.fill(page, "/invitations", fields)).removesuffix("/add")
    page = manager.get(f"{place}/add")
    asked = person(world, "invitation")
    manager.fill(page, f"{place}/add", {
        "full_name": asked["full_name"], "date_of_birth": asked["date_of_birth"], "email": world.new("email", "invitation"), "mobile": asked["phone"],
        "address": world.new("address", "invitation")})
    manager.fill(page, f"{place}/add", {"full_name": world.new("name", "invitation, wrong"), "email": world.new("stray", "email of an invitation")})
    rows = f"full_name,email\n{world.new('name', 'pasted rows')},{world.new('email', 'pasted rows')}\n\"{world.new('name', 'pasted rows, broken')},x\n"
    manager.fill(page, f"{place}/rows", {"rows": rows})
    send = manager.get(f"{place}/send")
    manager.fill(send, f"{place}/send", {})


def answer_invitation(world: World, text: str) -> bool:
    """By the first link in what was sent; False where there is none."""
    match = re.search(r"/invitation/([\w-]{43})", text.replace("\\/", "/"))
    if not match:
        return False
    token = world.made("invitation link", match[1], "invitation")
    guest = Visitor(world, "guest")
    page = guest.get(f"/invitation/{token}")
    guest.fill(page, f"/invitation/{token}", {"answer": world.new("stray", "answer"), "reach": world.new("note", "reach, wrong")})
    guest.fill(page, f"/invitation/{token}", {"answer": "yes", "reach": world.new("note", "reach"), "reach_time": world.new("note", "reach, when")})
    guest.get(f"/invitation/{token}")
    return True


def programs(world: World) -> None:
    """The API: good, bad, broken, and with secrets where they do not belong."""
    api = Visitor(world, "program")
    bearer = {"Authorization": f"Bearer {world.token}", "Content-Type": "application/json"}
    row = person(world, "API") | {
        "referral_id": "EX-1", "referrer_organisation": ORGANISATION, "route": "partner", "referred_on": "2026-11-02", "agreed_to_share": "yes",
        "district": "Liverpool", "needs": "finances"}
    send = lambda value, headers=None: api.send(
        "POST", "/api/v1/referrals", value if isinstance(value, (str, bytes)) else json.dumps(value), bearer | (headers or {}))
    send(row, {"Idempotency-Key": world.new("stray", "key of the API")})
    send(row | {"date_of_birth": world.new("stray", "day of the API"), "route": world.new("stray", "route of the API")})
    send(row | {world.new("stray", "key of JSON"): "x"})
    send(row | {"full_name": {"first": world.new("name", "nested JSON")}})
    send(json.dumps(row)[:-20] + world.new("stray", "broken JSON"))
    send(json.dumps(row)[:-1] + f', "full_name": "{world.new("name", "a key twice")}"}}')
    send("[" * 60 + json.dumps(world.new("stray", "deep JSON")) + "]" * 60)
    send(json.dumps(row).encode("utf-16"))
    send(row, {"Content-Type": f"text/{world.new('stray', 'content type')}"})
    send(row, {"Authorization": f"Bearer {world.new('setting', 'bearer, wrong')}"})
    send(row, {"Authorization": f"Bearer {world.token[:-1]}"})
    send(row, {"Authorization": "Basic " + base64.b64encode(world.new("setting", "basic").encode()).decode()})
    staff = bearer | {"Authorization": f"Bearer {world.staff_token}"}
    api.send("GET", f"/api/v1/referrals?access_token={world.token}", None, {})
    api.send("GET", f"/api/v1/referrals?state={world.new('stray', 'state of the API')}", None, staff)
    api.send("GET", f"/api/v1/referrals?cursor={world.new('stray', 'cursor of the API')}", None, staff)
    api.send("GET", f"/api/v1/referrals/{world.new('stray', 'id of the API')}", None, staff)
    api.send("POST", "/api/v1/referrals/search", json.dumps({"full_name": world.new("search", "API")}), staff)
    api.send("POST", "/api/v1/referrals/search", json.dumps({"date_of_birth": world.new("search", "API, day")}), staff)
    household = "/api/v1" + world.household
    api.send("POST", f"{household}/notes", json.dumps({"kind": "phone", "happened_on": "2026-11-20", "body": world.new("note", "API")}), staff)
    api.send("POST", f"{household}/notes", json.dumps({"kind": world.new("stray", "kind, API"), "body": world.new("note", "API, wrong")}), staff)
    api.send("POST", f"{household}/assign", "{}", staff | {"If-Match": world.new("stray", "If-Match")})
    api.send("GET", "/metrics", None, {"Authorization": f"Bearer {world.new('setting', 'metrics, wrong')}", "X-Forwarded-For": "192.0.2.9"})
    api.send("POST", "/callbacks/notify", json.dumps({"reference": world.new("stray", "receipt")}), {"Authorization": f"Bearer {world.new('setting', 'receipt')}", "Content-Type": "application/json"})


COLUMNS = [
    "referral_id", "referrer_organisation", "route", "referred_on", "full_name", "date_of_birth", "agreed_to_share", "phone", "safe_contact",
    "district", "needs", "notes"]


def file_row(world: World, number: int, place: str = "file", **changes) -> str:
    values = person(world, place) | {
        "referral_id": f"F-{number}", "referrer_organisation": ORGANISATION, "route": "partner", "referred_on": "2026-11-02",
        "agreed_to_share": "yes", "district": "Liverpool", "needs": "finances"} | changes
    return ",".join('"' + values[name].replace('"', '""') + '"' for name in COLUMNS)


def refused_file(world: World, folder: Path, number: int, place: str) -> None:
    """A good row that the database will not take."""
    path = folder / "refused.csv"
    path.write_text("\r\n".join([",".join(COLUMNS), file_row(world, number, place)]))
    world.processes.run("import-refused", "import", "referrals", path, good=range(3, 256))
    path.unlink()


def files(world: World, folder: Path) -> None:
    """Referral files: good rows, bad values, broken lines, other encodings, a header of names."""
    row = lambda number, **changes: file_row(world, number, **changes)
    header = ",".join(COLUMNS)
    good = [row(1), row(2), row(3, date_of_birth=world.new("stray", "day of a file"), route=world.new("stray", "route of a file")), row(4, phone=world.new("stray", "phone of a file"))]
    written = {
        "good": "\r\n".join([header, *good]).encode(),
        "broken": "\r\n".join([header, row(5), f'F-6,"{world.new("name", "open quote")}', row(7) + f',{world.new("stray", "too many cells")}', f'F-8,{world.new("stray", "too few cells")}']).encode(),
        "utf16": "\r\n".join([header, row(11)]).encode("utf-16"),
        "header": f"{world.new('stray', 'name of a column')},full_name\r\nx,{world.new('name', 'file without columns')}".encode(),
        "zero": ("\r\n".join([header, row(9)]).replace("F-9", "F-9\0") + "\r\n").encode(),
        "latin": "\r\n".join([header, row(10)]).encode("cp1252"),
        "empty": b"", "binary": bytes(range(256)) + world.new("stray", "binary file").encode()}
    for name, data in written.items():
        path = folder / f"{name}.csv"
        path.write_bytes(data)
        for words in [[], ["--dry-run", "--format", "json"], ["--as-partner", ORGANISATION]]:
            world.processes.run(f"import-{name}", "import", "referrals", path, *words, good=(0, 1, 2))
        path.unlink()


def stray(world: World) -> None:
    """Secrets in places where nobody looks for them."""
    leader = Visitor(world, "leader, strayed")
    leader.cookies = dict(world.people["team_leader"].cookies)
    nobody = Visitor(world, "nobody")
    for who in [nobody, leader]:
        new = lambda place: world.new("stray", f"{place} of {who.who}")
        for path in [
                f"/?q={new('query')}", f"/{new('path')}", f"/households/{new('id')}", f"/inbox?page={new('page')}&{new('key of a query')}=1",
                f"/set-up/{new('link')}", f"/invitation/{new('link')}", f"/assets/{new('asset')}", f"/households/{uuid7()}?{new('query')}", f"/%00{new('zero')}", f"/%ff%fe{new('percent')}",
                f"/demo/{new('demo')}", f"/health/ready?{new('health')}", f"/metrics?{new('metrics')}", f"//{new('authority')}/"]:
            who.get(path)
        for header in [
                "Referer", "User-Agent", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Host", "Host", "Origin", "Accept-Language", "Authorization", "If-None-Match",
                "Range", "Content-Type", "Cookie", "Forwarded", "Traceparent", "X-Anything"]:
            value = new(header)
            who.get("/account", {header: f"a={value}" if header == "Cookie" else f"http://{value}" if header == "Origin" else value})
        for method in ["DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]:
            who.send(method, f"/account?{new(method)}", new("body"), {"Content-Type": "text/plain"})
        who.post("/sign-in", {new("name of a field"): new("field")}, {"Origin": f"https://{new('foreign')}.example.org"})
        who.send("POST", "/referrals/new", new("body") * 30_000, {"Content-Type": "application/x-www-form-urlencoded"})
        boundary = new("boundary")
        body = f'--{boundary}\r\nContent-Disposition: form-data; name="{new("part")}"; filename="{new("file name")}"\r\n\r\n{new("file")}\r\n--{boundary}--\r\n'
        who.send("POST", "/referrals/new", body, {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": f"http://127.0.0.1:{world.port}"})
    for raw in [
            f"GET /{world.new('stray', 'no version')}\r\n\r\n", f"{world.new('stray', 'method')} / HTTP/1.1\r\nHost: x\r\n\r\n",
            f"GET / HTTP/{world.new('stray', 'version')}\r\n\r\n", f"GET / HTTP/1.1\r\nHost: x\r\n{world.new('stray', 'header')}\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: x\r\nX y: {world.new('stray', 'bad header')}\r\n\r\n", f"GET / HTTP/1.1\r\nHost: x\r\nHost: {world.new('stray', 'two hosts')}\r\n\r\n",
            f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {world.new('stray', 'length')}\r\n\r\n",
            f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz;{world.new('stray', 'chunk')}\r\n",
            f"GET / HTTP/1.1\r\nHost: x\r\nX: {world.new('stray', 'long header') * 2000}\r\n\r\n", world.new("stray", "garbage") * 10,
            f"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\npassword={world.new('stray', 'cut body')}"]:
        with socket.create_connection(("127.0.0.1", world.port), timeout=10) as wire:
            wire.sendall(raw.encode())
            wire.shutdown(socket.SHUT_WR)
            try:
                while wire.recv(65536):
                    pass
            except OSError:
                pass


def seen_from_outside(world: World, token: str) -> None:
    """What watches the server, and asks it again and again."""
    watcher = Visitor(world, "watcher")
    watcher.get("/health/live")
    watcher.get("/health/ready")
    watcher.get("/metrics", {"Authorization": f"Bearer {token}"})
    watcher.get("/metrics")


def write_while(world: World, count: int = 12) -> None:
    """Notes and searches by a user, whatever is answered; for a server that is killed or has lost its database."""
    leader = world.people["team_leader"]
    for _ in range(count):
        try:
            leader.fill(world.note_page, f"{world.household}/notes", {"key": uuid7(), "kind": "phone", "happened_on": DAY, "body": world.new("note", "note in bad times")})
            leader.get(world.household)
            leader.get(f"/households/{world.new('stray', 'id in bad times')}")
        except (OSError, http.client.HTTPException):
            return
