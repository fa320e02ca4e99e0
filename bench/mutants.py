"""Makes bad requests out of good ones, from a seed."""

import json
import random
import re
import urllib.request

from product import uuid7


class Mutant:
    """Makes bad requests out of good ones. Everything it does comes from one seed."""

    def __init__(self, good: list, seed: int):
        self.good = good
        self.chance = random.Random(seed)
        self.ways = [
            self.flip, self.length, self.huge_header, self.method, self.chunks, self.percent, self.zeros, self.wrong_text,
            self.nest, self.values, self.multipart, self.cut, self.repeat, self.many_headers, self.target, self.noise, self.version,
        ]

    def make(self) -> bytes:
        request = self.chance.choice(self.good)
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            request = self.chance.choice(self.ways)(request)
        return request

    def split(self, request: bytes) -> tuple:
        head, _, body = request.partition(b"\r\n\r\n")
        return head.split(b"\r\n"), body

    def joined(self, lines: list, body: bytes, length=None) -> bytes:
        lines = [line for line in lines if length is None or not line.lower().startswith(b"content-length")]
        if length is not None:
            lines.append(b"Content-Length: %d" % length)
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def flip(self, request: bytes) -> bytes:
        changed = bytearray(request)
        for _ in range(self.chance.randint(1, 6)):
            changed[self.chance.randrange(len(changed))] ^= 1 << self.chance.randrange(8)
        return bytes(changed)

    def length(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        wrong = self.chance.choice([
            b"-1", b"0", b"1", b"999999", b"99999999999999999999", b"abc", b"0x10", b"+5", b"5, 6", b"", b" ", b"1e3", b"\xff"])
        lines = [line for line in lines if self.chance.random() < 0.3 or not line.lower().startswith(b"content-length")]
        return self.joined(lines + [b"Content-Length: " + wrong], body)

    def huge_header(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        size = self.chance.choice([1_000, 9_000, 70_000, 300_000])
        name = self.chance.choice([b"X-Huge", b"Cookie", b"Host", b"Authorization", b"Content-Type", b"Referer"])
        return self.joined(lines + [name + b": " + self.chance.choice([b"a", b"=;", b"%00", b"\xc3"]) * size], body)

    def many_headers(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        return self.joined(lines + [b"X-%d: a" % at for at in range(self.chance.choice([50, 500, 5_000]))], body)

    def method(self, request: bytes) -> bytes:
        odd = [b"BREW", b"get", b"", b"TRACE", b"CONNECT", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"HEAD", b"G\x00T", b"A" * 3000,
               b"PRI", b"POST POST", b"\xe2\x98\x83"]
        return self.chance.choice(odd) + b" " + request.partition(b" ")[2]

    def version(self, request: bytes) -> bytes:
        odd = [b"HTTP/1.0", b"HTTP/0.9", b"HTTP/9.9", b"HTTP/1.1.1", b"http/1.1", b"", b"HTTP/" + b"1" * 50, b"HTTP/-1.1"]
        return request.replace(b"HTTP/1.1", self.chance.choice(odd), 1)

    def chunks(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        lines = [line for line in lines if not line.lower().startswith(b"content-length")]
        good = b"%x\r\n%s\r\n" % (len(body), body)
        bad = self.chance.choice([
            b"zz\r\nabc\r\n0\r\n\r\n", b"5\r\nab\r\n0\r\n\r\n", b"-5\r\nabcde\r\n0\r\n\r\n", b"ffffffffffffffff\r\na\r\n",
            good + b"0", good + b"0\r\nX-Trailer: " + b"a" * 9000 + b"\r\n\r\n", good + b"5;" + b"e" * 9000 + b"\r\nabcde\r\n0\r\n\r\n",
            b"1\r\na\r\n" * 3000 + b"0\r\n\r\n", good + b"0\n\n", b"0x5\r\nabcde\r\n0\r\n\r\n"])
        coding = self.chance.choice([b"chunked", b"chunked, chunked", b"gzip, chunked", b"identity", b"Chunked ", b"xchunked"])
        lines.append(b"Transfer-Encoding: " + coding)
        if self.chance.random() < 0.3:
            lines.append(b"Content-Length: 5")
        return self.joined(lines, bad)

    def target(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        words = lines[0].split(b" ")
        odd = [b"*", b"//", b"/../../etc/passwd", b"http://example.org/", b"/" + b"a/" * 3000, b"/" + b"a" * 20_000, b"?", b"/sign-in?" + b"a=b&" * 2000,
               b"/households/..%2f..", b"/%2e%2e/", b"/\x00", b"\\", b"/sign-in#x", b"/inbox?page=99999999999999999999", b"/inbox?page=-1",
               b"/search?page=%F0%9F", b"/households/" + b"0" * 36, b"/record?before=zz", b"/api/v1/referrals?limit=-5", b"/set-up/" + b"%41" * 400]
        if len(words) > 1:
            words[1] = self.chance.choice(odd)
        return self.joined([b" ".join(words), *lines[1:]], body)

    def percent(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        bad = self.chance.choice([b"%", b"%4", b"%zz", b"%00", b"%c3%28", b"%ff%fe", b"%u0041", b"%25%30%30", b"%ed%a0%80", b"%f4%90%80%80"])
        if body and self.chance.random() < 0.7:
            at = self.chance.randrange(len(body) + 1)
            body = body[:at] + bad + body[at:]
            return self.joined(lines, body, len(body))
        words = lines[0].split(b" ")
        if len(words) > 1:
            words[1] += self.chance.choice([b"", b"/", b"?a="]) + bad
        return self.joined([b" ".join(words), *lines[1:]], body)

    def zeros(self, request: bytes) -> bytes:
        at = self.chance.randrange(len(request))
        return request[:at] + b"\x00" * self.chance.choice([1, 1, 8, 500]) + request[at:]

    def wrong_text(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        bad = self.chance.choice([b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\xc0\xaf", b"\x80" * 200])
        at = self.chance.randrange(len(body) + 1)
        body = body[:at] + bad + body[at:]
        return self.joined(lines, body, len(body))

    def nest(self, request: bytes) -> bytes:
        lines, _ = self.split(request)
        depth = self.chance.choice([10, 200, 5_000, 100_000])
        body = self.chance.choice([
            b"[" * depth, b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth, b'{"referral_id": ' + b"9" * depth + b"}",
            b'"' + b"\\u0000" * min(depth, 5000) + b'"', b'{"a":1,' * 50, b'{"full_name": "\\ud800"}', b"1e" + b"9" * min(depth, 5000),
            b'{"referral_id": "x", "referral_id": ["y"]}', b"nul", b""])
        lines = [line for line in lines if not line.lower().startswith(b"content-type")] + [b"Content-Type: application/json"]
        return self.joined([b"POST /api/v1/referrals HTTP/1.1", *lines[1:]], body, len(body))

    def values(self, request: bytes) -> bytes:
        """Another value in the body of a program's request, or another field."""
        lines, body = self.split(request)
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError):
            return request  # another way has bent it already
        odd = self.chance.choice([
            None, True, -1, 1e308, 10 ** 30, "", " ", "\u0000", "\u202e", "a" * 70_000, "\U0001f3ff" * 300, [], ["a"] * 5_000, {}, {"a": {}},
            "0" * 36, "99999-99-99", "31/02/2027", "Q9 26/27", "-0", "1e9", "٣", "<b>", "'; --", uuid7()])
        if isinstance(fields, dict):
            fields[self.chance.choice([*fields, "odd"])] = odd
        else:
            fields = odd
        body = json.dumps(fields).encode()
        return self.joined(lines, body, len(body))

    def multipart(self, request: bytes) -> bytes:
        lines, _ = self.split(request)
        edge = self.chance.choice([b"edge", b"", b"-" * 80, b'"', b"a\x00b", b"\xff"])
        part = b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n' % (
            edge, self.chance.choice([b"file", b"", b"a" * 5000, b'"', b"../x"]), self.chance.choice([b"a.csv", b"\x00", b"../../x"]),
            self.chance.randbytes(self.chance.choice([0, 10, 5000])))
        body = part * self.chance.choice([1, 3, 300]) + self.chance.choice([b"", b"--", b"--" + edge + b"--\r\n"])
        lines = [line for line in lines if not line.lower().startswith(b"content-type")]
        return self.joined(lines + [b"Content-Type: multipart/form-data; boundary=" + edge], body, len(body))

    def cut(self, request: bytes) -> bytes:
        return request[:self.chance.randrange(1, len(request) + 1)]

    def repeat(self, request: bytes) -> bytes:
        lines, body = self.split(request)
        at = self.chance.randrange(len(lines))
        return self.joined(lines[:at] + [lines[at]] * self.chance.choice([2, 5, 200]) + lines[at:], body)

    def noise(self, request: bytes) -> bytes:
        at = self.chance.randrange(len(request))
        return request[:at] + self.chance.randbytes(self.chance.choice([1, 16, 4096])) + request[at:]


def good_requests(server, made, token: str) -> list:
    """Requests that a browser or a program would send, signed in and not."""
    host = f"127.0.0.1:{server.port}"
    cookie, paths = made.pages["household"]
    leader, referrals = made.pages["referral"]
    signed_in, leads = f"Cookie: {cookie}", f"Cookie: {leader}"
    bearer = f"Authorization: Bearer {token}"
    form, json = "Content-Type: application/x-www-form-urlencoded", "Content-Type: application/json"

    def request(line: str, *headers: str, body: str = "") -> bytes:
        if body:
            headers = (*headers, f"Content-Length: {len(body)}")
        return "\r\n".join([f"{line} HTTP/1.1", f"Host: {host}", *headers, "", body]).encode()

    note = made.note_body(uuid7())
    wanted = (
        '{"referral_id": "EX-1", "referrer_organisation": "Example Homes", "route": "partner", "referred_on": "2026-11-02",'
        ' "agreed_to_share": "yes", "district": "Liverpool", "full_name": "Test Example", "date_of_birth": "1990-02-03"}')
    office, pages, forms = made.office
    keeps = f"Cookie: {office}"
    programme = [request(f"GET {path}", keeps) for path in pages]
    programme += [request(f"POST {path}", keeps, form, f"Origin: http://{host}", body=body) for path, body in forms]
    return programme + [
        request("GET /"), request("GET /sign-in"), request("GET /health/live"), request("GET /sign-in?next=/inbox"),
        request("POST /sign-in", form, body="email=someone%40example.org&password=wrong+words+here&code=123456&next="),
        request(f"GET {paths[0]}", signed_in), request(f"GET {paths[0]}/record", signed_in), request("GET /today", signed_in),
        request("GET /households?page=1", leads), request("GET /inbox", leads), request(f"GET {referrals[0]}", leads),
        request(f"POST {made.note_paths[0]}", f"Cookie: {made.note_cookie}", form, f"Origin: http://{host}", body=note),
        request(f"POST {made.note_paths[0]}", form, body=note), request("GET /account", signed_in),
        request(f"POST {made.search_path}", f"Cookie: {made.search_cookie}", form, body=made.searches[0]),
        request("GET /api/v1/referrals", bearer), request("POST /api/v1/referrals", bearer, json, "Idempotency-Key: a-key", body=wanted),
        request("POST /api/v1/referrals", json, body=wanted), request("GET /api/v1/openapi.json"),
        request("POST /callbacks/notify", json, "Authorization: Bearer wrong", body='{"reference": "x", "status": "delivered"}'),
    ]


def api_requests(server, token: str, standing: dict) -> list:
    """A request for each operation on the programme that the API's document names, about things that stand: good ones, as far as the document says."""
    with urllib.request.urlopen(server.url + "/api/v1/openapi.json", timeout=30) as answer:
        document = json.load(answer)

    requests = []
    for path, operations in document["paths"].items():
        if "/programme" not in path:
            continue
        known = next((id for prefix, id in standing.items() if re.search(re.escape(prefix) + "(/|$)", path)), uuid7())
        target = "/api/v1" * (not path.startswith("/api/")) + re.sub(r"\{[^}]+\}", known, path)
        for method, operation in operations.items():
            if method not in ("get", "post"):
                continue
            lines = [
                f"{method.upper()} {target} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Authorization: Bearer {token}", 'If-Match: "1"']
            body = ""
            if asked := operation.get("requestBody"):
                body = json.dumps(example(find(document, asked)["content"]["application/json"]["schema"], document))
                lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
            requests.append(("\r\n".join([*lines, "", ""]) + body).encode())
    return requests


def find(document: dict, part: dict) -> dict:
    """What a reference of the document stands for, and anything else itself."""
    if "$ref" not in part:
        return part
    found = document
    for name in part["$ref"].split("/")[1:]:
        found = found[name]
    return find(document, found)


# What a text of these names may be, by how the name ends; of any other, words.
TEXTS = [
    (("_on", "deadline", "until"), "2026-12-01"), (("due", "begins", "tender", "award"), "March 2027"), ("quarter", "Q4 26/27"), ("period", "2026-11"),
    (("amount", "budget", "days", "value", "likelihood", "impact", "version"), "3"), ("workstream", "commissioner"), ("set", "full"),
    (("link", "minutes"), "https://example.org/1"), ("groups", "everyone"), ("sort", "risk"), ("asked_of", "finance"),
]


def example(schema: dict, document: dict, name: str = ""):
    """Something that a schema allows, as far as types and names go: of an object what it must have, or all where that is nothing."""
    schema = find(document, schema)
    if "enum" in schema:
        return schema["enum"][0]
    sort = schema.get("type", "string")
    match sort[0] if isinstance(sort, list) else sort:
        case "object":
            fields = schema.get("properties", {})
            return {name: example(fields[name], document, name) for name in schema.get("required") or fields if name in fields}
        case "array":
            return [example(schema.get("items", {}), document, name)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
    return next((text for ends, text in TEXTS if name.endswith(ends)), "Example")
