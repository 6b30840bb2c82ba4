"""What a page carries that is not its text: running heads and feet, page numbers, dot leaders."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.languages.layout import Layout
from pipeline.model.document import Dropped, Line, Page
from pipeline.model.place import Box

from .block import closes
from .slug import Slug

BAND = 0.13  # share of the page's height at its top and foot in which furniture stands
SMALLER = 0.9  # of the body's size: so small are heads, and not the first line of a page
FOOT = 0.075  # share of the height at the very foot or head, outside the lines that margins leave to the text
NOTE = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡]{1,3})[)\].]?\s*[^\W\d_]")
DEEP = 0.25  # and in which the outermost row may be a page number or come again: TeX's margins are wide
ROWS = 4  # rows of furniture at either end
GOES_ON = "note that the text goes on"
SAME_Y = 4.0  # points between the places of one head on two pages
APART = 1.62  # times its size: a head stands further from the text, a line of text less ("1.15" of Word is 1.4)
LEADER = re.compile(r"\s*[.·…_](?:\s?[.·…_]){3,}\s*(\d{1,4}|[ivxlcIVXLC]{1,7})?\s*$")
DOTS = re.compile(r"\. \.|\.\.\.|…|___")
ENTRIES = 3  # lines with leaders on a page: then it is a table of contents
_TAIL = re.compile(r"(?:\s\.)*\s(\d{1,4}|[ivxlc]{1,7})$")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_FIGURES = re.compile(r"(?<!\d)\d{1,9}(?!\d)")


class _Row(NamedTuple):
    """Slugs on one height at the top or foot of a page; `apart`: a gap parts it from the next row inwards; `edge`: it
    stands in the band where furniture mostly stands, else it is only the outermost row of its page."""

    top: bool
    slugs: list[Slug]
    apart: bool
    edge: bool


def furniture(sheets: list[list[Slug]], pages: Sequence[Page], body: float, known: Layout) -> list[Dropped]:
    """Takes running heads and page numbers out of the sheets; what was taken, with the reason."""
    ends = [_ends(sheet, page) for sheet, page in zip(sheets, pages, strict=True)]
    heads = _Heads(ends, pages, body, known)
    out = []
    for n, rows in enumerate(ends):
        open_ends = {True: True, False: True}  # a row is furniture only when all rows outside it are
        for row in rows:
            if not open_ends[row.top]:
                continue
            reason = heads.reason(n, row)
            if not reason:
                open_ends[row.top] = False
                continue
            for slug in row.slugs:
                sheets[n].remove(slug)
                out.append(Dropped(slug.text, reason, slug.line.box))
    return out


def furniture_of_text(pages: Sequence[Page], known: Layout) -> tuple[list[Line], list[Dropped]]:
    """Text input whose pages are told (by form feeds): its lines without the heads and numbers that come on several
    pages, and those. One page has no furniture."""
    number = _page_number(known)
    ends: list[list[int]] = []
    notes = _notes_of_text(pages, known)
    said: Counter[str] = Counter()
    for page in pages:
        filled = [n for n, line in enumerate(page.lines) if line.text.strip()]
        at = list(dict.fromkeys([*filled[:3], *filled[-3:]])) if len(filled) > 4 else []
        ends.append(at)
        said.update({key for n in at for key in _keys(page.lines[n].text, page.number)})
    lines: list[Line] = []
    out: list[Dropped] = []
    for page, at in zip(pages, ends, strict=True):
        kept: list[Line] = []
        for n, line in enumerate(page.lines):
            if (page.number, n) in notes:
                out.append(Dropped(line.text, GOES_ON, None))
            elif n in at and any(said[key] > 1 for key in _keys(line.text, page.number)):
                is_number = number.fullmatch(line.text.strip()) is not None
                out.append(Dropped(line.text, "page number" if is_number else "running head", None))
            else:
                kept.append(line)
        _turn_over(lines, kept)
    return lines, out


def _notes_of_text(pages: Sequence[Page], known: Layout) -> set[tuple[int, int]]:
    """(page, line) of the notes that the text goes on: at a turn of pages or, where none is told, in brackets."""
    out = set()
    for m, page in enumerate(pages):
        filled = [n for n, line in enumerate(page.lines) if line.text.strip()]
        for n in filled:
            text = page.lines[n].text.strip()
            turn = (n == filled[0] and m > 0) or (n == filled[-1] and m + 1 < len(pages))
            if (turn or not text[0].isalpha()) and known.goes_on(text):
                out.add((page.number, n))
    return out


def _turn_over(lines: list[Line], page: list[Line]) -> None:
    """Adds a page to the lines so far; blank lines at the turn are kept only where a paragraph may end there."""
    while lines and page and not lines[-1].text.strip():
        page.insert(0, lines.pop())
    first = next((n for n, line in enumerate(page) if line.text.strip()), len(page))
    goes_on = lines and page[first:] and page[first].text.lstrip()[0].islower() and not closes(lines[-1].text)
    lines += page[first:] if goes_on else page


def goes_on(sheets: list[list[Slug]], known: Layout) -> list[Dropped]:
    """Takes out the lines that say no more than that the text goes on, at the foot of a column of one page and at the
    head of the next."""
    out: list[Dropped] = []
    for n, sheet in enumerate(sheets):
        for slug in [s for s in sheet if known.goes_on(s.text.strip())]:
            beside = [s for s in sheet if s is not slug and min(s.x1, slug.x1) > max(s.x0, slug.x0)]
            foot = n + 1 < len(sheets) and all(s.base <= slug.base for s in beside)
            head = n > 0 and all(s.base >= slug.base for s in beside)
            if foot or head:
                sheet.remove(slug)
                out.append(Dropped(slug.text, GOES_ON, slug.line.box))
    return out


def lone_heads(sheets: list[list[Slug]], pages: Sequence[Page], body: float) -> list[Dropped]:
    """Takes out a head that stands on one page only (a release of two pages has it on the second): a small line apart
    over text that goes on in the middle of a sentence, or one in another size than the text."""
    out: list[Dropped] = []
    tops = sorted((min(s.top for s in sheet), m) for m, sheet in enumerate(sheets) if m and sheet)[:2]
    for n in range(1, len(sheets)):
        top = next((r for r in _ends(sheets[n], pages[n]) if r.top and r.edge), None)
        if top is None or not top.apart or len(top.slugs) == len(sheets[n]) or not sheets[n - 1]:
            continue
        edge = top.slugs[0]
        other = next((y for y, m in tops if m != n), edge.bottom + 1)  # where the text of the other pages begins
        high = edge.bottom < other and edge.bottom < FOOT * max(pages[n].height, edge.bottom)
        if not high:
            continue
        small = all(s.size <= body and not s.wholly_bold and not closes(s.text) for s in top.slugs)
        before = max(sheets[n - 1], key=lambda s: (s.base, s.x0))
        behind = min((s for s in sheets[n] if s not in top.slugs), key=lambda s: (s.base, s.x0))
        goes_on = not closes(before.text) and not behind.text[0].isupper()
        if small and (goes_on or all(s.size < SMALLER * body for s in top.slugs)):
            for slug in top.slugs:
                sheets[n].remove(slug)
                out.append(Dropped(slug.text, "running head", slug.line.box))
    return out


def lone_feet(sheet: list[Slug], page: Page, body: float) -> list[Slug]:
    """Takes out the line at the very foot of a page that comes on no other: an imprint, an address, a reference."""
    out: list[Slug] = []
    for row in _ends(sheet, page):
        if row.top:
            continue
        low = row.slugs[0].top > (1 - FOOT) * max(page.height, row.slugs[0].bottom)
        small = all(s.size <= body * 1.05 and len(s.text) <= 160 for s in row.slugs)
        if not (row.apart and low and small) or any(closes(s.text) or NOTE.match(s.text) for s in row.slugs):
            break
        out += row.slugs
    for slug in out:
        sheet.remove(slug)
    return sorted(out, key=lambda s: (s.base, s.x0))


def _ends(sheet: list[Slug], page: Page) -> list[_Row]:
    """The rows at the top and the foot of a page, from the edges inwards."""
    height = max((s.bottom for s in sheet), default=0.0)
    full = max(page.height if height <= page.height else page.width, height)
    bases = sorted(s.base for s in sheet)
    out = []
    for top in (True, False):
        near = [s for s in sheet if (s.bottom < DEEP * full if top else s.top > (1 - DEEP) * full)]
        near.sort(key=lambda s: s.top, reverse=not top)
        rows: list[list[Slug]] = []
        for slug in near:
            if rows and abs(slug.base - rows[-1][0].base) < 0.5 * slug.size:
                rows[-1].append(slug)
            else:
                rows.append([slug])
        for n, row in enumerate(rows[:ROWS]):
            edge = row[0].bottom < BAND * full if top else row[0].top > (1 - BAND) * full
            if n and not edge:
                break
            at, size = row[0].base, max(s.size for s in row)
            inner = bisect_right(bases, at + 0.5 * size) if top else bisect_left(bases, at - 0.5 * size) - 1
            gap = abs(bases[inner] - at) if 0 <= inner < len(bases) else 1e9
            out.append(_Row(top, row, gap > APART * size, edge))
    return out


class _Heads:
    """What stands at the ends of all pages, so that each can be asked whether it comes again."""

    def __init__(self, ends: Sequence[Sequence[_Row]], pages: Sequence[Page], body: float, known: Layout) -> None:
        self.pages, self.body, self.number = pages, body, _page_number(known)
        self.said: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.places: Counter[tuple[bool, int]] = Counter()
        for n, rows in enumerate(ends):
            for row in rows:
                self.places[row.top, round(row.slugs[0].top)] += 1
                for slug in row.slugs:
                    for key in _keys(slug.text, pages[n].number):
                        self.said[key].append((n, slug.top))
        self.again = Counter(round(y) for where in self.said.values() if len(where) > 1 for _, y in where)

    def reason(self, n: int, row: _Row) -> str:
        """Why this row of page `n` (from 0) is furniture; "" when it is text."""
        kind = "running head" if row.top else "running foot"
        page = self.pages[n].number
        again = [self._again(n, slug, page) for slug in row.slugs]
        numbers = [bool(self.number.fullmatch(s.text.strip())) for s in row.slugs]
        if all(numbers):
            own = any(_FIGURES.findall(s.text)[:1] == [str(page)] for s in row.slugs)
            return "page number" if row.apart and (any(again) or (own and row.edge)) else ""
        rest = [a for a, is_number in zip(again, numbers, strict=True) if not is_number]
        if all(rest) and (row.apart or (len(self.pages) > 2 and row.edge)):
            return kind
        if not row.edge or not row.apart or any(s.size > self.body * 1.05 for s in row.slugs):
            return ""
        return kind if any(again) or self._changes(row) else ""

    def _again(self, n: int, slug: Slug, page: int) -> bool:
        """Does the same stand at the same height of another page?"""
        return any(m != n and abs(y - slug.top) < SAME_Y for k in _keys(slug.text, page) for m, y in self.said[k])

    def _changes(self, row: _Row) -> bool:
        """At this height of many pages stand heads, some of which come again; so one that does not is a head too."""
        top = row.slugs[0].top
        here = self.places[row.top, round(top)]
        if here < 3 or here * 5 < len(self.pages):
            return False
        return sum(self.again[round(top) + step] for step in (-1, 0, 1)) * 3 >= here


def _keys(text: str, page: int) -> list[str]:
    """What a head has in common with the same head on another page: all of it, or all but a number that runs with the
    pages (the first or the last of it).

    >>> _keys("Page 3 of 12", 3)[1] == _keys("Page 4 of 12", 4)[1]
    True
    """
    text = text.casefold().strip()
    if _ROMAN.fullmatch(text):
        return ["roman"]
    numbers = list(_FIGURES.finditer(text))
    ends = dict.fromkeys([*numbers[:1], *numbers[-1:]])
    return [text, *(f"{text[: m.start()]}#{int(m[0]) - page}{text[m.end() :]}" for m in ends)]


def _page_number(known: Layout) -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(known.page_words, key=len, reverse=True)) or "page"
    one = r"(?:\d{1,4}|[ivxlc]{1,7})"
    return re.compile(
        rf"(?:{words})?\s*[-–—|]?\s*{one}\s*(?:(?:/|[^\W\d_]{{1,3}}|[-–—|])\s*\d{{1,4}})?\s*[-–—|]?", re.IGNORECASE
    )


def leaders(sheet: list[Slug]) -> list[Dropped]:
    """Takes dot leaders and the page numbers of a table of contents off its lines, which are marked as its entries."""
    led = [(s, m) for s in sheet if DOTS.search(s.text) and (m := LEADER.search(s.text))]
    if not led:
        return []
    out = [_shortened(slug, m.start(), "dot leader") for slug, m in led]
    if len(led) < ENTRIES:
        sheet[:] = [s for s in sheet if s.text]
        return out
    edges = [s.line.box.x1 for s, _ in led if s.line.box]
    for slug in list(sheet):
        box = slug.line.box
        if slug.entry or not box or not any(abs(box.x1 - e) < 1.5 for e in edges):
            continue
        if slug.text.isdigit() and (named := next((s for s in sheet if s.beside(slug)), None)):
            sheet.remove(slug)
            named.entry = True
            out.append(Dropped(slug.text, "page number of the contents", box))
        elif tail := _TAIL.search(slug.text):
            out.append(_shortened(slug, tail.start(), "page number of the contents"))
    sheet[:] = [s for s in sheet if s.text]
    return out


def _shortened(slug: Slug, at: int, reason: str) -> Dropped:
    """Cuts the line off at `at`; what was cut."""
    line, box = slug.line, slug.line.box
    cut = line.text[at:].strip()
    share = at / max(1, len(line.text))
    slug.line = line._replace(text=line.text[:at], runs=tuple(r for r in line.runs if r.span.end <= at), cells=())
    slug.text = slug.line.text
    slug.x1 = slug.x0 + share * slug.width
    slug.entry = True
    where = Box(box.page, box.x0 + share * box.width, box.top, box.x1, box.bottom) if box else None
    return Dropped(cut, reason, where)
