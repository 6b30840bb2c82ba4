"""What a check is, and what it sees: `Check`, `Measure`, and the two sides of an alignment as a `Pair`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from pipeline.languages import Language, codes, load
from pipeline.model.document import FURNITURE, Flag, Paragraph
from pipeline.model.facts import Facts
from pipeline.model.place import Span
from pipeline.model.release import Alignment, Cause, Gravity, Release, Spot, Stretch


class Measure(NamedTuple):
    """One thing looked at. `score` is the check's own measure, 0 when all is well, more when it is worse.

    `saying` names the sentence in `languages/<code>/sayings.toml` under `[checks.<check>]`, `places` fill its {places}
    (`here`, `there`, `also` hold language codes; `n` decides between one and many). `cause` is "translation",
    "extraction" or "" (not known; the roll looks at the flags and may know better)."""

    score: float
    saying: str
    sides: Mapping[str, Spot]
    alignment: Alignment | None = None
    places: Mapping[str, object] = {}
    cause: Cause = ""


class Check(Protocol):
    """A module of this folder is a check when it has these three; its name is the module's."""

    __name__: str

    @property
    def GRAVITY(self) -> Gravity: ...  # noqa: N802 - a module constant

    def score(self, release: Release) -> Iterator[Measure]:
        """Everything in the release that this check has a number for, well or not."""

    def verdict(self, measure: Measure) -> Gravity | None:
        """How grave that number is; None when it is well. Never graver than GRAVITY."""


@dataclass(frozen=True)
class Side:
    """One language of an alignment: its paragraphs, in order, and their mended texts joined by a line feed."""

    code: str
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Facts, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(p.text.mended for p in self.paragraphs)

    @property
    def language(self) -> Language | None:
        """What is known of the language; None when there is no folder for it."""
        return load(self.code) if self.code in codes() else None

    @property
    def furniture(self) -> bool:
        """Nothing but mastheads, contacts and the like."""
        return bool(self.paragraphs) and all(p.kind in FURNITURE for p in self.paragraphs)

    @property
    def whole(self) -> Spot:
        """The first paragraph, as a whole."""
        return Spot(self.paragraphs[0].id, None)

    def spot(self, span: tuple[int, int]) -> Spot:
        """Where a span of `text` stands; one that runs over a paragraph's end is cut there."""
        at = 0
        for p in self.paragraphs:
            length = len(p.text.mended)
            if span[0] <= at + length:
                start = max(0, span[0] - at)
                return Spot(p.id, Span(start, max(start, min(length, span[1] - at))))
            at += length + 1
        return self.whole

    def span_of(self, stretches: Iterable[Stretch]) -> Span:
        """Where sentences stand in `text`, from the first to the last of them."""
        starts, at = {}, 0
        for p in self.paragraphs:
            starts[p.id] = at
            at += len(p.text.mended) + 1
        spans = [Span(s.start, s.end).shifted(starts[s.paragraph]) for s in stretches]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def flags(self) -> Iterator[Flag]:
        """What was lost or is doubtful in these paragraphs."""
        for p in self.paragraphs:
            yield from p.flags


@dataclass(frozen=True)
class Pair:
    """Both sides of an alignment, neither empty. Three languages make two pairs, each with the first."""

    alignment: Alignment
    left: Side
    right: Side

    @property
    def both(self) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
        """(here, there) and (there, here), for what is to be looked at from either side."""
        return (self.left, self.right), (self.right, self.left)

    @property
    def spots(self) -> dict[str, Spot]:
        """Both sides as wholes."""
        return {self.left.code: self.left.whole, self.right.code: self.right.whole}

    def stretches(self) -> Iterator[tuple[Span, Span]]:
        """Spans of both texts that translate each other: sentence by sentence where all are linked, else the whole."""
        links = [
            tuple(link.sides.get(s.code, ()) for s in (self.left, self.right)) for link in self.alignment.sentences
        ]
        if links and all(a and b for a, b in links):
            yield from ((self.left.span_of(a), self.right.span_of(b)) for a, b in links)
        else:
            yield Span(0, len(self.left.text)), Span(0, len(self.right.text))

    @property
    def furniture(self) -> bool:
        return self.left.furniture and self.right.furniture


def side(release: Release, alignment: Alignment, code: str) -> Side:
    """One side of an alignment, empty or not."""
    ids = alignment.sides.get(code, ())
    return Side(code, tuple(release.paragraph(i) for i in ids), tuple(release.facts(i) for i in ids))


def pairs(release: Release) -> Iterator[Pair]:
    """Every two sides that translate each other, in the order of the release."""
    first, *others = release.languages or ("",)
    for alignment in release.alignments:
        left = side(release, alignment, first)
        for code in others:
            right = side(release, alignment, code)
            if left.paragraphs and right.paragraphs:
                yield Pair(alignment, left, right)


def paragraphs(release: Release) -> Iterator[tuple[Alignment, str, Paragraph]]:
    """Every paragraph with its alignment and its language, for checks that look at one side alone."""
    for alignment in release.alignments:
        for code, ids in alignment.sides.items():
            for i in ids:
                yield alignment, code, release.paragraph(i)


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a text, cut at a word, for a sentence that quotes it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0].rstrip(",;:") + "\N{HORIZONTAL ELLIPSIS}"
