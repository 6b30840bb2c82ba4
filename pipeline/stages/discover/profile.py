"""What a file says that its translation says as well: numbers, dates, names, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.languages.folder import read_tsv, read_words
from pipeline.model.document import Tongue

from .walk import File

READ = 4000  # characters of a file that are looked at first: a release's first page
WHOLE = 20_000  # characters of it that are looked at where the first page leaves things open
FEWEST_LETTERS = 40  # with fewer a file says nothing of itself
NAME, NUMBER = "@", "#"  # what the sign of a name and of a number begins with
_NUMBER = re.compile(r"\d+(?:[.,\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\d+)*")
_NAME = re.compile(r"(?<![\w.])[^\W\d_]*[A-ZÀ-ÞŒ][\w’'-]{2,}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://\S+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Profile:
    """One file: the language it is written in, what its beginning says that a translation says as well, its text."""

    file: File
    tongue: Tongue
    code: str
    signs: frozenset[str]
    whole: str

    @property
    def text(self) -> str:
        """The beginning."""
        return self.whole[:READ]

    @property
    def readable(self) -> bool:
        return sum(map(str.isalpha, self.text)) >= FEWEST_LETTERS

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers among its signs, of two digits or more."""
        return frozenset(s for s in self.signs if s.startswith(NUMBER) and len(s) > 2)

    def signs_within(self, size: int) -> frozenset[str]:
        """The signs of so many characters."""
        return self.signs if size <= READ or len(self.whole) <= READ else signs(self.whole[:size], self.code)


def signs(text: str, code: str) -> frozenset[str]:
    """What should come again in a translation, written the same way in every language.

    >>> sorted(signs("Le 9 décembre 2021, 24,5 M€ (MILDECA).", "fr"))
    ['#2021', '#245', '#9', '=2021-12-09', '@mildeca']
    """
    found = {NAME + a.casefold() for a in _ADDRESS.findall(text)}
    found |= {"=" + d for d in dates(text, code)}
    found |= {NUMBER + re.sub(r"\D", "", n) for n in _NUMBER.findall(text)}
    found |= {NAME + folded(n) for n in _NAME.findall(text)}
    return frozenset(found)


def numbers(text: str) -> frozenset[str]:
    """The signs that are numbers of two digits or more.

    >>> sorted(numbers("3 sites, 24,5 M€"))
    ['#245']
    """
    found = (re.sub(r"\D", "", n) for n in _NUMBER.findall(text))
    return frozenset(NUMBER + n for n in found if len(n) > 1)


def folded(name: str) -> str:
    """A name without case and accents, and without what French glues to its front (d’, l’)."""
    bare = re.split(r"['’]", name)[-1]
    plain = unicodedata.normalize("NFD", bare.casefold().replace("œ", "oe"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def dates(text: str, code: str) -> Iterator[str]:
    """Full dates of a text, as 2021-12-09: written "9 December 2021" or "December 9, 2021"."""
    months = _months(code)
    if not months:
        return
    names = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    for m in re.finditer(
        rf"(?i)(\d{{1,2}})\w{{0,3}}\s+({names})\s+(\d{{4}})|({names})\s+(\d{{1,2}}),?\s+(\d{{4}})", text
    ):
        day, month, year = (m[1], m[2], m[3]) if m[1] else (m[5], m[4], m[6])
        yield f"{year}-{months[month.casefold()]:02d}-{int(day):02d}"


@cache
def _months(code: str) -> dict[str, int]:
    return {
        name.strip().rstrip(".").casefold(): int(row["number"])
        for row in read_tsv(code, "months")
        if row["kind"] == "month"
        for name in row["names"].split("|")
    }


def tongue_by_words(text: str, declared: str, order: Sequence[str]) -> Tongue:
    """The language whose small words the text uses most: for when nobody hands in a better judge."""
    words = Counter(w.casefold() for w in _WORD.findall(text[:READ]))
    scores = {code: sum(words[w] for w in read_words(code, "function_words")) for code in order}
    best = max(order, key=lambda code: scores[code])
    total = sum(scores.values())
    if not total:
        return Tongue(declared, declared, 0.0)
    return Tongue(declared, best, round(scores[best] / total, 4))
