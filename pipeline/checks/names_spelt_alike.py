"""A person's name is spelt in one way."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pipeline.model.facts import Entity
from pipeline.model.release import Alignment, Gravity, Release, Spot

from .check import Measure
from .named import folded, linked

GRAVITY: Final[Gravity] = "doubt"
OTHERWISE = ("nearly the same spelling", "the same sound")  # why names that are not written alike are linked
ALIKE = 0.86  # ratio from which two full names are one with a slip: "Anne Kessler", "Anne Kesler" 0.96


def score(release: Release) -> Iterator[Measure]:
    """How unlike (0 the same) two spellings are that must be one name: across a link, and within one language."""
    for one in linked(release):
        if one.left.label == one.right.label == "PER" and one.link.why in OTHERWISE:
            places = {"here": one.pair.left.code, "there": one.pair.right.code}
            places |= {"text": one.left.text, "other": one.right.text}
            unlike = 1 - SequenceMatcher(None, folded(one.left.text), folded(one.right.text), autojunk=False).ratio()
            yield Measure(unlike, "across", one.spots, one.pair.alignment, places)
    aligned = {i: a for a in release.alignments for ids in a.sides.values() for i in ids}
    for code in release.languages:
        yield from _within(release, code, aligned)


def _within(release: Release, code: str, aligned: dict[str, Alignment]) -> Iterator[Measure]:
    reading = release.readings[code]
    names: dict[str, list[tuple[Entity, Spot]]] = {}
    for paragraph, facts in zip(reading.document.paragraphs, reading.facts, strict=True):
        for e in facts.entities:
            if e.label == "PER" and len(e.text.split()) > 1:
                names.setdefault(folded(e.text), []).append((e, Spot(paragraph.id, e.span)))
    known = sorted(names, key=lambda n: (-len(names[n]), n))
    for i, rare in enumerate(known):
        for often in known[:i]:
            if abs(len(often) - len(rare)) > 3 or len(often.split()) != len(rare.split()):
                continue
            ratio = SequenceMatcher(None, often, rare, autojunk=False).ratio()
            if ratio >= ALIKE:
                entity, spot = names[rare][0]
                places = {"here": code, "text": entity.text, "other": names[often][0][0].text}
                yield Measure(1 - ratio, "within", {code: spot}, aligned.get(spot.paragraph), places)
                break


def verdict(measure: Measure) -> Gravity | None:
    """Within one language a slip; across two it may be how that language writes the name: a note."""
    if not measure.score:
        return None
    return GRAVITY if measure.saying == "within" else "note"
