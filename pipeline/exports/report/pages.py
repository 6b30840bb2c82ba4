"""Pictures of pages: which PDF a side was read from, each page rendered once, and which part of it shows a span."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import DocumentError
from pipeline.model.document import Paragraph, Source
from pipeline.model.place import Box, Span
from pipeline.model.release import Release
from pipeline.store import Shelf, sha256_of

SCALE = 1.6  # pixels a point, 115 dpi: small print can be read, a page is about 60 kB
EVERY_PAGE = 60  # of a document; longer ones show the pages on which there is a finding
AROUND = 26.0  # points above and below a crop: two lines of running text
TALLEST = 150.0  # points of a crop that shows a whole paragraph: its beginning is enough to know it by


class Picture(NamedTuple):
    """A page as a file beside the report's page; `width` and `height` in points."""

    href: str
    number: int
    width: float
    height: float


class Crop(NamedTuple):
    """The part of a picture around a thing, and the thing itself, in points."""

    language: str
    picture: Picture
    view: Box
    marks: tuple[Box, ...]


def corpus_near(out: Path) -> Path | None:
    """Where the sources of this output folder are: what extract noted, else a folder `corpus` beside or above it."""
    noted = out / ".cache" / "corpus.txt"
    near = [out.resolve() / noted.read_text(encoding="utf-8").strip()] if noted.is_file() else []
    near += [out.parent / "corpus", out / "corpus", out.parent]
    return next((place for place in near if place.is_dir()), None)


@dataclass
class Papers:
    """The pages of one release; a page is rendered when it is first asked for."""

    release: Release
    corpus: Path | None
    shelf: Shelf
    _known: dict[tuple[str, int], Picture | None] = field(default_factory=dict)
    _paths: dict[str, Path | None] = field(default_factory=dict)
    _boxes: dict[tuple[str, int], tuple[Box, ...]] = field(default_factory=dict)

    def picture(self, language: str, number: int) -> Picture | None:
        """The picture of a page, None when there is no PDF to render it from."""
        key = (language, number)
        if key not in self._known:
            self._known[key] = self._render(language, number)
        return self._known[key]

    def crop(self, language: str, paragraph: Paragraph, span: Span | None) -> Crop | None:
        """Where a span (None: the paragraph's beginning) stands on its page; None for text input."""
        marks = located(paragraph, span) if span is not None else paragraph.boxes[:1]
        picture = self.picture(language, marks[0].page) if marks else None
        if picture is None:
            return None
        marks = tuple(m for m in marks if m.page == picture.number)
        lines = [b for b in paragraph.boxes if b.page == picture.number]
        left = min(b.x0 for b in lines) - 12
        right = max(b.x1 for b in lines) + 12
        top, bottom = self._between_lines(
            language, Box(picture.number, left, min(m.top for m in marks), right, max(m.bottom for m in marks))
        )
        view = Box(
            picture.number, max(0.0, left), max(0.0, top), min(picture.width, right), min(picture.height, bottom)
        )
        return Crop(language, picture, view, marks if span is not None else ())

    def _between_lines(self, language: str, mark: Box) -> tuple[float, float]:
        """Where to cut above and below a mark, so that no line is cut through."""
        top, bottom = mark.top - AROUND, min(mark.bottom + AROUND, mark.top - AROUND + TALLEST)
        for line in self._lines(language, mark.page):
            if line.x0 < mark.x1 and mark.x0 < line.x1:
                middle = (line.top + line.bottom) / 2
                if line.top < top < line.bottom:
                    top = line.bottom + 1 if middle < top else line.top - 2
                if line.top < bottom < line.bottom:
                    bottom = line.top - 1 if middle > bottom else line.bottom + 2
        return min(top, mark.top - 3), max(bottom, min(mark.bottom + 3, mark.top + TALLEST))

    def _lines(self, language: str, page: int) -> tuple[Box, ...]:
        if (language, page) not in self._boxes:
            paragraphs = self.release.readings[language].document.paragraphs
            own = tuple(place.box for p in paragraphs for place in p.places if place.box.page == page)
            self._boxes[language, page] = own
        return self._boxes[language, page]

    def long(self, language: str) -> bool:
        return self.release.readings[language].document.source.pages > EVERY_PAGE

    def _render(self, language: str, number: int) -> Picture | None:
        from pipeline.stages.extract.crop import render

        path = self._path(language)
        if path is None:
            return None
        try:
            png = render(path, number, scale=SCALE)
        except DocumentError:  # its text was read, but it cannot be drawn: the report shows the text alone
            return None
        name = f"{language}-{number}.png"
        self.shelf.binary_whole(name, png)
        width, height = struct.unpack(">II", png[16:24])  # PNG: IHDR begins at byte 16
        return Picture(name, number, width / SCALE, height / SCALE)

    def _path(self, language: str) -> Path | None:
        if language not in self._paths:
            self._paths[language] = self._found(self.release.readings[language].document.source)
        return self._paths[language]

    def _found(self, source: Source) -> Path | None:
        """The PDF, when it is there and is still the one that was read."""
        if self.corpus is None or source.media_type != "application/pdf":
            return None
        path = (self.corpus / source.path).resolve()
        if not path.is_relative_to(self.corpus.resolve()) or not path.is_file() or sha256_of(path) != source.sha256:
            return None
        return path


def located(paragraph: Paragraph, span: Span) -> tuple[Box, ...]:
    """The boxes of a span, one a line, as narrow as the line's letters let one guess (all taken as equally wide)."""
    raw = paragraph.text.raw_span(span)
    out = []
    for place in paragraph.places:
        if place.span.overlaps(raw) or (raw.length == 0 and place.span.contains(raw)):
            letter = place.box.width / max(1, place.span.length)
            start = max(raw.start, place.span.start) - place.span.start
            end = min(raw.end, place.span.end) - place.span.start
            x0 = place.box.x0 + letter * max(0, start - 0.5)
            x1 = place.box.x0 + letter * min(place.span.length, end + 0.5)
            out.append(Box(place.box.page, x0, place.box.top, x1, place.box.bottom))
    return tuple(out)
