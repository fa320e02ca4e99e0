"""The finished program for the drill `canary`: its processes with all they say kept, a browser with an authenticator, and the
programs outside that it talks to, each of which answers with errors that repeat what they were sent."""

import base64
import hashlib
import hmac
import html
import http.client
import http.server
import json
import os
import re
import resource
import socketserver
import struct
import subprocess
import threading
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from product import PIERHEAD, UNLIMITED, Trouble, free_port


class Processes:
    """Runs the program in a folder of its own, and keeps what it says and what others on the machine see of it."""

    def __init__(self, folder: Path, settings: dict):
        self.folder = folder
        self.here = folder / "here"
        self.said = folder / "said"
        for place in [self.here, self.said]:
            place.mkdir(parents=True)
        self.settings = settings
        self.number = 0
        # What /proc shows of each, and the children it had.
        self.words, self.children = {}, set()
        self.started = []

    def config(self, more: dict) -> dict:
        """Settings go in by a file, as running.md says; the environment names that alone."""
        self.number += 1
        path = self.folder / "settings" / f"{self.number}.conf"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{name}={value}\n" for name, value in (self.settings | more).items()))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PIERHEAD_")}
        return clean | {"PIERHEAD_CONFIG": str(path), "HOME": str(self.here), "TMPDIR": str(self.here)}

    def start(self, name: str, words: list, settings: dict, stdin=subprocess.DEVNULL) -> subprocess.Popen:
        environment = self.config(settings)
        base = self.said / f"{self.number:03}-{name}"
        # A crash may leave a core here, as on a machine that nobody set up against it.
        process = subprocess.Popen(
            [str(PIERHEAD), *map(str, words)], cwd=self.here, stdin=stdin, env=environment,
            stdout=open(f"{base}.out", "wb"), stderr=open(f"{base}.err", "wb"),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
        process.base = base
        self.started.append(process)
        self.look(name, process)
        return process

    def look(self, name: str, process: subprocess.Popen) -> None:
        """What anybody on the machine may read of it."""
        proc = Path(f"/proc/{process.pid}")
        try:
            self.words[f"{name} {process.pid}"] = (proc / "cmdline").read_bytes()
            for task in (proc / "task").iterdir():
                for child in (task / "children").read_text().split():
                    self.children.add(f"{name}: " + Path(f"/proc/{child}/cmdline").read_text(errors="replace"))
                    self.words[f"child of {name}"] = Path(f"/proc/{child}/environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            pass

    def run(self, name: str, *words, good=(0,), settings=None) -> str:
        """A command to its end; answers its standard output."""
        process = self.start(name, list(words), settings or {})
        try:
            status = process.wait(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Trouble(f"pierhead {' '.join(map(str, words))} did not end")
        said = Path(f"{process.base}.out").read_text(errors="replace")
        if good is not None and status not in good:
            raise Trouble(
                f"pierhead {' '.join(map(str, words))} ended with {status}\n{said[-800:]}"
                + Path(f"{process.base}.err").read_text(errors="replace")[-800:])
        return said

    def serve(self, name: str, settings: dict) -> tuple:
        """A server at the most talkative level; its process and its port."""
        port = free_port()
        process = self.start(
            name, ["serve"], UNLIMITED | {"PIERHEAD_LOG": "trace", "PIERHEAD_PORT": str(port), "PIERHEAD_URL": f"http://127.0.0.1:{port}"} | settings)
        give_up = time.monotonic() + 60
        while "Listening on" not in Path(f"{process.base}.out").read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > give_up:
                raise Trouble(f"the server {name} did not start\n" + Path(f"{process.base}.err").read_text(errors="replace")[-2000:])
            time.sleep(0.02)
        self.look(name, process)
        return process, port

    def end(self) -> None:
        """Whatever still runs."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def stop(self, name: str, process: subprocess.Popen) -> None:
        self.look(name, process)
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Fields(HTMLParser):
    """The forms of a page: where each goes and what it holds."""

    def __init__(self):
        super().__init__()
        self.forms = {}
        self.at = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.at = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and self.at is not None and given.get("type") == "hidden":
            self.at[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.at = None


class Page:
    def __init__(self, asked: str, status: int, headers: list, body: bytes):
        self.asked, self.status, self.headers, self.body = asked, status, headers, body
        self.text = body.decode(errors="replace")

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")

    def head(self) -> bytes:
        """Without cookies, which are for who asked alone."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers if name.lower() != "set-cookie").encode()

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.text, re.DOTALL)
        if not match:
            raise Trouble(f"{self.asked} answered {self.status} without {pattern}\n{self.text[:1500]}")
        return html.unescape(match[1])

    def all(self, pattern: str) -> list:
        return [html.unescape(one) for one in re.findall(pattern, self.text, re.DOTALL)]


class Visitor:
    """A browser that keeps its cookies and everything that it was answered."""

    def __init__(self, world, who: str):
        self.world, self.who = world, who
        self.cookies = {}
        self.step = 0

    def send(self, method: str, path: str, body=None, headers=None) -> Page:
        # Cookies last: a visitor who is nobody may have names that look like ours.
        sent = {"Host": f"127.0.0.1:{self.world.port}"} | (headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join([f"{name}={value}" for name, value in self.cookies.items()] + ([sent["Cookie"]] if "Cookie" in sent else []))
        connection = http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=60)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            page = Page(f"{method} {path.split('?')[0]}", answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                name, value = value.split(";")[0].split("=", 1)
                if value:
                    self.cookies[name] = value
                    self.world.made("cookie", value, f"{name} of {self.who}")
                else:
                    self.cookies.pop(name, None)
        self.world.answered(self, page)
        return page

    def get(self, path: str, headers=None) -> Page:
        return self.send("GET", path, None, headers)

    def post(self, path: str, fields: dict, headers=None) -> Page:
        return self.send(
            "POST", path, urlencode(fields, doseq=True),
            {"Origin": f"http://127.0.0.1:{self.world.port}", "Content-Type": "application/x-www-form-urlencoded"} | (headers or {}))

    def fill(self, page: Page, action: str, fields: dict) -> Page:
        """Sends the form of a page that goes to `action`, with what it holds and these."""
        reader = Fields()
        reader.feed(page.text)
        for path, held in reader.forms.items():
            if path.split("?")[0] == action:
                return self.post(action, held | fields)
        raise Trouble(f"{page.asked} ({page.status}) has no form to {action}: {list(reader.forms)}\n{page.text[:1500]}")

    def code(self) -> str:
        """The authenticator's next code: each works once, and clocks may be a step off."""
        now = int(time.time()) // 30
        self.step = max(self.step + 1, now - 1)
        while self.step > int(time.time()) // 30 + 1:
            time.sleep(0.2)
        digest = hmac.new(base64.b32decode(self.secret + "=" * (-len(self.secret) % 8)), struct.pack(">Q", self.step), hashlib.sha1).digest()
        number = struct.unpack(">I", digest[digest[19] & 15:][:4])[0] & 0x7FFFFFFF
        return self.world.made("code", f"{number % 1_000_000:06}", f"authenticator of {self.who}")


class Stubs:
    """GOV.UK Notify, a mail server and a webhook's listener on this machine. Each repeats what it was sent in an error."""

    def __init__(self):
        self.taken = []
        stubs = self

        class Echo(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
                stubs.taken.append((self.path, dict(self.headers), body))
                said = json.dumps({"errors": [{"error": "BadRequestError", "message": f"can't take {body} of {self.headers}"}]}).encode()
                self.send_response(500 if "hook" in self.path else 400)
                self.send_header("Content-Length", str(len(said)))
                self.send_header("X-Echo", body.replace("\n", " ").replace("\r", " ")[:2000].encode("ascii", "replace").decode())
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST

        class Mail(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"220 stub ESMTP\r\n")
                for line in self.rfile:
                    word = line[:4].upper()
                    stubs.taken.append(("smtp", {}, line.decode(errors="replace")))
                    if word == b"EHLO":
                        self.wfile.write(b"250-stub\r\n250 AUTH PLAIN LOGIN\r\n")
                    elif word == b"AUTH":
                        self.wfile.write(b"535 5.7.8 I do not like " + line.strip() + b"\r\n")
                    elif word == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    else:
                        self.wfile.write(b"550 5.1.1 nobody like " + line.strip() + b"\r\n")

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        self.mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
        for server in [self.http, self.mail]:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def http_port(self) -> int:
        return self.http.server_address[1]

    @property
    def mail_port(self) -> int:
        return self.mail.server_address[1]

    def close(self) -> None:
        for server in [self.http, self.mail]:
            server.shutdown()
            server.server_close()
