"""Every figure is on both sides, with the same value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import Linked, differing, lonely

GRAVITY: Final[Gravity] = "fault"
MANY = 6  # differing values in one alignment, more than half of its figures: page numbers of an index, another table
ROWS = 3  # of a table of contents, the fewest
IN_WORDS = 0.5  # the score of a figure in words that the other side lacks: it may have been said otherwise


def score(release: Release) -> Iterator[Measure]:
    """1 for another value, 1 for a figure in digits that the other side lacks, a half for one in words."""
    several: dict[str, list[Linked]] = {}
    other_table: set[str] = set()
    for pair in differing(release, "value"):
        several.setdefault(pair.alignment.id, []).append(pair)
    for pairs in several.values():
        both = sum(None not in link.sides.values() for link in pairs[0].alignment.figures)
        if (len(pairs) >= MANY and 2 * len(pairs) > both) or _contents(release, pairs):
            other_table.add(pairs[0].alignment.id)
            yield pairs[0].measure(IN_WORDS, "many", n=len(pairs))
            continue
        for pair in pairs:
            yield pair.measure(1.0, "differs")
    for one in lonely(release):
        if one.alignment.id in other_table:
            continue  # told with the others
        in_digits = any(c.isdigit() for c in one.figure.text)
        places = {"here": one.here, "there": one.there, "text": one.figure.text}
        saying = "lost" if one.cause == "extraction" else "missing"
        yield Measure(1.0 if in_digits else IN_WORDS, saying, one.sides(), one.alignment, places, one.cause)


def _contents(release: Release, pairs: list[Linked]) -> bool:
    """Is this a table of contents: do its last cells, where all the differences are, count up the document's pages?"""
    for n in (0, 1):
        code, id_, _ = (pairs[0].here, pairs[0].there)[n]
        paragraph, document = release.paragraph(id_), release.readings[code].document
        cells = [row[-1] for row in paragraph.rows if row]
        said = [cell.of(paragraph.text.mended).strip() for cell in cells]
        if len(said) < ROWS or not all(s.isdecimal() for s in said):
            return False
        pages = [int(s) for s in said]
        if pages != sorted(pages) or len(set(pages)) < ROWS or pages[-1] > document.source.pages:
            return False
        if any(
            id_ != i or not any(c.overlaps(f.span) for c in cells) for _, i, f in ((p.here, p.there)[n] for p in pairs)
        ):
            return False
    return True


def verdict(measure: Measure) -> Gravity | None:
    """What the page lost is no fault of the translator's; the roll makes a doubt of it."""
    if not measure.score:
        return None
    return "doubt" if measure.score <= IN_WORDS else GRAVITY
