"""Addresses of the web and of mail that go over the end of a line: made whole where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages.repairs import Repairs

from .sheet import Sheet

RULE = "any.address-joined"
# (before it, the address so far, the word that begins the next line); an address holds no bracket, comma or quotation
# mark, so that one which is over before the line's end is not found here.
CUT = re.compile(
    r"(?P<open>[(<\[]?)(?P<head>(?:\b(?:https?|ftp):|\bwww\.)[^\s()<>\[\],;«»“”\"]*|[\w.+-]+@[\w.-]*)\n(?P<tail>\S+)"
)
SIGNS = ("http", "ftp:", "www.", "@")  # one of which is in every address that CUT finds
SCHEME = re.compile(r"(?:https?|ftp):(/{0,2})$")
HOST = re.compile(r"(?:(?:https?|ftp)://|^[\w.+-]+@)?(?P<host>[^/?#]*)(?P<path>.*)$")
JOINTS = frozenset("_-#=&%?+~@")  # signs on which no address ends
STARTS = re.compile(r"[#?&=%+~]\w")  # and with which no word begins
STOPS = '.,;:!?)]>»”’"'
WITHIN = re.compile(r"\w/|[_#=]\w|\.[a-z]\w")  # what a word of a sentence has not inside it, but the rest of a path has
CHOICE = re.compile(r"\w{1,3}/\w{1,3}$")  # "and/or"
CLOSED = {"(": re.compile(r"[^\s()<>,;]+\)"), "<": re.compile(r"[^\s()<>,;]+>"), "[": re.compile(r"[^\s\[\],;]+\]")}
NAMED = re.compile(r"(?:s?html?|php\d?|aspx?|jspx?|pdf|docx?|xlsx?|odt|txt|xml|csv|zip)\b")  # kinds of file on the web
LINES = 5  # of a page that one address may take


def addresses(sheet: Sheet, speech: Repairs) -> None:
    """Takes the line break out of every address that surely goes on behind it."""
    for _ in range(LINES):
        if "\n" not in sheet.signs or not (found := [m for m in _cut(sheet.whole) if _goes_on(m, speech)]):
            return
        for m in found:
            sheet.edit(m.end("head"), m.start("tail"), "", RULE)
        sheet.settle()


def _cut(text: str) -> Iterator[re.Match[str]]:
    """As CUT.finditer, but only where a line ends in a word with a sign of an address: elsewhere is none, and to look
    there takes ten times as long."""
    words: dict[int, int] = {}  # where the last word of a line begins: where the line ends
    for sign in SIGNS:
        at = text.find(sign)
        while at >= 0 and (end := text.find("\n", at)) >= 0:
            if text.find(" ", at, end) < 0:
                words[max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1] = end
            at = text.find(sign, at + 1)
    done = 0
    for start, end in sorted(words.items()):
        behind = text.find("\n", end + 1)
        if m := CUT.search(text, max(start, done), behind if behind >= 0 else len(text)):
            done = m.end()
            yield m


def _goes_on(m: re.Match[str], speech: Repairs) -> bool:
    """Is the first word of the next line the rest of this address?"""
    head, tail = m["head"], m["tail"]
    if scheme := SCHEME.fullmatch(head):
        slashes = 2 - len(scheme[1])
        return tail.startswith("/" * slashes) and tail[slashes : slashes + 1].isalnum()
    if "://" in tail or tail.startswith("www.") or not (tail[0].isalnum() or STARTS.match(tail)):
        return False
    if head[-1] in JOINTS or not tail[0].isalnum():
        return head[-1] != "@" or "." in tail.rstrip(STOPS)
    parts = HOST.match(head)
    if parts and not parts["path"]:
        return head[-1] == "." and tail[0] in "abcdefghijklmnopqrstuvwxyz0123456789" and _open(parts["host"], speech)
    if head[-1] not in "/.":
        return False
    if m["open"] and CLOSED[m["open"]].match(tail):
        return True
    if head[-1] == ".":
        return NAMED.match(tail) is not None
    rest = tail.rstrip(STOPS)
    return WITHIN.search(tail if tail.rstrip(STOPS).endswith("/") else rest) is not None and not CHOICE.match(rest)


def _open(host: str, speech: Repairs) -> bool:
    """A host that ends on a dot and is not whole yet: one name only, or a last name that is no top-level domain."""
    names = host.rstrip(".").lower().split(".")
    return len(names) < 2 or names[-1] not in speech.top_domains
