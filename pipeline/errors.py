"""What can go wrong, by type. Each error carries a sentence that tells what to do.

A user's fault (`WrongUse`) ends the command with exit code 2. A document's fault (`DocumentError`) is written down
(index.json, stderr, exit code 3) while the rest of the run goes on."""

from __future__ import annotations

from typing import ClassVar


class VisavisError(Exception):
    """`says` is a sentence for a person, remedy included."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class WrongUse(VisavisError):
    """A wrong argument, a missing folder, a broken visavis.toml: exit code 2."""


class DocumentError(VisavisError):
    """A file that cannot be used; `type` is the contract's word for why, `remedy` what is said when nothing better is.

    >>> Encrypted().says
    'the file asks for a password: save a copy without one (qpdf --decrypt) and put that into the corpus'
    """

    type: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, says: str = "") -> None:
        super().__init__(f"{says}: {self.remedy}" if says else self.remedy)

    def __reduce__(self) -> tuple[object, ...]:  # so that it crosses from a worker process with its sentence unchanged
        return (_again, (type(self), self.says))


def _again(kind: type[DocumentError], says: str) -> DocumentError:
    error = kind()
    error.says = says
    error.args = (says,)
    return error


class Encrypted(DocumentError):
    type = "encrypted"
    remedy = "the file asks for a password: save a copy without one (qpdf --decrypt) and put that into the corpus"


class NoTextLayer(DocumentError):
    type = "no-text-layer"
    remedy = "the pages are pictures: run an OCR first (ocrmypdf IN OUT) and put the result into the corpus"


class Undecodable(DocumentError):
    type = "undecodable"
    remedy = "the fonts have no map to letters: ask for another copy or run an OCR (ocrmypdf --force-ocr IN OUT)"


class NotAPdf(DocumentError):
    type = "not-a-pdf"
    remedy = "the file is called .pdf but is something else: download it again, or rename it to what it is"


class Damaged(DocumentError):
    type = "damaged"
    remedy = "the PDF is broken: download it again, or mend it (qpdf IN OUT)"


class Empty(DocumentError):
    type = "empty"
    remedy = "there is no text in the file: download it again"


class TooLarge(DocumentError):
    type = "too-large"
    remedy = "the file is over the limit: raise [limits] megabytes or pages in visavis.toml, or split the file"


class TimedOut(DocumentError):
    type = "timed-out"
    remedy = "the file took longer than it may: raise [limits] seconds in visavis.toml, or save it anew (qpdf IN OUT)"


class OutOfMemory(DocumentError):
    type = "out-of-memory"
    remedy = "the file takes more memory than it may: raise [limits] memory in visavis.toml, or split the file"


class Crashed(DocumentError):
    type = "crashed"
    remedy = "the reader died of this file: save it anew (qpdf IN OUT), or try --extractor pdfplumber"


class WrongEncoding(DocumentError):
    type = "wrong-encoding"
    remedy = "the text is neither UTF-8 nor Windows-1252: save it as UTF-8"


class MissingSide(DocumentError):
    type = "missing-side"
    remedy = "put the file in the other language beside it (fr.pdf and en.pdf in one folder)"


class SameLanguage(DocumentError):
    type = "same-language"
    remedy = "two files are written in the same language: replace one by its translation"


class NotATranslation(DocumentError):
    type = "not-a-translation"
    remedy = "the two files do not say the same: check that they belong to one release"


TYPES: dict[str, type[DocumentError]] = {
    e.type: e
    for e in (
        Encrypted, NoTextLayer, Undecodable, NotAPdf, Damaged, Empty, TooLarge, TimedOut, OutOfMemory, Crashed,
        WrongEncoding, MissingSide, SameLanguage, NotATranslation,
    )
}  # fmt: skip
