"""Every web and mail address is on both sides, letter for letter; its page may be the other language's (/fr/, /en/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pipeline.languages import codes
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, Side, pairs

GRAVITY: Final[Gravity] = "fault"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>«»“”\"'()\[\]]+", re.IGNORECASE)
NEAR = 0.85  # of SequenceMatcher: the same address with a slip; two people of one house stay below it
SLIP = (
    0.5  # the same, of the one part of the address that differs: "exmple" is a slip, the mirrors "fr" and "us" are two
)
CUT = 0.3  # the score of an address that is a beginning of the other side's: a line break may have cut it
OTHERS = 0.5  # the score of an address in whose place the other side has one of its own
SHORTEST = 8  # characters that make a beginning worth comparing


def score(release: Release) -> Iterator[Measure]:
    """How unlike the likeliest address on the other side is: 0 the same, 1 none at all, CUT where one goes on, OTHERS
    where each side has as many of its own, which then answer each other in their order."""
    for pair in pairs(release):
        known = {side.code: list(addresses(side)) for side in (pair.left, pair.right)}
        same = {address for _, address in known[pair.left.code]} & {a for _, a in known[pair.right.code]}
        left, right = (
            [(s, a) for s, a in known[here.code] if a not in same and not stands_in(s.of(here.text), there)]
            for here, there in pair.both
        )
        found = {span: nearest(address, right) for span, address in left}
        told = {other for _, _, other in found.values() if other}
        back = {span: nearest(address, left) for span, address in right if span not in told}
        for mail in (True, False):
            own, theirs = (
                [
                    span
                    for span, (_, saying, _) in some.items()
                    if saying == "missing" and mail == ("@" in span.of(here.text))
                ]
                for some, here in ((found, pair.left), (back, pair.right))
            )
            if len(own) == len(theirs):
                found |= {a: (1 - OTHERS, "differs", b) for a, b in zip(own, theirs, strict=True)}
                back = {span: told for span, told in back.items() if span not in theirs}
        for (here, there), some in zip(pair.both, (found, back), strict=True):
            for span, (likeness, saying, other) in some.items():
                spots = {here.code: here.spot(span), there.code: there.spot(other) if other else there.whole}
                words = {"text": span.of(here.text), "other": other.of(there.text) if other else ""}
                places = {"here": here.code, "there": there.code, **words}
                yield Measure(round(1 - likeness, 4), saying, spots, pair.alignment, places)


def stands_in(address: str, side: Side) -> bool:
    """Whether the address is there once white space is taken away: a line's end may have put a space into it."""
    return "".join(address.lower().rstrip("/#").split()) in "".join(side.text.lower().split())


def nearest(address: str, others: list[tuple[Span, str]]) -> tuple[float, str, Span | None]:
    """(likeness, which sentence, where) of the other side's address that is this one with a slip or cut off."""
    for span, other in others:
        short, long = sorted((address, other), key=len)
        if long.startswith(short) and len(short) >= SHORTEST:
            return 1 - CUT, "cut", span
    likeness, found = max(((like(address, a), s) for s, a in others), default=(0.0, None))
    return (likeness, "differs", found) if likeness >= NEAR else (0.0, "missing", None)


def addresses(side: Side) -> Iterator[tuple[Span, str]]:
    """(span in the side's text, the address without what only names the language or closes the sentence)."""
    for found in ADDRESS.finditer(side.text):
        span = Span(found.start(), found.start() + len(found[0].rstrip(".,;:!?…")))
        yield span, bare(span.of(side.text))


def bare(address: str) -> str:
    """The address in small letters, without scheme, www, last slash and language.

    >>> bare("https://www.example.org/fr/rapport/")
    'example.org/rapport'
    """
    small = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/#")
    any_code = "|".join(codes())
    without = re.sub(rf"(?<=[/._=-])(?:{any_code})(?=[/._-]|$)|^(?:{any_code})\.", "", small)
    return re.sub(r"/(?:index\.html?)?$", "", re.sub(r"([/.])\1+", r"\1", without))


def like(a: str, b: str) -> float:
    """Of the whole, when one part of one is a slip of the part in its place, else 0: then they are two addresses.

    >>> round(like("contact@mairie.org", "contact@marie.org"), 2), like("ftp.nord.org", "ftp.south.org")
    (0.97, 0.0)
    """
    parts, others = re.split(r"[/.@_#-]", a), re.split(r"[/.@_#-]", b)
    differing = [(x, y) for x, y in zip(parts, others, strict=False) if x != y]
    if len(parts) != len(others) or len(differing) != 1:
        return 0.0
    slip = SequenceMatcher(None, *differing[0], autojunk=False).ratio()
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if slip >= SLIP else 0.0


def verdict(measure: Measure) -> Gravity | None:
    """A slip in an address is a fault; one that is missing may be the other language's own."""
    if not measure.score:
        return None
    return GRAVITY if measure.score <= 1 - NEAR else "doubt"
