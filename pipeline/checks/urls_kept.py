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


def score(release: Release) -> Iterator[Measure]:
    """1 - likeness to the likeliest address on the other side: 0 is the same one, 1 is none at all."""
    for pair in pairs(release):
        known = {side.code: list(addresses(side)) for side in (pair.left, pair.right)}
        same = {address for _, address in known[pair.left.code]} & {a for _, a in known[pair.right.code]}
        for here, there in pair.both:
            rest = [(s, a) for s, a in known[there.code] if a not in same]
            for span, address in ((s, a) for s, a in known[here.code] if a not in same):
                spots = {here.code: here.spot(span), there.code: there.whole}
                places = {"here": here.code, "there": there.code, "text": span.of(here.text), "other": ""}
                likeness, found = max(((like(address, a), s) for s, a in rest), default=(0.0, None))
                if found is not None and likeness >= NEAR:
                    if here is pair.right:
                        continue  # told from the left
                    spots[there.code] = there.spot(found)
                    places["other"] = found.of(there.text)
                    yield Measure(1 - likeness, "differs", spots, pair.alignment, places)
                else:
                    yield Measure(1.0, "missing", spots, pair.alignment, places)


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
    small = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/")
    any_code = "|".join(codes())
    return re.sub(rf"(?<=[/._=-])(?:{any_code})(?=[/._-]|$)|^(?:{any_code})\.", "", small).replace("//", "/")


def like(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def verdict(measure: Measure) -> Gravity | None:
    """A slip in an address is a fault; one that is missing may be the other language's own."""
    if not measure.score:
        return None
    return GRAVITY if measure.score <= 1 - NEAR else "doubt"
