"""What the user typed, understood: words, "exact phrases", prefix*, and figures by value - in each language it may be.

Nothing of it reaches SQLite as syntax: what is asked is put together of analysed words only, each in quotes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline import languages
from pipeline.errors import WrongUse
from pipeline.model.facts import Figure
from pipeline.model.place import Span

from . import numbers
from .analyser import Word, analyser

_QUOTED = re.compile('["\u201c\u201d\u00ab]([^"\u201c\u201d\u00ab\u00bb]+)["\u201c\u201d\u00bb]')
_PREFIX = re.compile(r"(\w{2,})\*")
LONGEST = 500  # characters of a query that are read; words after them are passed over
_EXPANDED = 300  # stems that one prefix may stand for


class Clause(NamedTuple):
    """One thing asked for in one language. Any of `stems` in turn (a phrase: one set a word), or any of `figures`.

    `exact`: the folded words that must stand side by side; `prefix`: what a folded word must begin with; `typed`: the
    stretch of the query that it comes from."""

    stems: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    prefix: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Asked:
    """A query in one language; `plain` when only single words were asked for, so that others may stand in."""

    language: int
    clauses: tuple[Clause, ...]
    code: str

    @property
    def plain(self) -> bool:
        return not any(clause.exact or clause.prefix for clause in self.clauses)

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(s for clause in self.clauses for some in clause.stems for s in some)


def understood(db: sqlite3.Connection, text: str, codes: Sequence[str], lang: str) -> list[Asked]:
    """The query in each language in which it is to be looked for; none when there is nothing to look for.

    Raises WrongUse when `lang` is no language of the index."""
    if lang not in ("any", *codes):
        raise WrongUse(f"no language {lang!r} in this index: there are any, {', '.join(codes)}")
    wanted = [(n, code) for n, code in enumerate(codes) if lang in ("any", code)]
    made = [Asked(n, tuple(_clauses(db, text[:LONGEST], n, code)), code) for n, code in wanted]
    return [asked for asked in made if asked.clauses]


def _clauses(db: sqlite3.Connection, text: str, language: int, code: str) -> Iterator[Clause]:
    rest = text
    for found in _QUOTED.finditer(text):
        yield from _phrase(db, found[1], language, code)
        rest = _blotted(rest, Span(*found.span()))
    for found in _PREFIX.finditer(rest):
        yield _prefix(db, found[1], language, code)
        rest = _blotted(rest, Span(*found.span()))
    for figure in _figures(rest, code):
        words = [w for w in analyser(code).words(figure.span.of(rest)) if not w.clitic and w.stem]
        stems = tuple(_alternatives(db, word, language) for word in words)
        yield Clause(stems, numbers.asked(figure), typed=figure.span.of(rest))
        rest = _blotted(rest, figure.span)
    for word in analyser(code).words(rest):
        if not word.clitic and word.stem:
            yield Clause((_alternatives(db, word, language),), typed=word.span.of(rest))


def _blotted(text: str, span: Span) -> str:
    return text[: span.start] + " " * span.length + text[span.end :]


def _phrase(db: sqlite3.Connection, text: str, language: int, code: str) -> Iterator[Clause]:
    words = [word for word in analyser(code).words(text) if word.stem]
    if words:
        stems = tuple(_alternatives(db, word, language) for word in words if not word.clitic)
        yield Clause(stems, exact=tuple(word.folded for word in words), typed=text)


def _prefix(db: sqlite3.Connection, text: str, language: int, code: str) -> Clause:
    start = "".join(word.folded for word in analyser(code).words(text))
    found = db.execute(
        "SELECT DISTINCT stem FROM forms WHERE language = ? AND folded >= ? AND folded < ? LIMIT ?",
        (language, start, f"{start}\U0010ffff", _EXPANDED),
    )
    return Clause((tuple(stem for (stem,) in found) or (start,),), prefix=start, typed=text)


def _alternatives(db: sqlite3.Connection, word: Word, language: int) -> tuple[str, ...]:
    """The stem of the word, and those of the words that it is when its accents were left out."""
    found = db.execute("SELECT stem FROM forms WHERE language = ? AND folded = ?", (language, word.folded))
    return tuple(dict.fromkeys([word.stem, *(stem for (stem,) in found)]))


def _figures(text: str, code: str) -> tuple[Figure, ...]:
    if not any(c.isdigit() for c in text) and len(text.split()) < 2:
        return ()
    try:
        from pipeline.stages.find.figures import figures

        found: tuple[Figure, ...] = figures(text, languages.load(code))
        return found
    except WrongUse:  # a language that we have no folder for
        return ()
