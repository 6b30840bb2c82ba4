"""Text input: raw extracted text, UTF-8 or Windows-1252."""

from __future__ import annotations

from dataclasses import replace

from pipeline import pace
from pipeline.config import MOST_LINE
from pipeline.errors import Empty, NotAPdf, TooLarge, WrongEncoding
from pipeline.model.document import Doubt, Line, Page, Pages, Source

# Bytes that Windows-1252 leaves undefined, and control codes that no text has: where they stand, it is something else.
_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROL = frozenset(range(9)) | {0x0B, *range(0x0E, 0x20), 0x7F} - {0x1B}
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(source: Source, held: bytes, most_pages: int = 0) -> Pages:
    """`Pages` of one page without geometry: a line of text a `Line`, blank ones kept, form feeds read as page breaks.

    Raises Empty, NotAPdf (a PDF that calls itself .txt), TooLarge or WrongEncoding."""
    if held.startswith(b"%PDF-"):
        raise NotAPdf("the file is called .txt but is a PDF")
    text, doubts = decoded(held)
    if not text.strip():
        raise Empty()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sheets = text.rstrip("\f\n").split("\f")
    if most_pages and len(sheets) > most_pages:
        raise TooLarge(f"the file has {len(sheets)} pages, the limit is {most_pages}")
    pace.texts(len(sheets), text.count("\n") + len(sheets), len(text))
    if (longest := max(len(line) for sheet in sheets for line in sheet.split("\n"))) > MOST_LINE:
        raise TooLarge(f"a line of {longest} characters is no line of a text")
    pages = tuple(
        Page(n, 0.0, 0.0, tuple(Line(line.rstrip()) for line in _lines(sheet)), "text")
        for n, sheet in enumerate(sheets, 1)
    )
    return Pages(replace(source, media_type="text/plain", pages=len(pages), extractor="text"), pages, doubts)


def _lines(sheet: str) -> list[str]:
    out = sheet.split("\n")
    return out[:-1] if len(out) > 1 and not out[-1] else out


def decoded(held: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """(text, what is to be said of its encoding). Raises WrongEncoding where it is neither UTF-8 nor Windows-1252.

    >>> decoded("déjà".encode("cp1252"))[0]
    'déjà'
    >>> decoded(b"")
    ('', ())
    """
    for mark, name in BOMS:
        if held.startswith(mark):
            try:
                text = held[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise WrongEncoding(
                    f"the byte order mark says {name}, the bytes from {error.start} on do not"
                ) from None
            return text, (
                Doubt(1, "byte-order-mark", 1, f"the text begins with a byte order mark ({name}); it was left out"),
            )
    if _CONTROL & set(held):
        raise WrongEncoding("there are control bytes in it")
    try:
        return held.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if _UNDEFINED & set(held):
            raise WrongEncoding(f"byte {error.start + 1} is not UTF-8") from None
    odd = sum(byte > 0x7F for byte in held)
    return held.decode("cp1252"), (
        Doubt(1, "windows-1252", odd, f"the text is Windows-1252, not UTF-8: {odd} bytes were read so"),
    )
