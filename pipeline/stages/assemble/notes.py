"""Footnotes: taken out of the flow, tied to their markers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .block import Block
from .slug import Slug

SMALLER = 0.94  # of the body's size: notes are set at .65-.90
LABEL = re.compile(r"[(\[]?(\d{1,3}|[*†‡§]{1,3})[)\].]?\s*(?=[^\W\d_]|[«“\"‘(])")
# A marker behind a small letter, a closing sign, a stop that no figure stands before; or behind a year, where it
# would be read as a fifth figure. Behind a capital it may be a name (CO2, G7).
GLUED = (
    r"(?:(?<=[^\W\d_A-ZÀ-Þ]{{2}})|(?<=[!?»”’)\]%€])|(?<=[^\W\d_][.,;:])|(?<=[!?»”’)\]%€][.,;:])"
    r"|(?<=(?<!\d)(?:19|20)\d\d)|(?<=(?<!\d)(?:19|20)\d\d[.,;:])){}(?![^\W]|[.,]\d)"
)


PLAIN = re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[«“\"(])")
PLAIN_LINES = 14  # lines that such notes take at most


class Note:
    """A footnote in the making: its label, its page and its slugs."""

    def __init__(self, label: str, page: int, slugs: list[Slug], width: int) -> None:
        self.label, self.page, self.slugs, self.width = label, page, slugs, width

    @property
    def key(self) -> str:
        return f"{self.page}.{self.label}"


def notes(zones: list[list[Slug]], body: float) -> list[Note]:
    """Takes the notes from the foot of each zone; a note that goes on at the foot of the next page is one."""
    out: list[Note] = []
    called = _called(zones)
    for zone in zones:
        first = len(zone)
        while first and _small(zone[first - 1], body):
            first -= 1
        first = min(first, _plain_notes(zone, called))
        while first < len(zone) and not _label(zone[first]):
            if out and _goes_on(out[-1], zone[first]) and zone[first].page > out[-1].page:
                break
            first += 1
        for slug in zone[first:]:
            if label := _label(slug):
                out.append(Note(label[1], slug.page, [slug], label.end()))
            else:
                out[-1].slugs.append(slug)
        del zone[first:]
    return out


def _called(zones: list[list[Slug]]) -> dict[int, set[str]]:
    """The raised figures of each page: the notes that are called on it."""
    out: dict[int, set[str]] = {}
    for zone in zones:
        for slug in zone:
            for run in slug.line.runs[1:]:
                if run.raised > 0 and run.size < 0.9 * slug.size:
                    out.setdefault(slug.page, set()).add(run.span.of(slug.text).strip("()[] ,;"))
    return out


def _plain_notes(zone: list[Slug], called: dict[int, set[str]]) -> int:
    """Where notes begin that are set as large as the text (LibreOffice's own style): numbered lines at the foot, the
    first a gap below the text, each called by a raised figure of the page. The zone's length when there are none."""
    size, page = len(zone), zone[-1].page if zone else 0
    for n in range(max(1, size - PLAIN_LINES), size):
        slug = zone[n]
        found = PLAIN.match(slug.text)
        if not found or slug.page != page or found[1] not in called.get(page, ()):
            continue
        gap = slug.base - zone[n - 1].base
        labels = [int(m[1]) for s in zone[n:] if (m := PLAIN.match(s.text))]
        if gap > 1.7 * slug.size and labels == list(range(labels[0], labels[0] + len(labels))):
            return n
    return size


def _small(slug: Slug, body: float) -> bool:
    runs = slug.line.runs
    raised = bool(runs) and runs[0].raised > 0 and runs[0].size < 0.9 * slug.size
    return slug.size <= SMALLER * body or (raised and _label(slug) is not None)


def _label(slug: Slug) -> re.Match[str] | None:
    return LABEL.match(slug.text)


def _goes_on(note: Note, slug: Slug) -> bool:
    return abs(slug.size - note.slugs[-1].size) < 0.2 and not note.slugs[-1].text.rstrip().endswith((".", "!", "?"))


def tie(
    found: Sequence[Note], blocks: Sequence[Block], home: dict[int, tuple[Block, int]], slugs: Sequence[Slug]
) -> dict[str, Block]:
    """Marks in the blocks where each note is called; {key: the block that calls it}.

    `home` gives the block and line of a slug by its id."""
    out: dict[str, Block] = {}
    pages: dict[int, list[Slug]] = {}
    for slug in slugs:
        pages.setdefault(slug.page, []).append(slug)
    after: dict[int, tuple[int, int]] = {}  # of each page: where the marker before stood (slug, character)
    for note in found:
        page = pages.get(note.page, [])
        where = _marker(note, page, after.get(note.page, (0, 0)))
        if where and id(where[0]) in home:
            after[note.page] = (page.index(where[0]), where[2])
            block, line = home[id(where[0])]
            block.marks.append((line, where[1], where[2], note.key))
            out[note.key] = block
    return out


def _marker(note: Note, page: Sequence[Slug], after: tuple[int, int]) -> tuple[Slug, int, int] | None:
    """(slug, start, end) of the marker behind the one before: a raised run, else the label glued to a word."""
    rx = re.compile(GLUED.format(re.escape(note.label)))
    glued = None
    for n, slug in enumerate(page[after[0] :], after[0]):
        if note.label not in slug.text or slug.line.cells:
            continue
        least = after[1] if n == after[0] else 0
        for run in slug.line.runs:
            said = run.span.of(slug.text)
            if run.raised > 0 and run.size < 0.9 * slug.size and said.strip("()[] ,;") == note.label:
                start = run.span.start + said.index(note.label)
                if start >= least:
                    return slug, start, start + len(note.label)
        if glued is None and (found := rx.search(slug.text, least)):
            glued = (slug, found.start(), found.end())
    return glued
