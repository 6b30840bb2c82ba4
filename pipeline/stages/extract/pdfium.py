"""The fast engine: pdfium through ctypes, in C as far as it goes.

pdfium gives the text of a page in one call. What is asked for besides, a text object at a time and not a character at a
time, is where each begins and ends and what it is set in; single characters are looked at only where `geometry` finds
pieces over one another or where the map of a font is broken."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline.errors import Damaged, DocumentError, Empty, Encrypted, NotAPdf, TooLarge

from .drawn import Drawn
from .letters import Letters, Memory
from .library import library
from .rulings import Rulings
from .runs import Runs
from .sheet import Sheet

T = TypeVar("T")
TYPED, FIELD = frozenset({3, 13}), 20  # kinds of annotations: typed notes and stamps, fields to fill in (fpdf_annot.h)
MOST_NOTES = 1_000  # annotations of a page that are looked at; an index has some hundred links
MOST_CHARS = 500_000  # on one page: a newspaper's has 30,000


def version() -> str:
    """The engine's name and the version of its binding, as it is written into `Source.extractor`."""
    import pypdfium2.version as v

    return f"pdfium {v.PYPDFIUM_INFO.version}"


class Reader:
    """One open file. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Raises the DocumentError that says why the file cannot be opened."""
        self.lib = lib = library()
        self.document = lib.load_document(os.fsencode(path), None)
        if not self.document:
            raise refusal(path, lib.last_error())
        self.count: int = lib.count_pages(self.document)
        self.memory = Memory()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self.document:
            self.lib.close_document(self.document)
            self.document = None

    @property
    def is_rebuilt(self) -> bool:
        """Whether the file's table of objects was broken, so that pdfium had to look for them."""
        return not self.lib.has_sound_table(self.document)

    @property
    def title(self) -> str:
        """The title in the file's own metadata, or nothing."""
        size = self.lib.meta(self.document, b"Title", None, 0)
        buffer = ctypes.create_string_buffer(size)
        self.lib.meta(self.document, b"Title", buffer, size)
        return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace").strip()

    def page(self, index: int, then: Callable[[Drawn], T]) -> T:
        """`then` of what is drawn on this page (from 0), called while the page is open and its glyphs can be asked for.

        Raises Damaged when pdfium cannot load the page, TooLarge when it holds more than any page does."""
        lib = self.lib
        page = lib.load_page(self.document, index)
        if not page:
            raise Damaged(f"page {index + 1} cannot be read")
        text = lib.load_text(page)
        try:
            return then(self._drawn(Sheet(lib, page, text)))
        finally:
            lib.close_text(text)
            lib.close_page(page)

    def _written(self, page: int) -> int:
        """How many typed notes, stamps and fields that were filled in lie over the page."""
        lib, count = self.lib, 0
        for index in range(min(lib.count_notes(page), MOST_NOTES)):
            note = lib.note(page, index)
            if not note:
                continue
            kind = lib.note_kind(note)
            # two bytes are the end of an empty string (UTF-16)
            count += kind in TYPED or (kind == FIELD and lib.note_value(note, b"V", None, 0) > 2)
            lib.close_note(note)
        return count

    def _drawn(self, sheet: Sheet) -> Drawn:
        count = max(0, self.lib.count_chars(sheet.text))
        if count > MOST_CHARS:
            raise TooLarge(f"one page holds {count} characters")
        letters, runs = Letters(sheet, self.memory, count), Runs(sheet)
        spans = runs.spans(letters.said, count) if count else []
        pieces = runs.pieces(letters.sound([span[0] for span in spans]), spans) if spans else {}
        rules, pictures, drawn = Rulings(sheet).found(sum(map(len, pieces.values())))
        written = self._written(sheet.page)
        return Drawn(sheet.width, sheet.height, pieces, rules, letters.strange, pictures, drawn, written)


def refusal(path: Path, code: int) -> DocumentError:
    """Why pdfium did not open this file; `code` is FPDF_GetLastError's."""
    if code == 4:
        return Encrypted()
    if code == 5:
        return Encrypted("the file is locked by a security scheme that is not known here")
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(1024)
    if not head:
        return Empty("the file has no bytes")
    return Damaged() if b"%PDF-" in head else NotAPdf()
