"""What every page must be: sound for axe, silent in the console, no wider than the screen."""

import re
from importlib.resources import files
from pathlib import Path

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Heard through the console, where every other complaint of the browser arrives too.
TELL_OF_POLICY = """
document.addEventListener('securitypolicyviolation', event =>
  console.error('CSP', event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber))
"""
WIDTHS = {320: 640, 1280: 900}
SHOTS = Path(__file__).resolve().parents[2] / "shots"


class Checks:
    """Counts what was tried. A failure is told at once and the rest goes on."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, what: str, good: bool, because: str = "") -> bool:
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED  {what}" + (f"\n        {because}" if because else ""), flush=True)
        return good

    def listen(self, page) -> None:
        """Gathers what the browser says of this page from now on."""
        page.heard = []
        page.add_init_script(TELL_OF_POLICY)
        page.on("console", lambda message: page.heard.append((message.text, message.location.get("url", ""))))
        page.on("pageerror", lambda error: page.heard.append((str(error), page.url)))
        page.on("requestfailed", lambda request: self.note_failure(page, request))

    @staticmethod
    def note_failure(page, request) -> None:
        # Leaving a page gives up what it was still fetching: nobody's fault.
        if request.failure != "net::ERR_ABORTED":
            page.heard.append((f"{request.url} {request.failure}", request.url))

    def silent(self, page, what: str, status: int = 200) -> None:
        """Nothing was said, but that the page itself answered `status` when that is an error on purpose."""
        expected = f"Failed to load resource: the server responded with a status of {status} "
        said = [
            text for text, url in page.heard
            if not (status >= 400 and text.startswith(expected) and not re.search(r"\.\w+$", url))
        ]
        page.heard.clear()
        self.check(f"{what}: nothing in the console", not said, "; ".join(said))

    def accessible(self, page, what: str) -> None:
        # Through the debugger, so that the page's own policy stays as it is.
        page.evaluate(AXE)
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES)
        told = [
            f"{violation['id']} ({violation['help']}): "
            + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            for violation in result["violations"]
        ]
        self.check(f"{what}: axe", not told, "\n        ".join(told))

    def fits(self, page, what: str) -> None:
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        self.check(f"{what}: no scrolling sideways", wide[0] <= wide[1], f"{wide[0]} px on a screen of {wide[1]}")

    def page(self, page, what: str, status: int = 200) -> None:
        """All of it, on the page as it stands, at every width, with a picture."""
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            name = f"{what} at {width}"
            self.accessible(page, name)
            self.fits(page, name)
            self.picture(page, f"{what}-{width}")
        self.silent(page, what, status)

    @staticmethod
    def picture(page, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.png", full_page=True)
