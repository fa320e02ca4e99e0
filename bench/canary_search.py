"""Finds values that must not be anywhere: as they are, and in every way in which programs write values down.

What the drill types begins with MARK, so that nothing is found by chance; what the program makes itself (tokens, codes, links) is
taken from where it is shown. `prove` feeds the searcher texts that hold a value, written by other
means than the searcher's own, and names what was not found.
"""

import base64
import hashlib
import html
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

# No word of any language, and in no name, key or hash by chance.
MARK = "wrenfeather"

# Few enough that a program could try all, so that a hash of one without a salt tells it.
GUESSABLE = {"password", "code", "recovery code", "name", "birth", "phone", "search"}


@dataclass(frozen=True)
class Canary:
    """A value, what kind of thing it is, and where it was put in or came from."""

    kind: str
    value: str
    place: str


@dataclass(frozen=True)
class Found:
    canary: Canary
    encoding: str
    at: int


def aligned(raw: bytes, encode, bits: int) -> list:
    """What `encode` (of so many bits a character) makes of `raw` wherever it stands in something longer: the characters that
    depend on nothing else."""
    whole = 5 if bits == 5 else 3
    forms = []
    for before in range(whole):
        text = encode(bytes(before) + raw + bytes(whole)).rstrip(b"=")
        first, end = -(-before * 8 // bits), (before + len(raw)) * 8 // bits
        if end - first >= 8:
            forms.append(text[first:end])
    return forms


def forms(value: str, kind: str) -> tuple:
    """How a value may be written: (encoding, bytes) that are compared without regard to capitals, and those compared exactly."""
    loose, exact = [], []
    for text in dict.fromkeys([value, value.lower(), value.upper(), value.title()]):
        raw = text.encode()
        loose += [
            ("clear", raw), ("hex", raw.hex().encode()), ("utf-16-le", text.encode("utf-16-le")),
            ("utf-16-be", text.encode("utf-16-be"))]
        for written in {quote(text), quote(text, safe=""), quote_plus(text), "".join(f"%{byte:02x}" for byte in raw)}:
            loose.append(("percent", written.encode()))
        for written in {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], "".join(f"\\u{ord(one):04x}" for one in text)}:
            loose.append(("json", written.encode()))
        for written in {html.escape(text), "".join(f"&#{ord(one)};" for one in text), "".join(f"&#x{ord(one):x};" for one in text)}:
            loose.append(("html", written.encode()))
        loose.append(("quoted-printable", "".join(f"={byte:02x}" for byte in raw).encode()))
        loose.append(("backslash", "".join(f"\\x{byte:02x}" for byte in raw).encode()))
        loose.append(("hex", " ".join(f"{byte:02x}" for byte in raw).encode()))
        exact += [("base64", form) for form in aligned(raw, base64.b64encode, 6)]
        exact += [("base64url", form) for form in aligned(raw, base64.urlsafe_b64encode, 6)]
        loose += [("base32", form.lower()) for form in aligned(raw, base64.b32encode, 5)]
        if kind in GUESSABLE:
            loose.append(("sha-256", hashlib.sha256(raw).hexdigest().encode()))
            exact.append(("sha-256", base64.b64encode(hashlib.sha256(raw).digest()).rstrip(b"=")))
    # What an escape leaves as it is, as it does digits, is the value in clear and is held to the rule for that.
    clear = {form.lower() for name, form in loose if name == "clear"}
    loose = [(name, form.lower()) for name, form in loose if name == "clear" or form.lower() not in clear]
    return list(dict.fromkeys(loose)), list(dict.fromkeys(exact))


class Searcher:
    """Looks for thousands of forms at once: by the last bytes of each, of which no form has fewer, and in which values differ."""

    LAST = 6

    def __init__(self, canaries):
        self.canaries = list(dict.fromkeys(canaries))
        self.searched = self.number_of_forms = 0
        self.loose, self.exact = {}, {}
        for canary in self.canaries:
            for index, group in zip([self.loose, self.exact], forms(canary.value, canary.kind)):
                for encoding, form in group:
                    if len(form) < self.LAST:
                        raise ValueError(f"a value of the kind {canary.kind} is too short to be told from others")
                    index.setdefault(form[-self.LAST:], []).append((canary, encoding, form))
                self.number_of_forms += len(group)

    def find(self, data: bytes, kinds=None, only=None) -> list:
        """Each canary of these kinds (None: of all) that stands in `data`, once; or `only` one of them."""
        self.searched += len(data)
        found = {}
        for text, index in [(data.lower(), self.loose), (data, self.exact)]:
            ends = {end for at in range(len(text) - self.LAST + 1) if (end := text[at:at + self.LAST]) in index}
            for end in ends:
                for canary, encoding, form in index[end]:
                    if canary in found or only is not None and canary is not only or kinds is not None and canary.kind not in kinds:
                        continue
                    if (at := self.place(encoding, form, text)) >= 0:
                        found[canary] = Found(canary, encoding, at)
        return list(found.values())

    @staticmethod
    def place(encoding: str, form: bytes, text: bytes) -> int:
        """Where it stands. A few digits count only where no digits, hex or the fraction of a second go on beside them."""
        if encoding == "clear" and len(form) < 16 and form.isdigit():
            hit = re.search(rb"(?<![0-9a-f.:-])" + form + rb"(?![0-9a-fz-])", text)
            return hit.start() if hit else -1
        return text.find(form)


def leaks(value: str) -> dict:
    """A value as careless programs write it down, made here and not by `forms`."""
    sentence = f"the person said {value} and went"
    raw, short = sentence.encode(), value.encode()
    return {
        "a line of a log": f"2026-11-20T12:00:00Z error fault error={value}\n".encode(),
        "in capitals": sentence.upper().encode(),
        "in small letters": sentence.lower().encode(),
        "a query": f"GET /search?words={quote_plus(value)}&page=1".encode(),
        "a path": f"/households/{quote(value, safe='')}".encode(),
        "all percent": b"".join(b"%%%02X" % byte for byte in short),
        "JSON in ASCII": json.dumps({"error": sentence}).encode(),
        "JSON, all escaped": ('{"a":"' + "".join(f"\\u{ord(one):04X}" for one in value) + '"}').encode(),
        "HTML": f"<td>{html.escape(value)}</td>".encode(),
        "HTML by numbers": "".join(f"&#x{ord(one):X};" for one in value).encode(),
        "UTF-16": sentence.encode("utf-16"),
        "UTF-16, big end first": sentence.encode("utf-16-be"),
        "hex": short.hex().encode(),
        "HEX within more": b"\\x" + raw.hex().upper().encode(),
        "hex with spaces": raw.hex(" ").encode(),
        "base64": base64.b64encode(short),
        "base64url": base64.urlsafe_b64encode(short).rstrip(b"="),
        "quoted-printable": b"".join(b"=%02X" % byte for byte in short),
        "a dump of C": b"".join(b"\\x%02x" % byte for byte in short),
        # Of fewer characters too little stands apart from what is beside it.
        **({"a Basic header": b"Authorization: Basic " + base64.b64encode(b"u:" + short)} if len(short) >= 8 else {}),
        **{f"base64 at {before}": base64.b64encode(b"x" * before + raw) for before in range(3) if len(short) >= 12},
        **{f"base32 at {before}": base64.b32encode(b"x" * before + short + b"end") for before in range(5) if len(short) >= 12},
    }


def prove(searcher: Searcher) -> tuple:
    """How many leaks were written, and those that the searcher did not find; and what it finds where there is nothing."""
    tried, missed = 0, []
    for canary in searcher.canaries:
        written = leaks(canary.value)
        if canary.kind in GUESSABLE:
            written["a hash without salt"] = hashlib.sha256(canary.value.encode()).hexdigest().encode()
        for way, data in written.items():
            tried += 1
            if not searcher.find(b"before " + data + b" after", only=canary):
                missed.append(f"{canary.kind} as {way}")
    innocent = "".join(f"2026-11-20T12:00:00.{n:06}Z info request request={n:032x} ms=3.{n % 10} status=200\n" for n in range(2000))
    return tried, missed, searcher.find(innocent.encode())


def main(paths: list) -> int:
    """Looks for the mark in files and in all files of folders."""
    searcher = Searcher([Canary("what a test typed", MARK, "the tests")])
    tried, missed, _ = prove(searcher)
    searcher.searched, files, found = 0, 0, missed
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                files += 1
                found += [f"{file} holds {one.canary.kind} as {one.encoding} at {one.at}" for one in searcher.find(file.read_bytes())]
    print(
        f"{files} logs, {searcher.searched:,} bytes, searched for what tests typed in {searcher.number_of_forms} forms;"
        f" {tried} leaks tried; {len(found)} found")
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
