"""One body has one name in the other language, all through the release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .named import Linked, acronym, folded, linked, table_names

GRAVITY: Final[Gravity] = "doubt"
LONG = 2  # words of a name that is a translation and no short form


def score(release: Release) -> Iterator[Measure]:
    """How many other translations the release has of the same name before this one; told at each new one."""
    seen: dict[tuple[str, str, str], list[Linked]] = {}
    for one in linked(release):
        if one.left.label not in ("ORG", "MISC") or not (_long(one.left.text) and _long(one.right.text)):
            continue
        earlier = seen.setdefault((one.pair.right.code, one.left.key, folded(one.left.text)), [])
        mine = folded(one.right.text)
        if any(_same(folded(e.right.text), mine) for e in earlier):
            continue
        earlier.append(one)
        if len(earlier) > 1:
            first = earlier[0]
            names = table_names(one.left.key)
            places: dict[str, object] = {"here": one.pair.left.code, "there": one.pair.right.code}
            places["text"] = one.left.text
            places |= {"first": first.right.text, "second": one.right.text, "where": first.pair.alignment.id}
            places["told"] = int(mine in names and folded(first.right.text) in names)
            yield Measure(len(earlier) - 1, "differs", one.spots, one.pair.alignment, places)


def _long(text: str) -> bool:
    return len(text.split()) >= LONG and not acronym(text)


def _same(one: str, two: str) -> bool:
    """Nothing but a plural, a place or a short form apart."""
    return one in two or two in one or one.rstrip("s") == two.rstrip("s")


def verdict(measure: Measure) -> Gravity | None:
    """A doubt; a note when the tables know both translations."""
    if not measure.score:
        return None
    return "note" if measure.places.get("told") else GRAVITY
