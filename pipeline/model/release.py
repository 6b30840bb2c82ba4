"""All languages of a release together: aligned, matched, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from .document import Paragraph
from .facts import Entity, Facts, Figure, Reading
from .place import Span

AlignmentKind = Literal["1-0", "0-1", "1-1", "1-2", "2-1", "m-n"]
Status = Literal["same", "different", "missing"]
Gravity = Literal["fault", "doubt", "note"]
Cause = Literal["", "translation", "extraction"]


class Why(NamedTuple):
    """What spoke for an alignment, each 0..1: cosine of the embeddings, length ratio, figures and entities shared."""

    similarity: float
    length: float
    figures: float
    entities: float


class Stretch(NamedTuple):
    """A sentence of a paragraph: `[id, start, end]` in JSON, in the mended text."""

    paragraph: str
    start: int
    end: int


class SentenceLink(NamedTuple):
    """Sentences that translate each other inside one alignment; a side may be empty."""

    sides: Mapping[str, tuple[Stretch, ...]]
    score: float


class FigureLink(NamedTuple):
    """One figure on each side (its id), or on one side only (the others None, status missing).

    `moved`: the counterpart stands in another alignment. `why` says what a person should know of it."""

    sides: Mapping[str, str | None]
    status: Status
    moved: bool = False
    why: str = ""


class EntityLink(NamedTuple):
    """One mention on each side; `score` 0..1, `why` the witness (key, acronym, exonym, spelling, meaning ...)."""

    sides: Mapping[str, str]
    score: float
    why: str = ""


@dataclass(frozen=True)
class Alignment:
    """Paragraphs (ids, in reading order) that say the same. `confidence` is calibrated: 0.9 is right 9 times in 10."""

    id: str
    sides: Mapping[str, tuple[str, ...]]
    kind: AlignmentKind
    score: float
    confidence: float
    moved: bool
    why: Why
    sentences: tuple[SentenceLink, ...] = ()
    figures: tuple[FigureLink, ...] = ()
    entities: tuple[EntityLink, ...] = ()
    corrected: str = ""  # who or what decided it, when a person did


class Spot(NamedTuple):
    """Where a finding points on one side; `span` in the paragraph's mended text, None for the whole of it."""

    paragraph: str
    span: Span | None


class Finding(NamedTuple):
    """A statement that ought to be true and is not. `says` is a sentence for a translator.

    `cause`: "translation", "extraction" (the text was lost on the way out of the PDF) or "" where it is not known.
    `accepted`: why a person silenced it; empty when nobody did. `score`: how far from well, the check's own measure."""

    check: str
    gravity: Gravity
    alignment: str | None
    says: str
    sides: Mapping[str, Spot]
    cause: Cause = ""
    accepted: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class Papers:
    """What release.toml says of a release; all empty when there is none."""

    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Aligned:
    """Readings with their alignments, in the order of the first language; links inside them are still empty."""

    readings: Mapping[str, Reading]
    alignments: tuple[Alignment, ...]
    notes: tuple[Finding, ...] = ()  # what the aligner has to say of the whole: not a translation, corrections unused


@dataclass(frozen=True)
class Release:
    """One release, whole. `languages` are the keys of `readings`, the first language first."""

    id: str
    readings: Mapping[str, Reading]
    alignments: tuple[Alignment, ...]
    findings: tuple[Finding, ...] = ()
    papers: Papers = field(default_factory=Papers)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.readings)

    @cached_property
    def _paragraphs(self) -> dict[str, tuple[Paragraph, Facts]]:
        return {
            p.id: (p, f) for r in self.readings.values() for p, f in zip(r.document.paragraphs, r.facts, strict=True)
        }

    @cached_property
    def _figures(self) -> dict[str, tuple[str, Figure]]:
        return {f.id: (pid, f) for pid, (_, facts) in self._paragraphs.items() for f in facts.figures}

    @cached_property
    def _entities(self) -> dict[str, tuple[str, Entity]]:
        return {e.id: (pid, e) for pid, (_, facts) in self._paragraphs.items() for e in facts.entities}

    def paragraph(self, id: str) -> Paragraph:  # noqa: A002 - the contract's own word
        """The paragraph of this id. Raises KeyError."""
        return self._paragraphs[id][0]

    def facts(self, id: str) -> Facts:  # noqa: A002
        """The facts of the paragraph of this id. Raises KeyError."""
        return self._paragraphs[id][1]

    def figure(self, id: str) -> tuple[str, Figure]:  # noqa: A002
        """(id of its paragraph, the figure). Raises KeyError."""
        return self._figures[id]

    def entity(self, id: str) -> tuple[str, Entity]:  # noqa: A002
        """(id of its paragraph, the mention). Raises KeyError."""
        return self._entities[id]

    def text(self, alignment: Alignment, language: str) -> str:
        """The mended paragraphs of one side of an alignment, joined by a line feed."""
        return "\n".join(self.paragraph(i).text.mended for i in alignment.sides.get(language, ()))

    def pairs(self) -> Iterator[tuple[str, str, Alignment]]:
        """(text in the first language, text in the second, alignment) for every alignment that has both sides."""
        first, second = (*self.languages, "", "")[:2]
        for a in self.alignments:
            if a.sides.get(first) and a.sides.get(second):
                yield self.text(a, first), self.text(a, second), a
