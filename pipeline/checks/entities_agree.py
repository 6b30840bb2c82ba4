"""Every name of one text is in the other, and it is the same name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.facts import Entity
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, Pair, Side, pairs
from .named import acronym, entities, folded, sure
from .unanswered import exchanges

GRAVITY: Final[Gravity] = "doubt"
EXCHANGED = 0.7  # the weight of two proper words that stand in each other's place
DOUBT = 0.6  # a missing name weighs this much when a reviser should look: measured on the own corpus, no false alarm


def score(release: Release) -> Iterator[Measure]:
    """How much a name weighs that has no counterpart, 0 to 1; two without, of one kind, are told as a pair."""
    for pair in pairs(release):
        if not pair.furniture:
            told = list(_exchanged(pair))
            yield from told
            yield from (m for m in _of_pair(pair) if not any(_same_spot(m, t) for t in told))


def _exchanged(pair: Pair) -> Iterator[Measure]:
    """Proper words without an answer on either side, whether or not a witness took them for names."""
    for found in exchanges(pair):
        sides = {s.code: s.spot(span) for s, span in ((pair.left, found.left), (pair.right, found.right))}
        places = {"here": pair.left.code, "there": pair.right.code}
        words = {"text": found.left.of(pair.left.text), "other": found.right.of(pair.right.text)}
        yield Measure(EXCHANGED, "differs", sides, pair.alignment, {**places, **words})


def _same_spot(one: Measure, told: Measure) -> bool:
    """Whether a measure speaks of a word that `told` spoke of already."""
    for code, spot in one.sides.items():
        said = told.sides[code]
        if spot.span and said.span and spot.paragraph == said.paragraph and spot.span.overlaps(said.span):
            return True
    return False


def _of_pair(pair: Pair) -> Iterator[Measure]:
    used = {i for link in pair.alignment.entities for i in link.sides.values()}
    left = list(_alone(pair.left, pair.right, used))
    right = list(_alone(pair.right, pair.left, used))
    for one in left:
        other = next((e for e in right if e.label == one.label), None)
        if other is None:
            yield _missing(pair, pair.left, pair.right, one)
        else:
            right.remove(other)
            sides = {s.code: Spot(e.id.rpartition(".")[0], e.span) for s, e in ((pair.left, one), (pair.right, other))}
            places = {"here": pair.left.code, "there": pair.right.code, "text": one.text, "other": other.text}
            yield Measure(max(_weight(one), _weight(other)) + 0.1, "differs", sides, pair.alignment, places)
    for one in right:
        yield _missing(pair, pair.right, pair.left, one)


def _alone(here: Side, there: Side, used: set[str]) -> Iterator[Entity]:
    """Names of a side that neither a link nor any name or word of the other side answers."""
    keys = {e.key for e in entities(there)}
    mine = {e.key for e in entities(here) if e.id in used}
    text = folded(there.text)
    for e in entities(here):
        akin = any(k == e.key or _kin(k, e.key) or _kin(e.key, k) for k in keys | mine)
        if e.id not in used and not akin and folded(e.text) not in text:
            yield e


def _kin(kind: str, member: str) -> bool:
    """A kind of body and one of that kind; a country and its town are two."""
    return not kind.startswith("loc.") and member.startswith(kind + ".")


def _missing(pair: Pair, here: Side, there: Side, one: Entity) -> Measure:
    sides = {here.code: Spot(one.id.rpartition(".")[0], one.span), there.code: there.whole}
    places = {"here": here.code, "there": there.code, "text": one.text}
    return Measure(_weight(one), "missing", sides, pair.alignment, places)


def _weight(one: Entity) -> float:
    """A person's full name and an acronym are hardly ever left out; a place may be said with an adjective."""
    if one.label == "PER" and len(one.text.split()) > 1 and (sure(one) or "+" in one.found_by):
        return 0.9
    if acronym(one.text) and sure(one):
        return 0.8
    if sure(one):
        return 0.5
    return 0.4 if one.label == "PER" else 0.3


def verdict(measure: Measure) -> Gravity | None:
    """A doubt for a name one does not leave out, and for two sure names of one kind that differ; else a note."""
    if not measure.score:
        return None
    return GRAVITY if measure.score >= DOUBT else "note"
