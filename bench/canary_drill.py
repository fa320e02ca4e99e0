"""No secret stands where it has no business: passwords, codes, tokens, links, names, notes and what people search for are put through
servers that say all they can, commands, errors and crashes, and then looked for in everything that these left behind.

`canary_search` knows how values are written down, `canary_world` runs the program, `canary_story` is what happens to it.
"""

import json
import re
import signal
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import canary_story as story
from canary_places import BY_DESIGN, EVENTS, PRINTED, RAW, SECRETS, SHOWN
from canary_search import MARK, Searcher, prove
from canary_world import Processes, Stubs
from product import Trouble, free_port


class CanaryDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.folder = drill.folder / f"canary-{engine.name}"

    def run(self) -> None:
        self.database = self.engine.database("canary")
        if self.engine.name == "PostgreSQL":
            self.log_from = (self.postgres() / "log").stat().st_size
            # As somebody sets it who looks for slow statements.
            self.database.server.superuser("ALTER ROLE pierhead IN DATABASE canary SET log_min_duration_statement = 0")
        stubs = Stubs()
        processes = Processes(self.folder, {})
        self.world = world = story.World(processes, self.drill.chance)
        processes.settings |= self.settings(stubs)
        try:
            self.live(stubs)
            self.commands()
            self.searcher = Searcher(world.canaries)
            self.prove()
            self.search()
        finally:
            stubs.close()
            processes.end()
        self.database.remove()

    def line(self, what: str, found: list, note: str) -> None:
        for one in found[:400]:
            self.say(f"{self.engine.name}: {what}: {one}")
        self.drill.line(self.engine, "canary", what, not found, note + (f"; FOUND {len(found)}: {found[0]}" if found else ""))

    def settings(self, stubs) -> dict:
        """Of every server and command: each secret of them a canary."""
        new = lambda place: self.world.new("setting", place)
        self.metrics_token = new("metrics token")
        address = self.database.url
        if address.startswith("postgresql://"):
            address = address.replace("//pierhead@", f"//pierhead:{new('password of the database')}@")
        return {
            "PIERHEAD_DATABASE": address, "PIERHEAD_KEY_FILE": self.folder / "keys/pierhead.key", "PIERHEAD_METRICS_TOKEN": self.metrics_token,
            "PIERHEAD_NOTIFY_CALLBACK_TOKEN": new("callback token"), "PIERHEAD_MESSAGE_FOLDER": self.folder / "messages",
            "PIERHEAD_MESSAGE_PAUSE": "1", "PIERHEAD_WEBHOOKS_TO_LOOPBACK": "1", "PIERHEAD_BACKUP_KEY": self.folder / "keys/backup.key",
            "PIERHEAD_WRITE_DEADLINE": "2", "PIERHEAD_SIGN_IN_TRIES": "1000", "PIERHEAD_SIGN_IN_FAILURES": "1000"}

    # What happens

    def live(self, stubs) -> None:
        world, processes = self.world, self.world.processes
        (self.folder / "keys").mkdir()
        for role, *words in [
                ["administrator"], ["team_leader", "--district", "Liverpool"], ["programme_manager"], ["referrer", "--organisation", story.ORGANISATION]]:
            world.add_account(role, *words)
        self.say(f"{self.engine.name}: a day of work, logged as JSON")
        process, world.port = processes.serve("json", {"PIERHEAD_LOG_FORMAT": "json"})
        for visitor in world.people.values():
            story.set_up(world, visitor)
        story.sign_in(world, world.people["administrator"])
        story.passwords_and_tokens(world, stubs)
        story.referrals(world)
        story.programs(world)
        story.files(world, self.folder)
        story.invitations(world)
        self.wait("an invitation in the folder", lambda: story.answer_invitation(world, self.mails()))
        story.stray(world)
        story.seen_from_outside(world, self.metrics_token)
        self.wrong_values()
        story.seen_from_outside(world, self.metrics_token)
        processes.look("json", process)
        process.kill()
        process.wait()
        self.say(f"{self.engine.name}: again, logged as text, with GOV.UK Notify")
        secret = world.made("setting", story.uuid7(), "secret of Notify")
        process, world.port = processes.serve("text", {
            "PIERHEAD_NOTIFY_KEY": f"drill-{story.uuid7()}-{secret}", "PIERHEAD_NOTIFY_URL": f"http://127.0.0.1:{stubs.http_port}",
            "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": story.uuid7()})
        story.stray(world)
        story.programs(world)
        story.invitations(world)
        self.wait("an invitation at Notify", lambda: any(
            story.answer_invitation(world, body) for path, _, body in list(stubs.taken) if "/v2/" in path))
        self.away(world)
        story.seen_from_outside(world, self.metrics_token)
        # As a fault of the program would end it. What Swift then tells of its memory holds a part, a core all of it.
        while process.poll() is None:
            process.send_signal(signal.SIGABRT)
            time.sleep(5)
        self.say(f"{self.engine.name}: again, as JSON, with a mail server")
        process, world.port = processes.serve("mail", {
            "PIERHEAD_LOG_FORMAT": "json", "PIERHEAD_SMTP_URL": f"smtp://127.0.0.1:{stubs.mail_port}", "PIERHEAD_SMTP_USER": "drill",
            "PIERHEAD_SMTP_PASSWORD": world.new("setting", "password of the mail server"), "PIERHEAD_MAIL_FROM": "hiw@example.org"})
        before = len(stubs.taken)
        story.invitations(world)
        self.wait("a mail", lambda: any("AUTH" in body for path, _, body in stubs.taken[before:]))
        story.sign_in(world, world.people["administrator"])
        processes.stop("mail", process)

    def mails(self) -> str:
        return "".join(path.read_text().replace("=\n", "") for path in (self.folder / "messages").glob("*.eml"))

    @staticmethod
    def wait(what: str, done) -> None:
        give_up = time.monotonic() + 30
        while not done():
            if time.monotonic() > give_up:
                raise Trouble(f"waited for {what} in vain")
            time.sleep(0.1)

    def wrong_values(self) -> None:
        """The database refuses what the program thought good, and then holds what the program can't read."""
        world, leader = self.world, self.world.people["team_leader"]
        self.refuse("contact_notes")
        page = leader.fill(leader.get(world.household), f"{world.household}/notes", {
            "kind": "phone", "happened_on": story.DAY, "body": world.new("note", "refused by the database")})
        refused = page.status
        self.allow("contact_notes")
        stray = world.new("stray", "a column that holds no kind")
        if self.engine.name == "SQLite":
            self.database.tamper("PRAGMA ignore_check_constraints = ON", f"UPDATE contact_notes SET kind = '{stray}'")
        else:
            self.database.tamper("ALTER TABLE contact_notes DROP CONSTRAINT contact_notes_kind_check", f"UPDATE contact_notes SET kind = '{stray}'")
        unreadable = leader.get(world.household).status
        self.database.tamper("UPDATE contact_notes SET kind = 'phone'")
        self.drill.line(
            self.engine, "canary", "the database refuses, and holds what nobody can read", (refused, unreadable) == (500, 500),
            f"the pages answered {refused} and {unreadable}")

    def away(self, world) -> None:
        """PostgreSQL hangs up and lets nobody in again, while people write."""
        if self.engine.name == "SQLite":
            story.write_while(world)
            return
        server = self.database.server
        server.superuser(
            "ALTER DATABASE canary ALLOW_CONNECTIONS false",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'canary'")
        try:
            story.write_while(world, 2)
            story.programs(world)
        finally:
            server.superuser("ALTER DATABASE canary ALLOW_CONNECTIONS true")
        self.wait("the server to find its database", lambda: world.people["team_leader"].get(world.household).status == 200)

    def refuse(self, table: str) -> None:
        """From now on the database takes no row of a table: its rule, and not the program's, is broken."""
        self.database.tamper(
            f"CREATE TRIGGER canary BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
            if self.engine.name == "SQLite" else f"ALTER TABLE {table} ADD CONSTRAINT canary CHECK (id = '') NOT VALID")

    def allow(self, table: str) -> None:
        self.database.tamper("DROP TRIGGER canary" if self.engine.name == "SQLite" else f"ALTER TABLE {table} DROP CONSTRAINT canary")

    def commands(self) -> None:
        """What whoever looks after the machine types, right and wrong."""
        run, world, folder = self.world.processes.run, self.world, self.folder
        self.refuse("people")
        story.refused_file(world, folder, 20, "refused by the database")
        if self.engine.name == "PostgreSQL":
            self.log = (self.postgres() / "log").read_bytes()[self.log_from:]
            # As PostgreSQL comes, and as nobody should leave it.
            set_so = self.database.server.superuser(
                "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 'pierhead'::regrole AND setdatabase = 0",
                "ALTER ROLE pierhead RESET ALL")
            story.refused_file(world, folder, 21, "refused, and PostgreSQL not told to be quiet")
            self.careless_log = (self.postgres() / "log").read_bytes()[self.log_from + len(self.log):]
            self.database.server.superuser(*["ALTER ROLE pierhead SET {} = '{}'".format(*one.split("=", 1)) for (one,) in set_so])
        self.allow("people")
        run("verify", "verify", "--anchor", folder / "here/anchor")
        for key in ["backup", "second"]:
            run("backup-key", "backup-key", folder / f"keys/{key}.key")
        run("backup", "backup", folder / "one.backup")
        run("restore-check", "restore", folder / "one.backup", "--dry-run")
        run("restore-wrong-key", "restore", folder / "one.backup", "--dry-run", "--key", folder / "keys/second.key", good=range(1, 256))
        damaged = bytearray((folder / "one.backup").read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (folder / "damaged.backup").write_bytes(damaged)
        run("restore-damaged", "restore", folder / "damaged.backup", "--dry-run", good=range(1, 256))
        other = self.engine.database("canary_restored")
        try:
            run("restore", "restore", folder / "one.backup", settings={
                "PIERHEAD_DATABASE": other.url, "PIERHEAD_KEY_FILE": folder / "keys/restored.key"})
        finally:
            other.remove()
        run("user-list", "user", "list")
        run("user-wrong", "user", "add", "x@example.org", "--name", "Staff X", "--role", "none-such", good=(2,))
        run("token-wrong", "user", "token", "nobody@example.org", good=(2,))
        new = lambda place: world.new("setting", place)
        for at, (name, value) in enumerate([
                ("DATABASE", f"postgresql://pierhead:{new('address, cut')}@[::1/pierhead"),
                ("DATABASE", f"postgresql://pierhead:{new('address, percent')}%zz@127.0.0.1/pierhead"),
                ("DATABASE", f"postgresql://pierhead:{new('address, slash')}/x@127.0.0.1/pierhead"),
                ("DATABASE", f"postgresql://pierhead:x@{new('address, at')}@127.0.0.1/pierhead"),
                ("DATABASE", f"postgresql://pierhead:{new('address, nobody there')}@127.0.0.1:{free_port()}/pierhead"),
                ("DATABASE", f"postgresql://pierhead@127.0.0.1:{free_port()}/pierhead?password={new('address, query')}&nonsense=1"),
                ("DATABASE", f"Postgresql://pierhead:{new('address, capital')}@127.0.0.1/pierhead"),
                ("DATABASE", f"pierhead:{new('address, without a kind')}@127.0.0.1/pierhead"),
                ("NOTIFY_KEY", new("key of Notify")), ("SMTP_URL", f"smtp://drill:{new('mail server')}@127.0.0.1:25"),
                ("SMTP_PASSWORD", new("password without a user")), ("METRICS_TOKEN", MARK), ("NOTIFY_CALLBACK_TOKEN", MARK),
                ("PORT", new("port")), ("URL", f"ftp://drill:{new('address of the service')}@x"), ("NOTIFY_URL", f"http://drill:{new('address of Notify')}@x")]):
            more = {"PIERHEAD_NOTIFY_KEY": f"drill-{story.uuid7()}-{story.uuid7()}"} if name == "NOTIFY_URL" else {}
            more |= {"PIERHEAD_MAIL_FROM": "hiw@example.org", "PIERHEAD_SMTP_URL": "smtp://127.0.0.1:25"} if name == "SMTP_PASSWORD" else {}
            run(f"setting-{at}", "user", "list", settings=more | {f"PIERHEAD_{name}": value}, good=range(1, 256))

    # Where it is looked for

    def prove(self) -> None:
        tried, missed, innocent = prove(self.searcher)
        kinds = len({canary.kind for canary in self.searcher.canaries})
        self.line(
            "a program that logs one must be found out", missed + innocent,
            f"{len(self.searcher.canaries):,} values of {kinds} kinds, {self.searcher.number_of_forms:,} forms; {tried:,} leaks written, all found")
        self.searcher.searched = 0

    def hits(self, data: bytes, place: str, kinds=None) -> list:
        return [f"{place}: {one.canary.kind} ({one.canary.place}) as {one.encoding} at {one.at}" for one in self.searcher.find(data, kinds)]

    def over(self, paths, place: str, kinds=None) -> tuple:
        """(found, files, bytes) of files; folders with all in them."""
        found, files, size = [], 0, 0
        for path in paths:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    data = file.read_bytes()
                    found += self.hits(data, f"{place} {file.name}", kinds)
                    files, size = files + 1, size + len(data)
        return found, files, size

    def search(self) -> None:
        every = {canary.kind for canary in self.searcher.canaries}
        self.search_said(every)
        self.search_pages(every)
        self.search_database(every)
        if self.engine.name == "PostgreSQL":
            self.search_log()
        folder = self.folder
        found, files, size = self.over([folder / "one.backup", folder / "damaged.backup"], "backup")
        self.line("backups", found, f"{files} files, {size:,} bytes")
        # A core is whatever stood in memory, and far too long to read: that it is there is enough.
        cores = [path for path in (folder / "here").rglob("*") if path.is_file() and path.stat().st_size > 1 << 24]
        for path in cores:
            path.unlink()
        found, files, size = self.over([folder / "here"], "left behind")
        found += [f"left behind {path.name}: all that stood in memory" for path in cores]
        self.line("cores and temporary files", found, f"{files} files, {size:,} bytes")
        found, files, size = self.heads()
        self.line("subjects and references of messages", found, f"{files} messages, {size:,} bytes")
        processes = self.world.processes
        found = [hit for name, words in processes.words.items() for hit in self.hits(words, f"/proc of {name}")]
        found += [f"a child process: {child}" for child in processes.children]
        self.line("what other users of the machine see", found, f"words of {len(processes.words)} processes, {len(processes.children)} children")
        self.drill.line(self.engine, "canary", "searched in all", True, f"{self.searcher.searched:,} bytes for {self.searcher.number_of_forms:,} forms")

    def search_said(self, every: set) -> None:
        found, files, size = [], 0, 0
        for path in sorted(self.world.processes.said.iterdir()):
            printed = {kind for name, kinds in PRINTED if path.name.endswith(f"-{name}.out") for kind in kinds}
            data = path.read_bytes()
            found += self.hits(data, path.name, every - printed)
            files, size = files + 1, size + len(data)
        self.line("standard output and error, with all logs", found, f"{files} files, {size:,} bytes")

    def search_pages(self, every: set) -> None:
        """Numbers and health tell nothing; errors nothing at all; other pages no secret but where it is handed over."""
        watched, errors, shown, counts = [], [], [], [0, 0, 0]
        for who, page in self.world.pages:
            name = f"{page.asked} of {who} ({page.status})"
            allowed = {"form token"} | {kind for pattern, kinds, _ in SHOWN if re.match(pattern, page.asked) for kind in kinds}
            data = page.body + b"\n" + page.head()
            if who == "watcher":
                watched += self.hits(data, name)
                counts[0] += len(data)
            elif page.status >= 400 and page.status not in (409, 422, 429) and "You have been away" not in page.text:
                errors += self.hits(data, name, every - {"form token"})
                counts[1] += len(data)
            else:
                shown += self.hits(data, name, SECRETS - allowed)
                counts[2] += len(data)
        self.line("numbers and health", watched, f"{counts[0]:,} bytes")
        self.line("pages that say no", errors, f"{counts[1]:,} bytes")
        self.line("all other answers, for secrets", shown, f"{counts[2]:,} bytes of {len(self.world.pages):,} answers")

    def search_database(self, every: set) -> None:
        found, size, columns, used = [], 0, 0, set()
        for table, column, data in self.columns():
            columns, size = columns + 1, size + len(data)
            allowed = BY_DESIGN.get((table, column), (set(), ""))[0]
            for hit in self.searcher.find(data):
                if hit.canary.kind in allowed and (table != "events" or hit.canary.place in EVENTS):
                    used.add((table, column))
                else:
                    found.append(f"{table}.{column}: {hit.canary.kind} ({hit.canary.place}) as {hit.encoding}")
        self.line("the database, column by column", found, f"{columns} columns, {size:,} bytes; {len(used)} of {len(BY_DESIGN)} hold people's own by design")
        found, files, size = self.over(self.raw(), "database", RAW)
        self.line("the database's files, for secrets", found, f"{files} files, {size:,} bytes")

    def search_log(self) -> None:
        """PostgreSQL's own, with what our guide sets; and without it, where the searcher must find what it quotes."""
        self.line("PostgreSQL's log", self.hits(self.log, "PostgreSQL's log"), f"{len(self.log):,} bytes, {self.log.count(b'ERROR:'):,} errors")
        quoted = self.searcher.find(self.careless_log)
        self.drill.line(
            self.engine, "canary", "a PostgreSQL that is not told to be quiet must be found out", bool(quoted),
            f"{len(quoted)} values in {len(self.careless_log):,} bytes")

    def columns(self):
        if self.engine.name == "SQLite":
            for (table,) in self.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
                names = [name for name, _ in self.database.columns(table)]
                rows = self.database.rows(f'SELECT * FROM "{table}"')
                for at, name in enumerate(names):
                    yield table, name, "\n".join(str(row[at]) for row in rows).encode()
            return
        for (table,) in self.database.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"):
            rows = [json.loads(str(row[0])) for row in self.database.rows(f'SELECT row_to_json(t) FROM "{table}" t')]
            for name in rows[0] if rows else []:
                yield table, name, "\n".join(str(row[name]) for row in rows).encode()

    def raw(self) -> list:
        if self.engine.name == "SQLite":
            return list(self.database.path.parent.glob(self.database.path.name + "*"))
        self.database.checkpoint()
        number = self.database.rows("SELECT oid FROM pg_database WHERE datname = 'canary'")[0][0]
        return [self.postgres() / "data/base" / str(number), self.postgres() / "data/pg_wal"]

    def postgres(self) -> Path:
        return Path(parse_qs(urlsplit(self.database.url).query)["host"][0])

    def heads(self) -> tuple:
        """Of mails all above the words, without the line that says to whom; of texts nothing stands there."""
        found, files, size = [], 0, 0
        for path in sorted((self.folder / "messages").iterdir()):
            head = b"\n".join(line for line in path.read_bytes().replace(b"\r", b"").split(b"\n\n")[0].split(b"\n") if not line.startswith(b"To: "))
            found += self.hits(head + b"\n" + path.name.encode(), path.name)
            files, size = files + 1, size + len(head)
        return found, files, size


def canary(drill, engine, say) -> None:
    CanaryDrill(drill, engine, say).run()
