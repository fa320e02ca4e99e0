#!/usr/bin/env python3
"""Pierhead in a real browser: Debian's Chromium, through Playwright, with axe-core. `scripts/packages test` installs them.

Serves made-up data from a folder of its own, walks every page of pages.py at both widths, sends forms empty, and goes
through the journey with a pointer, with scripts off and by keyboard. Pictures of all pages land in shots/.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

import journey
import pages
from checks import SHOTS, Checks

ROOT = Path(__file__).resolve().parents[2]
# Where the servers' logs are kept, for whoever looks in them for what must not be there.
KEPT_LOGS = os.environ.get("PIERHEAD_KEPT_LOGS")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def program() -> Path:
    if named := os.environ.get("PIERHEAD_BINARY"):
        return Path(named)
    built = [path for path in [ROOT / ".build/debug/pierhead", ROOT / ".build/release/pierhead"] if path.exists()]
    if not built:
        sys.exit("pierhead is not built: type swift build")
    return max(built, key=lambda path: path.stat().st_mtime)


class Demo:
    """`pierhead serve --demo`, and the one-time link that it prints for each role."""

    def __init__(self, *arguments: str, **settings: str):
        """More for its command line, and settings of its own."""
        self.arguments = arguments
        self.settings = settings

    LINK = re.compile(r"^\s*([a-z_]+)\s+(http://\S+/demo/\S+)\s*$")

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="pierhead-browser-")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.log = open(Path(self.folder) / "said", "w+b")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIERHEAD_")}
        environment |= self.settings
        if KEPT_LOGS:
            environment["PIERHEAD_LOG"] = "trace"
        self.process = subprocess.Popen(
            [program(), "serve", "--demo", "--port", str(port), *self.arguments], cwd=self.folder, env=environment,
            stdout=self.log, stderr=subprocess.STDOUT)
        give_up = time.monotonic() + 60
        while "Listening on" not in self.said() or not self.links():
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.process.kill()
                sys.exit(f"pierhead serve --demo did not start:\n{self.said()}")
            time.sleep(0.1)
        time.sleep(0.2)
        return self

    def said(self) -> str:
        return Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def links(self) -> dict:
        return {found[1]: found[2] for line in self.said().splitlines() if (found := self.LINK.match(line))}

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if KEPT_LOGS:
            shutil.copy(self.log.name, Path(KEPT_LOGS) / f"browser-{time.time_ns()}.log")
        shutil.rmtree(self.folder, ignore_errors=True)


class Run:
    def __init__(self, browser, demo: Demo):
        self.browser = browser
        self.demo = demo
        self.checks = Checks()
        self.signed_in = {}

    def page(self, role: "str | None", **settings):
        """A new window of that role, in a browser of its own; signs in once by the role's link."""
        if role and role not in self.signed_in:
            link = self.demo.links().get(role)
            assert link, f"serve --demo printed no link for {role}"
            context = self.browser.new_context()
            context.new_page().goto(link)
            self.signed_in[role] = context.storage_state()
            context.close()
        context = self.browser.new_context(
            base_url=self.demo.base, storage_state=self.signed_in.get(role) if role else None, **settings)
        context.set_default_timeout(10_000)
        page = context.new_page()
        self.checks.listen(page)
        return page

    def resolve(self, page, path: str) -> "str | None":
        """`{first:/inbox:/referrals/}`: the first address in the inbox that begins so, with what follows put behind it.
        In place of the inbox another of these may stand."""
        if not (found := re.fullmatch(r"\{first:(.+):([^:}]+)\}(.*)", path)):
            return path
        if (start := self.resolve(page, found[1])) is None:
            return None
        page.goto(start)
        for link in page.get_by_role("main").get_by_role("link").all():
            address = (link.get_attribute("href") or "").removeprefix(self.demo.base)
            if address.startswith(found[2]):
                return address + found[3]
        return None

    def part(self, what: str, body) -> None:
        """One part goes on its own: its failure does not hide the next one's."""
        try:
            body()
        except (AssertionError, Error, TypeError) as problem:
            self.checks.check(what, False, str(problem).strip().split("\nCall log")[0])
            if os.environ.get("VERBOSE"):
                traceback.print_exc()

    def look_at(self, role: "str | None", path: str, status: int = 200) -> None:
        name = f"{role or 'nobody'} {re.sub(r'[{}]', '', path)}"

        def body():
            page = self.page(role)
            address = self.resolve(page, path)
            assert address, "no such link"
            page.heard.clear()
            answer = page.goto(address)
            self.checks.check(f"{name}: answers {status}", answer.status == status, f"answered {answer.status}")
            self.checks.check(f"{name}: has a title and one h1", bool(page.title()) and page.locator("h1").count() == 1)
            self.checks.page(page, name, status)
            heading = page.locator("h1").inner_text()
            page.context.close()
            plain = self.page(role, java_script_enabled=False)
            plain.goto(address)
            self.checks.check(f"{name}: reads the same with scripts off", plain.locator("h1").inner_text() == heading)
            plain.context.close()

        self.part(name, body)

    def menu(self, role: str) -> None:
        """On a wide screen the whole menu stands on one line."""
        name = f"{role}'s menu"

        def body():
            page = self.page(role, viewport={"width": 1280, "height": 800})
            page.goto("/account")
            lines = page.eval_on_selector_all(
                ".nav a", "all => new Set(all.map(one => Math.round(one.getBoundingClientRect().top))).size")
            self.checks.check(f"{name} stands on one line", lines <= 1, f"stands on {lines} lines")
            page.context.close()

        self.part(name, body)

    def send_empty(self, role: "str | None", path: str, button: str, error: str) -> None:
        name = f"{role or 'nobody'} {re.sub(r'[{}]', '', path)} sent empty"

        def body():
            page = self.page(role)
            address = self.resolve(page, path)
            assert address, "no such link"
            page.goto(address)
            page.heard.clear()
            # Some forms are closed until somebody opens them.
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            with page.expect_navigation() as navigation:
                page.get_by_role("main").get_by_role("button", name=button).first.click()
            self.checks.check(f"{name}: answers 422", navigation.value.status == 422, f"answered {navigation.value.status}")
            self.checks.check(f"{name}: says what is wrong", page.get_by_text(error).count() >= 1)
            self.checks.check(
                f"{name}: each error leads to its field",
                page.evaluate(
                    "[...document.querySelectorAll('main [role=alert] a[href^=\"#\"]')]"
                    ".every(link => document.getElementById(link.hash.slice(1)))"))
            self.checks.page(page, name, 422)
            page.context.close()

        self.part(name, body)

    def walk(self, what: str, hands, **settings) -> None:
        for role, part in [("team_leader", journey.accept_and_assign), ("advocate", journey.write_first_note)]:
            def body():
                page = self.page(role, **settings)
                try:
                    part(hands(page, self.demo.base), self.checks, what)
                    self.checks.silent(page, f"{what}: {role}")
                finally:
                    self.checks.picture(page, f"journey {what} {role}")
                    page.context.close()

            self.part(f"{what}: {role}", body)


def main() -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    with Demo() as demo, sync_playwright() as playwright:
        # Root has no sandbox to give, and this browser sees no page but ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        run = Run(browser, demo)
        for path in pages.NOBODY:
            run.look_at(None, path)
        for role, paths in pages.ROLES.items():
            run.menu(role)
            for path in paths:
                run.look_at(role, path)
        for role, path, status in pages.ERRORS:
            run.look_at(role, path, status)
        for form in pages.EMPTY_FORMS:
            run.send_empty(*form)
        run.walk("pointer", journey.Hands)
        run.walk("scripts off", journey.Hands, java_script_enabled=False)
        run.walk("keyboard on a phone", journey.Keys, viewport={"width": 320, "height": 640})
        browser.close()
    print(f"{run.checks.passed} passed, {run.checks.failed} failed")
    return 1 if run.checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
