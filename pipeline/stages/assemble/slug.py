"""A line of type with its place, turned so that it reads from left to right and down the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.model.document import Line, Page

MONO = re.compile(
    r"mono|courier|typewriter|consol|code|nimbusmon|fixed|menlo|monaco|(?:^|\+)(?:t1x|tcx|tx|ec|sf|lm|cm)\w{0,3}tt|(?:^|\+)pcr[rb]",
    re.IGNORECASE,
)  # TeX calls its typewriter faces cmtt, t1xtt, pcrr8t


@cache
def _mono(font: str) -> bool:
    return MONO.search(font) is not None


class Slug:
    """`x0 top x1 bottom` are points in the reading direction; `base` is the baseline. `zone` counts the columns of the
    document in reading order; `left` and `right` are the edges of that column."""

    __slots__ = (
        "base",
        "bold",
        "bottom",
        "closed",
        "entry",
        "left",
        "line",
        "mono",
        "page",
        "right",
        "size",
        "text",
        "top",
        "x0",
        "x1",
        "zone",
    )

    def __init__(self, line: Line, page: int, x0: float, top: float, x1: float, bottom: float) -> None:
        self.line, self.page, self.text = line, page, line.text
        self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom
        self.size = line.size or max(1.0, bottom - top)
        self.base = top + 0.75 * self.size if line.cells else bottom - 0.25 * self.size  # a cell may have several lines
        self.bold = line.bold
        runs = line.runs
        self.mono = bool(runs) and _mono(runs[0].font) and (len(runs) == 1 or all(_mono(r.font) for r in runs))
        self.zone = 0
        self.entry = False  # the last line of an entry of a table of contents
        self.closed = False  # may a sentence end with it? Set where the flow is read
        self.left, self.right = x0, x1

    def __repr__(self) -> str:
        return f"Slug({self.text!r}, zone {self.zone}, {self.x0:.0f}-{self.x1:.0f}, {self.top:.0f}, {self.size:.1f})"

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def wholly_bold(self) -> bool:
        return self.bold and all(r.bold for r in self.line.runs)

    def first_word(self) -> float:
        """About how wide its first word is."""
        return (len(self.text.split(None, 1)[0]) if self.text.strip() else 0) * self.width / max(1, len(self.text))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def beside(self, other: Slug) -> bool:
        """Do they share more than half of the height of the lower one, and no width?"""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * min(self.height, other.height) and (self.x1 <= other.x0 + 1 or other.x1 <= self.x0 + 1)


def slugs(page: Page) -> tuple[list[Slug], list[Slug]]:
    """The lines of a page, turned so that most of them read from left to right; and those that read another way
    (stamps, labels up the margin), which keep their boxes as they stand."""
    lines = [line for line in page.lines if line.box and line.text and not line.text.isspace()]
    turns = Counter(line.turn for line in lines)
    most = max(sorted(turns), key=lambda t: turns[t], default=0)
    if most % 90:
        most = 0
    level, askew = [], []
    for line in lines:
        b = line.box
        assert b
        if line.turn != most:
            askew.append(Slug(line, page.number, b.x0, b.top, b.x1, b.bottom))
        elif most == 90:
            level.append(Slug(line, page.number, b.top, page.width - b.x1, b.bottom, page.width - b.x0))
        elif most == 270:
            level.append(Slug(line, page.number, page.height - b.bottom, b.x0, page.height - b.top, b.x1))
        elif most == 180:
            level.append(
                Slug(
                    line, page.number, page.width - b.x1, page.height - b.bottom, page.width - b.x0, page.height - b.top
                )
            )
        else:
            level.append(Slug(line, page.number, b.x0, b.top, b.x1, b.bottom))
    return level, askew


def body_size(sheets: Iterable[Sequence[Slug]]) -> float:
    """The size in which most characters are set."""
    exact: defaultdict[float, int] = defaultdict(int)
    for sheet in sheets:
        for slug in sheet:
            exact[slug.size] += len(slug.text)
    sizes: Counter[float] = Counter()
    for size, letters in exact.items():
        sizes[round(size, 1)] += letters
    return max(sorted(sizes), key=lambda s: sizes[s], default=0.0) or 10.0
