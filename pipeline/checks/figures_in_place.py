"""Every figure stands where its counterpart stands: not in another paragraph, not in another figure's place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Final, NamedTuple

from pipeline.model.facts import Figure
from pipeline.model.release import Alignment, Gravity, Release

from .check import Measure
from .figure_links import Linked, linked, linked_in

GRAVITY: Final[Gravity] = "fault"
MOVED, UNCLEAR = 0.4, 0.5  # another paragraph; crossed, with nothing around to tell a swap from a turned clause
CROWD = 500  # figures of one alignment from which it is no paragraph but a text without any
SEVERAL = 3  # more swaps than that in one passage are a list in another order
STEM = 4  # letters by which two words of two languages are taken for the same: actions, recommandations
RUN = re.compile(r"(?<![^\W\d_])\d+")  # not inside a word: sda1
NEXT = 3  # words after a figure that may say what it counts


class Place(NamedTuple):
    """Where something stands on both sides: (paragraph, character)."""

    here: tuple[int, int]
    there: tuple[int, int]


def score(release: Release) -> Iterator[Measure]:
    """Moved figures; and two figures of one kind that cross, by how much of what stands around tells of a swap."""
    for pair in linked(release, "same"):
        if pair.link.moved:
            yield pair.measure(MOVED, "moved")
    for alignment in release.alignments:
        crossed = list(islice(_crossed(release, alignment), SEVERAL + 1))
        if len(crossed) > SEVERAL:
            yield crossed[0]._replace(score=UNCLEAR)
            continue
        yield from crossed


def _crossed(release: Release, alignment: Alignment) -> Iterator[Measure]:
    """The pairs of figures of one alignment that may have changed places."""
    pairs = [p for p in linked_in(release, alignment, "same") if not p.link.moved and p.here[0] in alignment.sides]
    if not 2 <= len(pairs) <= CROWD:
        return
    places = [_place(alignment, p) for p in pairs]
    if [p.there for p in sorted(places)] == sorted(p.there for p in places):
        return  # both sides in one order, whatever their number
    anchors = list(_anchors(release, alignment))
    for (p, a), (q, b) in combinations(zip(pairs, places, strict=True), 2):
        if (a.here < b.here) == (a.there < b.there) or not _alike(p, q):
            continue
        others = [c for c in (*places, *anchors) if c not in (a, b)]
        told = _swapped(a, b, others) + 2 * _counted(release, p, q)
        alone = told == 0 and (_once(release, alignment, p, q) or _exchanged(release, alignment, p.here[2]))
        if told > 0 or alone:
            yield p.measure(1.0 if told > 0 else UNCLEAR, "swapped", second=q.here[2].text)


def _place(alignment: Alignment, pair: Linked) -> Place:
    here, there = (
        (alignment.sides[code].index(paragraph) if paragraph in alignment.sides.get(code, ()) else 0, f.span.start)
        for code, paragraph, f in (pair.here, pair.there)
    )
    return Place(here, there)


def _anchors(release: Release, alignment: Alignment) -> Iterator[Place]:
    """Where the entities stand that are linked."""
    first, *others = alignment.sides
    for link in alignment.entities:
        spots = []
        for code in (first, *others):
            if code in link.sides:
                paragraph, entity = release.entity(link.sides[code])
                spots.append((alignment.sides[code].index(paragraph), entity.span.start))
        if len(spots) == 2:
            yield Place(spots[0], spots[1])


def _alike(p: Linked, q: Linked) -> bool:
    """Two figures that could stand in each other's place."""
    a, b = p.here[2], q.here[2]
    if a.kind != b.kind or a.unit != b.unit or a.value == b.value or _written(a) != _written(b):
        return False
    return a.per == b.per and len(a.value.split("-")) == len(b.value.split("-"))


def _once(release: Release, alignment: Alignment, *pairs: Linked) -> bool:
    """Neither numeral stands a second time in the alignment, in a figure or a name: else the pairs may be wrong."""
    for n in (0, 1):
        for pair in pairs:
            code, _, figure = (pair.here, pair.there)[n]
            wanted = set(RUN.findall(figure.text)) or {figure.text.lower()}
            text = release.text(alignment, code)
            if sum(1 for run in RUN.findall(text) if run in wanted) > len(wanted):
                return False
    return True


def _exchanged(release: Release, alignment: Alignment, like: Figure) -> bool:
    """All figures of this kind stand in one order on both sides, but for two that changed places."""
    first, second = (
        [f.value for i in ids for f in release.facts(i).figures if f.kind == like.kind and f.unit == like.unit]
        for ids in list(alignment.sides.values())[:2]
    )
    differ = [n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    return len(first) == len(second) > 2 == len(differ)


def _written(f: Figure) -> tuple[bool, bool]:
    return any(c.isdigit() for c in f.text), f.to is None


def _swapped(a: Place, b: Place, others: Sequence[Place]) -> int:
    """How many orders among neighbours would be mended if the two changed places on the other side."""

    def broken(x: Place, there: tuple[int, int]) -> int:
        return sum((x.here < c.here) != (there < c.there) for c in others)

    return broken(a, a.there) + broken(b, b.there) - broken(a, b.there) - broken(b, a.there)


def _counted(release: Release, p: Linked, q: Linked) -> int:
    """What the figures count, where both languages have nearly one word for it: 1 speaks for a swap, -1 against it."""
    words = {f.id: _next(release.paragraph(i).text.mended, f) for pair in (p, q) for _, i, f in (pair.here, pair.there)}
    kept = _share(words[p.here[2].id], words[p.there[2].id]) + _share(words[q.here[2].id], words[q.there[2].id])
    crossed = _share(words[p.here[2].id], words[q.there[2].id]) + _share(words[q.here[2].id], words[p.there[2].id])
    return (crossed > kept) - (kept > crossed)


def _next(text: str, figure: Figure) -> frozenset[str]:
    after = unicodedata.normalize("NFD", text[figure.span.end : figure.span.end + 60].lower())
    plain = "".join(c if c.isalpha() else " " for c in after if not unicodedata.combining(c))
    return frozenset(w[:STEM] for w in plain.split()[:NEXT] if len(w) >= STEM)


def _share(a: frozenset[str], b: frozenset[str]) -> int:
    return len(a & b)


def verdict(measure: Measure) -> Gravity | None:
    """A swap that the neighbours confirm is a fault; a turned clause or another paragraph is for a reviser to see."""
    if measure.score >= 1:
        return GRAVITY
    return "doubt" if measure.score >= UNCLEAR else "note"
