"""One language of a release: the file, its pages, its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .place import Box, Span
from .text import Text

Kind = Literal[
    "title", "dateline", "heading", "paragraph", "list_item", "table", "caption", "footnote", "contact", "boilerplate"
]
FURNITURE: frozenset[Kind] = frozenset({"boilerplate", "contact"})  # may stand alone in the alignment


@dataclass(frozen=True)
class Source:
    """A file we were given. `path` is relative to the corpus, with forward slashes; `pages` is 0 until it was read."""

    path: str
    language: str
    sha256: str = ""
    media_type: str = ""  # application/pdf text/plain
    pages: int = 0
    extractor: str = ""  # "pdfium 5.15.2", "pdfplumber 0.11.10", "text"


class Run(NamedTuple):
    """A stretch of one line set in one font and size. `span` is in the line's text; `size` in points.

    `raised` is the height of the baseline above the line's own, in points (positive: superscript)."""

    span: Span
    box: Box
    size: float
    font: str
    bold: bool
    italic: bool
    raised: float


class Line(NamedTuple):
    """One line of a page, as it is read; `text` is raw. Text input has no box, no runs and size 0.

    Runs cover the text from left to right, spaces between them apart. An empty `text` is a blank line of text input.
    `cells` are the spans of table cells when the line is a row of a ruled or aligned table; a cell of several lines
    is one stretch of the text, line feeds inside. `overlaps` are letters drawn over one another on purpose (o and e for
    œ). `turn` is the direction in which it reads on the page as shown, in degrees clockwise; a stamp is set askew."""

    text: str
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    runs: tuple[Run, ...] = ()
    cells: tuple[Span, ...] = ()
    overlaps: tuple[Span, ...] = ()
    turn: int = 0


class Doubt(NamedTuple):
    """What an engine could not be sure of on a page (a broken map, glyphs lost), counted; `says` is for a person."""

    page: int
    reason: str
    times: int
    says: str


class Glyph(NamedTuple):
    """A glyph for which the file gives no letter. `char` stands for it in the raw text: a private-use character, the
    same wherever this glyph of this font is drawn in the file (from U+F0000 on, or the one that the file itself gives).

    `candidates`: the letters it may be, likeliest first, by its width beside those of known letters; () when that says
    nothing. Which it is, the words around it must say."""

    char: str
    font: str
    times: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """`lines` in the order of the content stream or better; `width`, `height` in points, as shown."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    engine: str = ""


@dataclass(frozen=True)
class Pages:
    """All pages of one file, as one engine (or, page by page, the better of two) read them."""

    source: Source
    pages: tuple[Page, ...]
    doubts: tuple[Doubt, ...] = ()
    title: str = ""  # what the file's own metadata say, often wrong
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True)
class Tongue:
    """What the file was said to be written in, what it is found to be written in, and how surely (0..1)."""

    declared: str
    detected: str
    confidence: float


class Place(NamedTuple):
    """Where a stretch of a paragraph's raw text stands on its page; one a line."""

    span: Span
    box: Box


class Flag(NamedTuple):
    """What was lost or is doubtful and was NOT mended: `span` of the mended text, a suggestion and a sentence."""

    reason: str  # letters-lost words-lost punctuation-lost unmapped-glyph ...
    span: Span
    suggestion: str
    says: str


@dataclass(frozen=True)
class Paragraph:
    """`id` is `<language>.<0-based position in reading order>`. `level` counts headings and lists from 1.

    `rows` (tables) are the cells of each row as spans of the mended text. `notes` ties footnote markers: (span of the
    marker in the mended text, id of the footnote's paragraph)."""

    id: str
    kind: Kind
    text: Text
    places: tuple[Place, ...] = ()
    flags: tuple[Flag, ...] = ()
    level: int = 0
    rows: tuple[tuple[Span, ...], ...] = ()
    notes: tuple[tuple[Span, str], ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One box a page and column stretch: neighbouring lines that share an x range are joined."""
        out: list[Box] = []
        for place in self.places:
            last = out[-1] if out else None
            if last and last.page == place.box.page and place.box.top >= last.top - 1 and _share_x(last, place.box):
                out[-1] = last.joined(place.box)
            else:
                out.append(place.box)
        return tuple(out)

    def box_of(self, span: Span) -> tuple[Box, ...]:
        """The boxes of the lines that hold this span of the mended text."""
        raw = self.text.raw_span(span)
        return tuple(p.box for p in self.places if p.span.overlaps(raw))


def _share_x(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0)


class Dropped(NamedTuple):
    """Text of the page that is in no paragraph (running head, page number, dot leader ...), with the reason."""

    raw: str
    reason: str
    box: Box | None


@dataclass(frozen=True)
class Document:
    """One language of a release, assembled and (after `repair`) mended. `date` is EDTF or empty."""

    source: Source
    language: Tongue
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
    title: str = ""
    date: str = ""
    glyphs: tuple[Glyph, ...] = ()  # of `Pages`: what the private-use characters in the raw text may be
