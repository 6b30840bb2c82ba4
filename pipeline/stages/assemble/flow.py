"""Slugs in reading order to blocks: where a paragraph ends and where it goes on over a line, a column or a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.languages.layout import Layout

from .block import NUMBERING, WORD, bullet, closes, upper
from .slug import Slug

SAME_SIZE = 0.06  # sizes that differ by less are one size
GAP = 1.28  # times the usual leading: a gap that parts paragraphs by itself (Typst sets 1.43, Word 1.4 and more)
HINT = 1.08  # a gap that tells together with other signs (TeX's \\parskip: 1.16)
INDENT = 0.7  # em: a first line is indented by 1 to 2
HYPHENS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}", "\x02")
DASHES = "-–—"
OPENERS = ("(", "[", "«", "“", "‘", "/", "’", ",", ";")


class Flow:
    """Decides, slug by slug, whether a paragraph begins; remembers what it needs of the paragraph so far."""

    def __init__(self, slugs: Sequence[Slug], body: float, known: Layout) -> None:
        self.body, self.known = body, known
        for slug in slugs:
            slug.closed = closes(slug.text)
        self.leading = _Leading(slugs)
        self.indented = _indented(slugs)
        self.full_ends = self._full_ends(slugs)
        self.block: list[Slug] = []
        self.item = ""  # the bullet of the list item we are in, "1" for a number
        self.hang = 0.0  # x of its second line

    def blocks(self, slugs: Sequence[Slug]) -> list[list[Slug]]:
        out: list[list[Slug]] = []
        last_item = ""
        for slug in slugs:
            mark = self._bullet(slug, last_item)
            if not out or self._begins(slug, mark):
                out.append([])
                last_item = self.item = mark
                self.hang = 0.0
            elif not self.hang and len(out[-1]) == 1:
                self.hang = slug.x0
            self.block = out[-1]
            self.block.append(slug)
        return out

    def _full_ends(self, slugs: Sequence[Slug]) -> bool:
        """Where a full line ends in a full stop, does a paragraph mostly end? By what gaps show inside the columns."""
        ends = 0
        for a, b in pairwise(slugs):
            if (
                a.zone == b.zone
                and abs(a.size - b.size) <= SAME_SIZE * a.size
                and self._stops(a, b)
                and not self._early(a, b)
            ):
                ends += 1 if b.base - a.base > GAP * self.leading.of(b) else -1
        return ends > 0

    def _bullet(self, slug: Slug, last: str) -> str:
        """The bullet or kind of number with which the slug begins, or ""."""
        text = slug.text
        if sign := bullet(text, self.known.bullets):
            return sign
        if (text[0].isalnum() or text[0] == "(") and NUMBERING.match(text):
            return "1"
        return ""

    def _begins(self, slug: Slug, mark: str) -> bool:
        last = self.block[-1]
        if last.entry or abs(slug.size - last.size) > SAME_SIZE * max(slug.size, last.size):
            return True
        if slug.zone != last.zone:
            return self._begins_zone(last, slug, mark)
        down = slug.base - last.base
        leading = self.leading.of(slug)
        if down > GAP * leading or down < -0.5 * slug.size:
            return True
        if down < 0.5 * slug.size:
            return not slug.mono
        if slug.mono or last.mono:
            if slug.mono and last.mono:
                return False
            return self._stops(last, slug) or (slug.mono and len(slug.line.runs) == 1 and self._early(last, slug))
        if mark and self._opens_item(last, slug, mark):
            return True
        if slug.wholly_bold != last.wholly_bold and self._weight_parts(last, slug):
            return True
        if self._heading(slug):
            return bool(mark == "1" and self._early(last, slug))
        return self._by_place(last, slug, down > HINT * leading)

    def _opens_item(self, last: Slug, slug: Slug, mark: str) -> bool:
        """A bullet or number at the start of a line, and not a dash or a year in the middle of a sentence."""
        if self._stops(last, slug) or last.text.rstrip()[-1:] in ":;,":
            return True
        if mark not in DASHES and mark != "1":
            return True
        return bool(self.item) and self._early(last, slug)

    def _weight_parts(self, last: Slug, slug: Slug) -> bool:
        if slug.wholly_bold:
            return not slug.text[0].islower() and (self._early(last, slug) or last.closed)
        return (not (slug.text[0].islower() and not self._early(last, slug)) and self._early(last, slug)) or (
            last.closed
        )

    def _heading(self, slug: Slug) -> bool:
        return slug.size > 1.08 * self.body or slug.wholly_bold

    def _stops(self, last: Slug, slug: Slug) -> bool:
        """Does the last line read like the end of a paragraph, the next like the start of one?"""
        return (last.closed or last.text.rstrip().endswith(":")) and not slug.text[0].islower()

    def _early(self, last: Slug, slug: Slug) -> bool:
        """Did the last line end though the next word had room on it?"""
        room = last.right - last.x1
        return room > slug.first_word() + 0.3 * slug.size and room > 0.6 * slug.size

    def _goes_on(self, last: Slug, slug: Slug) -> bool:
        """Does the text itself say that it goes on?"""
        text = last.text.rstrip()
        if text.endswith(HYPHENS) and text[-2:-1].isalpha():
            return True
        if slug.text[0].islower() and not closes(text) and not text.endswith((":", ";")):
            return True
        return text.endswith(OPENERS)

    def _by_place(self, last: Slug, slug: Slug, hint: bool) -> bool:
        """By indents, by lines that end early, by gaps."""
        em = slug.size
        step = slug.x0 - last.x0
        first = len(self.block) == 1
        early = self._early(last, slug)
        if self.item:
            if first or abs(slug.x0 - self.hang) <= INDENT * em:
                if (
                    early
                    and not slug.text[0].islower()
                    and (hint or last.closed)
                    and slug.x0 < (self.hang or slug.x0 + 1)
                ):
                    return True
                return early and self._stops(last, slug) and (hint or not first)
            return slug.x0 < self.hang or not self._goes_on(last, slug)
        if step > INDENT * em:
            hanging = first and not early and not (self.indented and self._stops(last, slug))
            return not hanging and not self._goes_on(last, slug)
        if step < -INDENT * em:
            return (early or not first) and not (self._goes_on(last, slug) and not early)
        if early:
            return not self._goes_on(last, slug) or (
                last.x1 < (last.left + last.right) / 2 and not slug.text[0].islower()
            )
        if slug.x0 > slug.left + INDENT * em and self.indented and first and self._stops(last, slug):
            return True
        return hint and self._stops(last, slug)

    def _begins_zone(self, last: Slug, slug: Slug, mark: str) -> bool:
        """Over the end of a column or page."""
        if slug.wholly_bold != last.wholly_bold or slug.mono != last.mono:
            return True
        if self._heading(slug) or abs(last.right - last.left - (slug.right - slug.left)) > 0.3 * (
            last.right - last.left
        ):
            return True
        if mark and (mark not in DASHES or self._stops(last, slug) or bool(self.item)):
            return True
        if self._goes_on(last, slug):
            return False
        if self._early(last, slug):
            return True
        if self._stops(last, slug) and self.full_ends:
            return True
        if slug.x0 > slug.left + INDENT * slug.size and not self.hang:
            return self._stops(last, slug)
        return bool(self.item) and slug.x0 < slug.left + INDENT * slug.size and self._stops(last, slug)


class _Leading:
    """The usual distance of two baselines: of a column, by what goes on inside sentences; else of the document, by the
    same (rows of tables and items stand at distances of their own), else by all that follow each other."""

    def __init__(self, slugs: Sequence[Slug]) -> None:
        inside: defaultdict[tuple[int, int], Counter[float]] = defaultdict(Counter)
        anywhere: defaultdict[int, Counter[float]] = defaultdict(Counter)
        seen: defaultdict[int, Counter[float]] = defaultdict(Counter)
        for a, b in pairwise(slugs):
            down = b.base - a.base
            if a.zone != b.zone or abs(a.size - b.size) > SAME_SIZE * a.size or not 0.9 * a.size < down < 2.6 * a.size:
                continue
            size, step = round(a.size), round(down * 2) / 2
            seen[size][step] += 1
            if b.text[0].islower() and not a.closed:
                inside[a.zone, size][step] += 1
                if not (a.line.cells or b.line.cells):
                    anywhere[size][step] += 1
        self.of_zone = {key: _usual(counts) for key, counts in inside.items() if counts.total() >= 3}
        counted = {**seen, **{size: counts for size, counts in anywhere.items() if counts.total() >= 3}}
        self.of_size = {size: _usual(counts) for size, counts in counted.items()}

    def of(self, slug: Slug) -> float:
        size = round(slug.size)
        return self.of_zone.get((slug.zone, size)) or self.of_size.get(size, 1.2 * slug.size)


def _usual(counts: Counter[float]) -> float:
    """The smallest step that comes at least a third as often as the commonest: gaps between paragraphs are larger."""
    most = max(counts.values())
    return min(d for d, n in counts.items() if n * 3 >= most)


def _indented(slugs: Sequence[Slug]) -> bool:
    """Are paragraphs told by the indent of their first lines?"""
    starts = ends = 0
    for a, b in pairwise(slugs):
        if a.zone == b.zone and abs(a.size - b.size) <= SAME_SIZE * a.size and a.closed and WORD.match(b.text):
            room = a.right - a.x1 > 4 * a.size
            ends += room
            starts += room and INDENT * b.size < b.x0 - b.left < 4 * b.size
    return ends > 0 and starts * 2 >= ends


def edges(zones: Sequence[Sequence[Slug]], body: float) -> None:
    """Sets the left and right edge of the column of each slug."""
    widths: Counter[int] = Counter()
    told = []
    for zone in zones:
        plain = [s for s in zone if abs(s.size - body) <= 0.5 and not s.line.cells] or list(zone)
        left = min(s.x0 for s in plain)
        ends = Counter(round(s.x1) for s in plain)
        at = max(sorted(ends), key=lambda x: ends[x] + ends[x + 1] + ends[x - 1])
        full = ends[at] + ends[at + 1] + ends[at - 1]
        right = float(at) if full >= 4 and full * 3 >= len(plain) else max(s.x1 for s in plain)
        told.append((left, right, len(plain)))
        if len(plain) >= 6:
            widths[round(right - left)] += len(plain)
    usual = max(sorted(widths), key=lambda w: widths[w], default=0)
    for zone, (left, right, lines) in zip(zones, told, strict=True):
        if (lines < 6 and usual * 0.6 < right - left < usual) or (
            lines < 6 and len(zones) > 1 and right - left <= usual * 0.6 and left < 0.2 * usual
        ):
            right = left + usual
        for slug in zone:
            slug.left, slug.right = min(left, slug.x0), right


__all__ = ["Flow", "edges", "upper"]
