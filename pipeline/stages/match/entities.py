"""Names found on both sides: the same person, body or place, one key for each over the whole release."""

from __future__ import annotations

from pipeline.languages.names import fold
from pipeline.model.release import Aligned, EntityLink


def match_entities(aligned: Aligned) -> tuple[Aligned, dict[str, tuple[EntityLink, ...]]]:
    """(the readings with one key for what is one thing on every side, the links of each alignment by its id)."""
    links: dict[str, tuple[EntityLink, ...]] = {}
    first, second = (*aligned.readings, "", "")[:2]
    found = {
        p.id: f.entities for r in aligned.readings.values() for p, f in zip(r.document.paragraphs, r.facts, strict=True)
    }
    for a in aligned.alignments:
        left = [e for p in a.sides.get(first, ()) for e in found[p]]
        right = [e for p in a.sides.get(second, ()) for e in found[p]]
        pairs = []
        for x in left:
            for y in right:
                if x.key == y.key or fold(x.text) == fold(y.text):
                    right.remove(y)
                    pairs.append(EntityLink({first: x.id, second: y.id}, 1.0, "key"))
                    break
        if pairs:
            links[a.id] = tuple(pairs)
    return aligned, links
