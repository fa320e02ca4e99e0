"""The main thread, as two people go through it: a team leader accepts a referral and assigns an advocate, who writes
the first note. It is walked with a pointer, with scripts off, and by keyboard alone: only the `Hands` differ.

Things are found by their role and words, as a person finds them. The words stand here once.
"""

import re
import time

FIRST_REFERRAL = re.compile(r"^/referrals/[^/]+$")
FIRST_HOUSEHOLD = re.compile(r"^/households/[^/]+$")
ASSIGNMENTS = re.compile(r"^/households/[^/]+/assignments$")
ACCEPT = re.compile("^Accept", re.I)
DESPITE = re.compile("^Why do you accept", re.I)
ADVOCATE = re.compile("^Advocate")
ASSIGN = re.compile("^Assign", re.I)
WHAT_HAPPENED = re.compile("^Note")
PHONE = re.compile("^Phone call")
ADD_NOTE = re.compile("^Add (a )?(contact )?note", re.I)


class Hands:
    """A pointer and a keyboard."""

    def __init__(self, page, base: str):
        self.page = page
        self.base = base

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, thing) -> None:
        thing.click()
        self.page.wait_for_load_state()

    def write(self, field, text: str) -> None:
        field.fill(text)

    def choose(self, field, at: int) -> None:
        """The choice number `at` of a list, or a radio button."""
        if field.evaluate("field => field.localName") == "select":
            field.select_option(index=at)
        else:
            field.check()

    def link(self, shape: re.Pattern):
        """The first link in the main part that leads to such an address."""
        links = self.page.get_by_role("main").get_by_role("link").all()
        for link in links:
            if shape.match((link.get_attribute("href") or "").removeprefix(self.base)):
                return link
        raise AssertionError(f"{self.page.url} has no link to {shape.pattern}, only {[link.get_attribute('href') for link in links]}")

    def button(self, words: re.Pattern):
        return self.page.get_by_role("main").get_by_role("button", name=words).first

    def field(self, words: re.Pattern):
        return self.page.get_by_role("main").get_by_label(words).first


class Keys(Hands):
    """A keyboard alone: Tab until it is there, then Enter, Space and letters. What has focus must be seen to."""

    def reach(self, thing) -> None:
        thing.evaluate("thing => thing.setAttribute('data-wanted', '')")
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.hasAttribute('data-wanted')"):
                break
            # One radio button of a group is in the way of Tab: the arrows reach the others.
            if self.page.evaluate(
                "(() => { const here = document.activeElement, there = document.querySelector('[data-wanted]');"
                " return here.type === 'radio' && there.type === 'radio' && here.name === there.name })()"
            ):
                for _ in range(50):
                    self.page.keyboard.press("ArrowDown")
                    if self.page.evaluate("document.activeElement.hasAttribute('data-wanted')"):
                        break
                break
        assert self.page.evaluate("document.activeElement.hasAttribute('data-wanted')"), f"Tab does not reach {thing}"
        assert self.page.evaluate(SHOWS_FOCUS), f"focus cannot be seen on {thing}"
        thing.evaluate("thing => thing.removeAttribute('data-wanted')")

    def press(self, thing) -> None:
        self.reach(thing)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        # Enter only begins to leave a page.
        self.page.wait_for_timeout(300)
        self.page.wait_for_load_state()

    def write(self, field, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)

    def choose(self, field, at: int) -> None:
        self.reach(field)
        if field.evaluate("field => field.localName") == "select":
            for _ in range(at):
                self.page.keyboard.press("ArrowDown")
        else:
            self.page.keyboard.press("Space")


SHOWS_FOCUS = """
(() => {
  const style = getComputedStyle(document.activeElement)
  return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
})()
"""


def accept_and_assign(hands: Hands, checks, what: str) -> None:
    """The team leader: the inbox, the first referral, accept it, assign an advocate."""
    page = hands.page
    hands.open("/inbox")
    hands.press(hands.link(FIRST_REFERRAL))
    referral = page.url
    checks.check(f"{what}: a referral opens from the inbox", bool(FIRST_REFERRAL.match(referral.removeprefix(hands.base))), referral)
    # Asked only where the rules do not say yes.
    if hands.field(DESPITE).count():
        hands.write(hands.field(DESPITE), "They told us by phone that they are out of work.")
    hands.press(hands.button(ACCEPT))
    checks.check(f"{what}: it is accepted", hands.button(ACCEPT).count() == 0, page.url)
    hands.press(hands.link(ASSIGNMENTS))
    hands.choose(hands.field(ADVOCATE), 1)
    hands.press(hands.button(ASSIGN))
    checks.check(f"{what}: an advocate is assigned", page.get_by_role("alert").count() == 0, page.url)


def write_first_note(hands: Hands, checks, what: str) -> None:
    """The advocate: today, the household, a note, and there it is in the timeline."""
    page = hands.page
    hands.open("/today")
    hands.press(hands.link(FIRST_HOUSEHOLD))
    hands.choose(hands.field(PHONE), 0)
    words = f"Rang, and wrenfeather meets us on Tuesday ({what}, {time.time_ns() % 1_000_000})"
    hands.write(hands.field(WHAT_HAPPENED), words)
    hands.press(hands.button(ADD_NOTE))
    checks.check(f"{what}: the note stands on the household's page", page.get_by_text(words).count() == 1, page.url)
    page.reload()
    checks.check(f"{what}: and once more when asked again", page.get_by_text(words).count() == 1, page.url)
