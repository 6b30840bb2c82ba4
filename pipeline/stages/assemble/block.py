"""What assembly works on: a `Block` is a paragraph in the making, its lines in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pipeline.model.document import Kind, Line

STOPS = (".", "!", "?", "…")
CLOSING = ")]»”\"'’ \n\t\u00a0\u202f¹²³⁰⁴⁵⁶⁷⁸⁹"
WORD = re.compile(r"[^\W\d_]+")
EMAIL = re.compile(r"[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+")
WEB = re.compile(r"(?:https?://|www\.)\S+")
PHONE = re.compile(r"(?:\+|\b)\(?\d{1,4}\)?(?:[ .\-\N{NO-BREAK SPACE}]\(?\d{1,4}\)?){2,6}\b")
DIGITS = re.compile(r"\d+")
SINGLE = 2  # groups of one digit that a telephone number may have: +33 (0)1 40 20 50 50; versions have more
YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # in a range of years or a date, not in a telephone number
HANDLE = re.compile(r"(?<![\w.])@\w{3,}(?!\S*\.)")
NUMBERING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+[^a-zà-ÿ\s])|\d{1,2}[.)°]|[IVX]{1,5}[.)]|[A-Za-z][.)]|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\))(?=\s)"
)


@dataclass(slots=True)
class Block:
    """Lines with the pages on which they stand. `kind` is a guess that later steps may better."""

    lines: list[Line] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    kind: Kind = "paragraph"
    level: int = 0
    sure: bool = False  # the kind was read from strong evidence and is not to be guessed again
    rows: list[list[tuple[int, int, int]]] = field(default_factory=list)  # tables: (line, start, end) of each cell
    marks: list[tuple[int, int, int, str]] = field(default_factory=list)  # footnote markers: (line, start, end, label)
    label: str = ""  # of a footnote: what its marker is called by ("page.label")
    mark: int = 0  # of a footnote: how many characters its own marker has, when it is glued to the text
    size: float = 1.0  # as a share of the size of the body; 1 for text input
    bold: bool = False
    italic: bool = False
    mono: bool = False  # set in a face of fixed width: a listing
    indent: float = 0.0  # of the first line, in em of the body
    top: float = 0.0

    @property
    def text(self) -> str:
        lines = self.lines
        return lines[0].text if len(lines) == 1 else " ".join([line.text for line in lines])


def closes(text: str) -> bool:
    """May a sentence end here?

    >>> closes("« la fin. »"), closes("la fin :")
    (True, False)
    """
    return not text[-1:].isalpha() and text.rstrip(CLOSING).endswith(STOPS)


def reached(text: str) -> bool:
    """Is there a way to reach somebody in it: an electronic address or a telephone number?"""
    return ("@" in text and EMAIL.search(text) is not None) or phone(text)


def phone(text: str) -> bool:
    """Is there a telephone number in it: 8 digits or more in groups, and no more than 15?

    >>> phone("tél. +33 (0)1 40 20 50 50"), phone("2005-12-30 install hello 1.3.18 2.1.1-4")
    (True, False)
    """
    if sum(map(str.isdigit, text)) < 8:
        return False
    return any(
        8 <= sum(map(str.isdigit, m[0])) <= 15
        and (m[0][0] == "+" or not YEAR.search(m[0]))
        and sum(len(group) == 1 for group in DIGITS.findall(m[0])) <= SINGLE
        for m in PHONE.finditer(text)
    )


def upper(text: str) -> bool:
    """Is it written in capitals, four letters or more?

    >>> upper("LA MISE EN"), upper("18 % DE LA"), upper("OK"), upper("La MISE")
    (True, True, False, False)
    """
    return text.isupper() and sum(map(str.isalpha, text)) >= 4


def bullet(text: str, bullets: str) -> str:
    """The bullet with which a text begins, or "": a known one, or a glyph without a letter, and white space behind."""
    sign = text[:1]
    if not sign or (len(text) > 1 and not text[1].isspace()):
        return ""
    return sign if sign in bullets or (len(text) > 1 and unicodedata.category(sign) == "Co") else ""


def words(text: str) -> int:
    """How many stretches without white space it has."""
    return len(text.split())
