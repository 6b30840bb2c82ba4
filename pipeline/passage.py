"""An alignment seen as one passage: its texts, and where things stand in them. Search and exports read releases so.

The text of a side is its paragraphs joined by a line feed; spans here are in that text, not in a paragraph's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.document import Paragraph
from pipeline.model.facts import Entity, Figure
from pipeline.model.place import Span
from pipeline.model.release import Alignment, EntityLink, FigureLink, Finding, Release


class Located(NamedTuple):
    """A figure and where it stands in the side's text; None when it stands in another passage (a moved link)."""

    span: Span | None
    figure: Figure


class Mention(NamedTuple):
    """A name and where it stands in the side's text."""

    span: Span | None
    entity: Entity


@dataclass(frozen=True)
class Side:
    """One language of a passage: `offsets[i]` is where `paragraphs[i]` begins in `text`; pages from 1, sorted."""

    language: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    offsets: tuple[int, ...]
    figures: tuple[Located, ...]
    entities: tuple[Mention, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({place.box.page for p in self.paragraphs for place in p.places}))

    def span(self, paragraph: str, span: Span | None) -> Span | None:
        """A paragraph's span (None: the whole of it) in this side's text; None when it is of another passage."""
        for one, offset in zip(self.paragraphs, self.offsets, strict=True):
            if one.id == paragraph:
                return (span or Span(0, len(one.text.mended))).shifted(offset)
        return None


@dataclass(frozen=True)
class Passage:
    """One alignment with its texts. `sides` has every language of the release, empty sides with an empty text."""

    release: Release
    alignment: Alignment
    sides: Mapping[str, Side]

    @property
    def id(self) -> str:
        return self.alignment.id

    @property
    def complete(self) -> bool:
        """No side is empty: a pair of texts that a translation memory can take."""
        return all(side.text.strip() for side in self.sides.values())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks said of this alignment, silenced findings included."""
        return tuple(f for f in self.release.findings if f.alignment == self.alignment.id)

    def figures(self) -> Iterator[tuple[Mapping[str, Located | None], FigureLink]]:
        """Every figure link with its figures; a figure that no link names comes as a link of its own, missing."""
        linked: set[str] = set()
        for link in self.alignment.figures:
            yield {code: self._located(code, link.sides.get(code)) for code in self.sides}, link
            linked.update(i for i in link.sides.values() if i)
        for code, side in self.sides.items():
            for found in side.figures:
                if found.figure.id not in linked:
                    sides = {c: found if c == code else None for c in self.sides}
                    yield sides, FigureLink({c: found.figure.id if c == code else None for c in self.sides}, "missing")

    def entities(self) -> Iterator[tuple[Mapping[str, Mention | None], EntityLink | None]]:
        """Every entity link with its mentions, then every mention that no link names, with None."""
        linked: set[str] = set()
        for link in self.alignment.entities:
            yield {code: self._mention(code, link.sides.get(code)) for code in self.sides}, link
            linked.update(link.sides.values())
        for code, side in self.sides.items():
            for found in side.entities:
                if found.entity.id not in linked:
                    yield {c: found if c == code else None for c in self.sides}, None

    def _located(self, code: str, id: str | None) -> Located | None:  # noqa: A002 - the contract's own word
        if not id:
            return None
        paragraph, figure = self.release.figure(id)
        return Located(self.sides[code].span(paragraph, figure.span), figure)

    def _mention(self, code: str, id: str | None) -> Mention | None:  # noqa: A002
        if not id:
            return None
        paragraph, entity = self.release.entity(id)
        return Mention(self.sides[code].span(paragraph, entity.span), entity)


def passages(release: Release) -> Iterator[Passage]:
    """The alignments of a release as passages, in the release's order."""
    for alignment in release.alignments:
        sides = {code: _side(release, alignment, code) for code in release.languages}
        yield Passage(release, alignment, sides)


def _side(release: Release, alignment: Alignment, code: str) -> Side:
    paragraphs, offsets, at = [], [], 0
    figures: list[Located] = []
    entities: list[Mention] = []
    for id in alignment.sides.get(code, ()):  # noqa: A001
        paragraph, facts = release.paragraph(id), release.facts(id)
        figures += (Located(f.span.shifted(at), f) for f in facts.figures)
        entities += (Mention(e.span.shifted(at), e) for e in facts.entities)
        paragraphs.append(paragraph)
        offsets.append(at)
        at += len(paragraph.text.mended) + 1
    text = "\n".join(p.text.mended for p in paragraphs)
    return Side(code, text, tuple(paragraphs), tuple(offsets), tuple(figures), tuple(entities))


def title(release: Release, language: str) -> str:
    """What a release is called in this language: its document's title, else what release.toml says, else its id."""
    return release.readings[language].document.title or release.papers.title or release.id


def date(release: Release) -> str:
    """The release's date (EDTF): what release.toml says, else the first document that knows; empty when none does."""
    return release.papers.date or next((r.document.date for r in release.readings.values() if r.document.date), "")
