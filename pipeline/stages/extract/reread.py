"""Which engine reads which page: pdfium, and pdfplumber where pdfium is in doubt and pdfplumber is less so."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import pace
from pipeline.errors import Crashed, Damaged, Empty, NoTextLayer, TooLarge, Undecodable
from pipeline.model.document import Doubt, Page, Pages, Source

from . import geometry, pdfium, plumber
from .drawn import PRIVATE, Drawn
from .letters import LEFTWARD
from .whole import broken_streams, strayed_objects

# Share of a file's characters without a letter above which reading on is no use: a simple font's accents and ligatures
# are under .15 of a French text, a font without any map is 1.
LOST = 0.5
# Doubtful pages on which pdfplumber read no better, one after the other, after which it is not asked again: it takes
# fifty times as long as pdfium, and the pages of a file are made alike.
PATIENCE = 2
# Share of the letters known to pdfium that pdfplumber may read otherwise; on sound pages they agree to the letter.
ASTRAY = 0.02
# Share of a page's characters without a letter from which it is read again: one odd sign of a formula in 3,000
# characters is not worth a second reading, two œ are.
WORTH = 0.0005
# Characters and objects of a page above which it is not read again: pdfplumber takes 1 s for 30,000 characters, and
# 0.4 ms for each stroke of a drawing; a newspaper's page has so many characters.
MOST_AGAIN = 30_000
MOST_DRAWN_AGAIN = 4_000
# s that second readings may take: in all for a file, and what each page that is read adds. A page of 3,000 characters
# takes 0.1 s; what takes all of it is stopped, and pdfium's reading, with its doubts, is what remains.
SECOND_SECONDS = 1.5
SECOND_A_PAGE = 0.5


@dataclass
class _Count:
    """What was seen of the file so far."""

    pictures: int = 0
    drawn: int = 0
    written: int = 0
    strange: int = 0
    letters: int = 0
    lost: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    engines: dict[str, None] = field(default_factory=dict)


def read_pdf(source: Source, path: Path, engine: str, most_pages: int) -> Pages:
    """All pages of a PDF. Raises as `extract` does."""
    count = _Count()
    with pdfium.Reader(path) as reader:
        if reader.count == 0:
            raise Empty("the PDF has no pages")
        if most_pages and reader.count > most_pages:
            raise TooLarge(f"the file has {reader.count} pages, the limit is {most_pages}")
        pace.step(0, 0)
        with _unswept():
            pages = tuple(_read(reader, path, engine, count))
        pace.texts(len(pages), sum(len(page.lines) for page in pages), count.letters)
        title, glyphs = reader.title, reader.memory.stand_ins.glyphs(pages)
        damage = _damage(reader, path)
    if count.lost == len(pages):
        raise Damaged("none of its pages can be read")
    if not count.letters:
        if damage and not count.pictures:
            raise Damaged(damage)
        if count.pictures or count.drawn:
            raise NoTextLayer()
        if count.written:
            raise Empty(
                "all that it holds are fields that were filled in, notes or stamps; print it to PDF to read them"
            )
        raise Empty("nothing is drawn on its pages")
    if count.strange > LOST * count.letters:
        raise Undecodable(f"{count.strange} of {count.letters} characters have no letter")
    if damage:
        says = f"{damage}: some of its text may be missing or wrong; download it again"
        count.doubts.insert(0, Doubt(1, "damaged", 1, says))
    extractor = " + ".join(count.engines)
    filled = replace(source, media_type="application/pdf", pages=len(pages), extractor=extractor)
    return Pages(filled, pages, tuple(count.doubts), title, glyphs)


def _damage(reader: pdfium.Reader, path: Path) -> str:
    """What is broken in a file that could be read all the same; "" where nothing is."""
    if broken := broken_streams(path):
        return f"bytes were changed or lost in {broken} of the file's streams"
    if reader.is_rebuilt or strayed_objects(path):
        return "the file's table of objects is broken"
    return ""


@contextmanager
def _unswept() -> Iterator[None]:
    """Python's collector of circles at rest: what is made here is tuples without circles, which it would walk through
    again and again (a tenth of the reading time)."""
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()


def _read(reader: pdfium.Reader, path: Path, engine: str, count: _Count) -> Iterator[Page]:
    with ExitStack() as stack:
        second = _Second(path, reader, stack)
        for index in range(reader.count):
            seen: Drawn | None = None
            if pace.is_barred(index + 1):
                count.lost += 1
                says = "the page takes more time or memory than a page may: it was left out"
                count.doubts.append(Doubt(index + 1, "page-lost", 1, says))
                yield Page(index + 1, 0.0, 0.0, ())
                continue
            if engine != "pdfplumber":
                page, seen = _first(reader, index)
            if engine == "pdfplumber" or (
                engine == "auto" and (seen is None or (_worth(page, seen) and second.patience))
            ):
                again = second.page(index) if engine == "pdfplumber" else second.again(index)
                if again and (seen is None or _better(page, seen, *again)):
                    if seen:
                        left = again[1].strange
                        says = f"read again by pdfplumber: {seen.strange} characters without a letter became {left}"
                        count.doubts.append(Doubt(index + 1, "read-again", seen.strange - left, says))
                    second.patience = PATIENCE
                    page, seen = again
                else:
                    second.patience = max(0, second.patience - 1)
            if seen is None:
                count.lost += 1
                count.doubts.append(
                    Doubt(index + 1, "page-lost", 1, "the page is damaged: nothing could be read on it")
                )
                page = Page(index + 1, 0.0, 0.0, ())
            else:
                _add(count, page, seen)
            pace.step(index + 1, count.letters)
            yield page


def _worth(page: Page, seen: Drawn) -> bool:
    """Whether the page is worth a second reading, and not so full that it would take longer than it is worth."""
    letters = sum(len(line.text) for line in page.lines)
    return seen.strange > WORTH * letters and letters <= MOST_AGAIN and seen.drawn <= MOST_DRAWN_AGAIN


def _first(reader: pdfium.Reader, index: int) -> tuple[Page, Drawn | None]:
    """The page as pdfium reads it; None where it cannot."""
    try:
        return reader.page(index, lambda drawn: _page(drawn, index + 1, "pdfium"))
    except Damaged:
        return Page(index + 1, 0.0, 0.0, ()), None


class _Second:
    """pdfplumber, opened when it is first asked for."""

    def __init__(self, path: Path, first: pdfium.Reader, stack: ExitStack) -> None:
        self.path, self.first, self.stack = path, first, stack
        self.patience = PATIENCE
        self.purse = SECOND_SECONDS
        self._reader: plumber.Reader | None = None

    def again(self, index: int) -> tuple[Page, Drawn] | None:
        """As `page`, within the time that second readings may take."""
        self.purse += SECOND_A_PAGE
        began = time.process_time()
        try:
            with pace.aside(max(self.purse, 0.05)):
                return self.page(index)
        except (pace.TooLong, MemoryError):
            self.patience = 0
            return None
        finally:
            self.purse -= time.process_time() - began

    def page(self, index: int) -> tuple[Page, Drawn] | None:
        """The page as pdfplumber reads it; None where it cannot."""
        try:
            if self._reader is None:
                self._reader = self.stack.enter_context(plumber.Reader(self.path, self.first.memory.stand_ins))
            return self._reader.page(index, lambda drawn: _page(drawn, index + 1, "pdfplumber"))
        except Crashed:
            return None


def _better(page: Page, seen: Drawn, other: Page, seen_by_other: Drawn) -> bool:
    """Whether the other reading knows more letters, and agrees on those that were known.

    pdfminer takes a font without a map to be in the standard encoding: it then knows all letters, and wrong ones."""
    if seen_by_other.strange >= seen.strange:
        return False
    letters, others = (Counter(c for line in p.lines for c in line.text if _is_known(c)) for p in (page, other))
    return (letters - others).total() <= ASTRAY * letters.total()


def _is_known(char: str) -> bool:
    """A letter or figure that pdfium can be believed: see letters.LEFTWARD for those it cannot."""
    return char.isalnum() and ord(char) < PRIVATE and not LEFTWARD.match(char)


def _add(count: _Count, page: Page, seen: Drawn) -> None:
    count.pictures += seen.pictures
    count.drawn += seen.drawn
    count.written += seen.written
    count.strange += seen.strange
    count.letters += sum(len(line.text) for line in page.lines)
    count.engines[pdfium.version() if page.engine == "pdfium" else plumber.version()] = None
    if seen.pictures and not page.lines:
        says = "the page is a picture without text: run an OCR first (ocrmypdf --skip-text IN OUT)"
        count.doubts.append(Doubt(page.number, "no-text-layer", seen.pictures, says))
    if seen.written:
        says = f"notes, stamps or filled-in fields are not read ({seen.written}): print it to PDF to have their text"
        count.doubts.append(Doubt(page.number, "notes-not-read", seen.written, says))
    if seen.strange:
        says = f"{seen.strange} characters have no sound map to letters"
        count.doubts.append(Doubt(page.number, "unmapped-glyphs", seen.strange, says))


def _page(drawn: Drawn, number: int, engine: str) -> tuple[Page, Drawn]:
    found = geometry.lines(drawn.pieces, number, drawn.rules)
    return Page(number, round(drawn.width, 2), round(drawn.height, 2), tuple(found), engine), drawn
