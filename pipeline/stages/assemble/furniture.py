"""What a page carries that is not its text: running heads and feet, page numbers, dot leaders."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.model.document import Dropped, Page
from pipeline.model.place import Box

from .block import closes
from .slug import Slug

BAND = 0.13  # share of the page's height at its top and foot in which furniture stands
FOOT = 0.075  # share of the height at the very foot, below the lowest line that margins leave to the text
NOTE = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡]{1,3})[)\].]?\s*[^\W\d_]")
ROWS = 4  # rows of furniture at either end
SAME_Y = 4.0  # points between the places of one head on two pages
APART = 1.35  # a head stands this many times its line height from the text; a line of text less than 1.3 (Word's "1.15" included)
LEADER = re.compile(r"\s*[.·…_](?:\s?[.·…_]){3,}\s*(\d{1,4}|[ivxlcIVXLC]{1,7})?\s*$")
DOTS = (". .", "...", "…", "___")
ENTRIES = 3  # lines with leaders on a page: then it is a table of contents
_TAIL = re.compile(r"(?:\s\.)*\s(\d{1,4}|[ivxlc]{1,7})$")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_FIGURES = re.compile(r"\d+")


def furniture(sheets: list[list[Slug]], pages: Sequence[Page], body: float, known: Layout) -> list[Dropped]:
    """Takes running heads and page numbers out of the sheets; what was taken, with the reason."""
    number = _page_number(known)
    ends = [_ends(sheet, page) for sheet, page in zip(sheets, pages, strict=True)]
    said: dict[str, list[tuple[int, float]]] = defaultdict(list)
    places: Counter[tuple[bool, int]] = Counter()
    for n, rows in enumerate(ends):
        for top, row, _ in rows:
            for slug in row:
                for key in _keys(slug.text, pages[n].number):
                    said[key].append((n, slug.top))
            places[top, round(row[0].top)] += 1
    out = []
    for n, rows in enumerate(ends):
        open_ends = {True: True, False: True}  # a row is furniture only when all rows outside it are
        for top, row, apart in rows:
            if not open_ends[top]:
                continue
            reason = _reason(n, top, row, apart, said, places, len(sheets), pages[n].number, body, number)
            if not reason:
                open_ends[top] = False
                continue
            for slug in row:
                sheets[n].remove(slug)
                out.append(Dropped(slug.text, reason, slug.line.box))
    return out


def lone_feet(sheet: list[Slug], page: Page, body: float) -> list[Slug]:
    """Takes out the line at the very foot of a page that comes on no other: an imprint, an address, a reference."""
    out: list[Slug] = []
    for top, row, apart in _ends(sheet, page):
        if top:
            continue
        low = row[0].top > (1 - FOOT) * max(page.height, row[0].bottom)
        small = all(s.size <= body * 1.05 and len(s.text) <= 160 for s in row)
        if not (apart and low and small) or any(closes(s.text) or NOTE.match(s.text) for s in row):
            break
        out += row
    for slug in out:
        sheet.remove(slug)
    return sorted(out, key=lambda s: (s.base, s.x0))


def _ends(sheet: list[Slug], page: Page) -> list[tuple[bool, list[Slug], bool]]:
    """(at the top, slugs of the row, stands apart from the next row inwards), from the edges inwards."""
    height = max((s.bottom for s in sheet), default=0.0)
    full = max(page.height if height <= page.height else page.width, height)
    out = []
    for top in (True, False):
        near = [s for s in sheet if (s.bottom < BAND * full if top else s.top > (1 - BAND) * full)]
        if not near:
            continue
        near.sort(key=lambda s: s.top, reverse=not top)
        rows: list[list[Slug]] = []
        for slug in near:
            if rows and abs(slug.base - rows[-1][0].base) < 0.5 * slug.size:
                rows[-1].append(slug)
            else:
                rows.append([slug])
        for row in rows[:ROWS]:
            edge = row[0].base
            size = max(s.size for s in row)
            inner = [s.base for s in sheet if (s.base > edge + 0.5 * size if top else s.base < edge - 0.5 * size)]
            gap = (min(inner) - edge if top else edge - max(inner)) if inner else 1e9
            out.append((top, row, gap > APART * size * 1.2))
    return out


def _reason(
    n: int,
    top: bool,
    row: list[Slug],
    apart: bool,
    said: dict[str, list[tuple[int, float]]],
    places: Counter[tuple[bool, int]],
    count: int,
    page: int,
    body: float,
    number: re.Pattern[str],
) -> str:
    """Why this row is furniture; "" when it is text."""
    kind = "running head" if top else "running foot"
    again = [any(m != n and abs(y - s.top) < SAME_Y for k in _keys(s.text, page) for m, y in said[k]) for s in row]
    numbers = [bool(number.fullmatch(s.text.strip())) for s in row]
    if all(numbers):
        own = any(_FIGURES.findall(s.text)[:1] == [str(page)] for s in row)
        return "page number" if apart and (any(again) or own) else ""
    rest = [a for a, is_number in zip(again, numbers, strict=True) if not is_number]
    if all(rest) and (apart or count > 2):
        return kind
    if any(again) and apart and all(s.size <= body * 1.05 for s in row):
        return kind
    here = places[top, round(row[0].top)]
    uniform = here >= 3 and here * 5 >= count
    if uniform and apart and all(s.size <= body * 1.05 for s in row) and _changes(top, row[0], places, said):
        return kind
    return ""


def _changes(top: bool, slug: Slug, places: Counter[tuple[bool, int]], said: dict[str, list[tuple[int, float]]]) -> bool:
    """At this height stand heads that come again on some pages, so one that stands there once is a head too."""
    here = sum(1 for where in said.values() if len(where) > 1 for _, y in where if abs(y - slug.top) < 1.5)
    return here * 3 >= places[top, round(slug.top)]


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
    return re.compile(rf"(?:{words})?\s*[-–—|]?\s*{one}\s*(?:(?:/|[^\W\d_]{{1,3}}|[-–—|])\s*\d{{1,4}})?\s*[-–—|]?", re.IGNORECASE)


def leaders(sheet: list[Slug]) -> list[Dropped]:
    """Takes dot leaders and the page numbers of a table of contents off its lines, which are marked as its entries."""
    led = [(s, m) for s in sheet if any(d in s.text for d in DOTS) and (m := LEADER.search(s.text))]
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
