"""Tells code, text and comments of a Swift file apart, line for line, well enough for rules about words."""


import re

PLAIN = {"code": re.compile(r'[^"/#()]+'), "long": re.compile(r'[^"\\#]+'), "short": re.compile(r'[^"\\#\n]+')}


def parts(source: str) -> tuple:
    """Three lists of lines: code alone, text in string literals alone, comments alone."""
    kinds = {"code": [], "text": [], "comment": []}
    # Where the reader stands: a stack, for a literal may hold code that holds a literal.
    stack = [("code", "", 0)]
    at = 0

    def put(kind: str, word: str) -> None:
        blank = re.sub(r"[^\n]", " ", word)
        for name, words in kinds.items():
            words.append(word if name == kind else blank)

    while at < len(source):
        kind, hashes, depth = stack[-1]
        if plain := PLAIN[kind].match(source, at):
            put("code" if kind == "code" else "text", plain[0])
            at = plain.end()
            continue
        rest = source[at:at + 2]
        if kind == "code":
            if rest.startswith("//"):
                end = source.find("\n", at)
                end = len(source) if end < 0 else end
                put("comment", source[at:end])
                at = end
            elif rest.startswith("/*"):
                end = block_end(source, at)
                put("comment", source[at:end])
                at = end
            elif opened := literal_start(source, at):
                marks, quotes = opened
                stack.append(("long" if quotes == 3 else "short", marks, 0))
                put("code", source[at:at + len(marks) + quotes])
                at += len(marks) + quotes
            else:
                if len(stack) > 1:
                    # Code inside a literal ends with the parenthesis that began it.
                    depth += {"(": 1, ")": -1}.get(source[at], 0)
                    stack[-1] = ("code", hashes, depth)
                    if depth == 0:
                        stack.pop()
                put("code", source[at])
                at += 1
            continue
        quote = ('"""' if kind == "long" else '"') + hashes
        escape = "\\" + hashes
        if source.startswith(quote, at):
            stack.pop()
            put("code", quote)
            at += len(quote)
        elif source.startswith(escape + "(", at):
            stack.append(("code", "", 1))
            put("code", escape + "(")
            at += len(escape) + 1
        elif source.startswith(escape, at) and at + len(escape) < len(source):
            put("text", source[at:at + len(escape) + 1])
            at += len(escape) + 1
        else:
            if kind == "short" and source[at] == "\n":
                # No such literal goes on: it was no literal. Start afresh, so that one line is misread and no more.
                stack = [("code", "", 0)]
            put("text", source[at])
            at += 1
    return tuple("".join(kinds[name]).split("\n") for name in ["code", "text", "comment"])


def literal_start(source: str, at: int) -> "tuple | None":
    end = at
    while source.startswith("#", end):
        end += 1
    if not source.startswith('"', end):
        return None
    return source[at:end], 3 if source.startswith('"""', end) else 1


def block_end(source: str, at: int) -> int:
    depth = 0
    while at < len(source):
        if source.startswith("/*", at):
            depth, at = depth + 1, at + 2
        elif source.startswith("*/", at):
            depth, at = depth - 1, at + 2
            if depth == 0:
                return at
        else:
            at += 1
    return at
