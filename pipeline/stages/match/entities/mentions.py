"""The names of one alignment, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from pipeline.languages.names import fold
from pipeline.model.facts import Entity, Facts
from pipeline.model.place import Span, Spans
from pipeline.model.release import Aligned, Alignment
from pipeline.stages.match.stretches import Stretches


class Mention(NamedTuple):
    """A name in its paragraph. `at` is where it stands in its side of the alignment, 0..1; `sentence` the number of
    the sentence link it stands in, -1 for none."""

    entity: Entity
    paragraph: str
    at: float
    sentence: int

    @property
    def place(self) -> tuple[str, Span]:
        """Where it stands, which no two mentions share."""
        return self.paragraph, self.entity.span

    @property
    def folded(self) -> str:
        return fold(self.entity.text)


class Passage(NamedTuple):
    """A paragraph of one side: its id, its text, and where it begins in the side's whole text."""

    paragraph: str
    text: str
    offset: int
    figures: tuple[Span, ...]  # where a name cannot be


def overlap(one: Mention, two: Mention) -> bool:
    return one.paragraph == two.paragraph and one.entity.span.overlaps(two.entity.span)


@dataclass(frozen=True)
class Sides:
    """Two sides of an alignment."""

    first: str
    second: str
    passages: tuple[Sequence[Passage], Sequence[Passage]]
    mentions: tuple[tuple[Mention, ...], tuple[Mention, ...]]
    stretches: tuple[Stretches, Stretches]

    @cached_property
    def places(self) -> tuple[dict[tuple[str, Span], Mention], ...]:
        """The mentions of each side by where they stand."""
        return tuple({m.place: m for m in side} for side in self.mentions)

    @cached_property
    def _spans(self) -> tuple[dict[str, Spans], ...]:
        out = []
        for side in self.mentions:
            some: dict[str, list[Span]] = defaultdict(list)
            for m in side:
                some[m.paragraph].append(m.entity.span)
            out.append({paragraph: Spans(spans) for paragraph, spans in some.items()})
        return tuple(out)

    def touching(self, side: int, paragraph: str, span: Span) -> list[Mention]:
        """The mentions of a side that overlap `span`."""
        spans = self._spans[side].get(paragraph, Spans())
        return [self.places[side][paragraph, s] for s in spans.touching(span)]

    def with_more(self, fresh: Sequence[Mention]) -> Sides:
        """The same with mentions added where they stand; what they overlap gives way to them."""
        out = []
        for passages, old in zip(self.passages, self.mentions, strict=True):
            here = {p.paragraph for p in passages}
            new = [m for m in fresh if m.paragraph in here]
            more = [*(m for m in old if not any(overlap(m, n) for n in new)), *new]
            out.append(tuple(sorted(more, key=lambda m: (m.at, m.entity.span))))
        return replace(self, mentions=(out[0], out[1]))

    def side(self, mention: Mention) -> int:
        """On which side a mention stands."""
        return int(any(p.paragraph == mention.paragraph for p in self.passages[1]))

    def mention(self, side: int, passage: Passage, entity: Entity) -> Mention:
        """`entity` as a mention of this side."""
        length = sum(len(p.text) for p in self.passages[side]) or 1
        sentence = self.stretches[side].at(passage.paragraph, entity.span.start)
        return Mention(entity, passage.paragraph, (passage.offset + entity.span.start) / length, sentence)


def texts(aligned: Aligned) -> dict[str, tuple[str, Facts]]:
    """Every paragraph's text and facts by its id."""
    return {
        p.id: (p.text.mended, f)
        for r in aligned.readings.values()
        for p, f in zip(r.document.paragraphs, r.facts, strict=True)
    }


def sides(aligned: Aligned, alignment: Alignment, paragraphs: dict[str, tuple[str, Facts]]) -> Iterator[Sides]:
    """The first language against each of the others, where both have paragraphs."""
    first, *others = aligned.readings
    found = {i: paragraphs[i] for some in alignment.sides.values() for i in some}
    for second in others:
        if alignment.sides.get(first) and alignment.sides.get(second):
            passages = tuple(_passages(alignment.sides[code], found) for code in (first, second))
            stretches = (Stretches(alignment, first), Stretches(alignment, second))
            empty = Sides(first, second, (passages[0], passages[1]), ((), ()), stretches)
            told = [empty.mention(n, p, e) for n in (0, 1) for p in passages[n] for e in found[p.paragraph][1].entities]
            yield empty.with_more(told)


def _passages(ids: Sequence[str], found: dict[str, tuple[str, Facts]]) -> list[Passage]:
    out, offset = [], 0
    for id_ in ids:
        out.append(Passage(id_, found[id_][0], offset, tuple(f.span for f in found[id_][1].figures)))
        offset += len(found[id_][0])
    return out
