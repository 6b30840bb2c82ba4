"""Looking for words: SQLite's FTS5 finds and ranks (BM25), what must be exact is then looked at in the text itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.place import Span

from . import marks
from .analyser import Word, analyser
from .asking import Asked, Clause

# Passages that are ranked when a query fits very many: the first so many of the index. Measured on a million synthetic
# passages: ranking all that hold a common word takes a second, ranking 20,000 takes 40 ms.
RANKED = 20_000
FIGURE_WEIGHT = 4.0  # a figure found by its value says more than a word


def found(
    db: sqlite3.Connection, asked: Sequence[Asked], filters: tuple[str, list[str | int]], limit: int
) -> list[tuple[int, float]]:
    """(passage, score) best first: those that have all that is asked for, then, for plain words, those with some."""
    out: dict[int, float] = {}
    frequent = {(n, stem) for n, stem in db.execute("SELECT language, stem FROM frequent")}
    for all_of_it in (True, False):
        wanted = asked if all_of_it else [a for a in asked if a.plain and len(a.clauses) > 1]
        expressions = [e for a in wanted if (e := _expression(a, frequent, all_of_it))]
        if expressions and len(out) < limit:
            for passage, score in _ranked(db, " OR ".join(expressions), filters):
                if passage in out or not _exact(db, passage, asked):
                    continue
                out[passage] = score if all_of_it else score / 2
                if len(out) >= limit:
                    break
    return list(out.items())


def _expression(asked: Asked, frequent: set[tuple[int, str]], all_of_it: bool) -> str:
    """The query as FTS5 takes it. Where some are wanted, words that are everywhere are left out."""
    n = asked.language
    clauses = [c for c in asked.clauses if not _common(c, n, frequent)] or list(asked.clauses)
    parts = [p for clause in clauses if (p := _part(clause, n))]
    return f"({(' AND ' if all_of_it else ' OR ').join(parts)})" if parts else ""


def _common(clause: Clause, language: int, frequent: set[tuple[int, str]]) -> bool:
    if clause.figures or clause.exact or clause.prefix:
        return False
    return all((language, stem) in frequent for some in clause.stems for stem in some)


def _part(clause: Clause, n: int) -> str:
    words = [" OR ".join(_quoted(stem) for stem in some) for some in clause.stems if some]
    if clause.exact and all(len(some) == 1 for some in clause.stems):
        words = [" + ".join(words)] if words else []  # FTS5's phrase
    text = f"s{n} : ({' AND '.join(f'({w})' if ' OR ' in w else w for w in words)})" if words else ""
    if clause.figures:
        figures = f"n{n} : ({' AND '.join(map(_quoted, clause.figures))})"
        return f"({figures} OR {text})" if text else f"({figures})"
    return text


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _ranked(
    db: sqlite3.Connection, expression: str, filters: tuple[str, list[str | int]]
) -> Iterator[tuple[int, float]]:
    where, values = filters
    columns = len(db.execute("SELECT * FROM words LIMIT 0").description)
    weights = ", ".join(str(FIGURE_WEIGHT if n % 2 else 1.0) for n in range(columns))
    join = " JOIN passages p ON p.id = words.rowid JOIN releases r ON r.id = p.release" if where else ""
    yield from (
        (passage, -score)
        for passage, score in db.execute(
            "SELECT passage, score FROM"
            f" (SELECT words.rowid AS passage, bm25(words, {weights}) AS score FROM words{join}"
            f" WHERE words MATCH ?{where} LIMIT {RANKED}) ORDER BY score, passage",
            (expression, *values),
        )
    )


def _exact(db: sqlite3.Connection, passage: int, asked: Sequence[Asked]) -> bool:
    """In one of the languages every phrase stands as it was typed, and every prefix begins a word."""
    if all(a.plain for a in asked):
        return True
    (sides,) = db.execute("SELECT sides FROM passages WHERE id = ?", (passage,)).fetchone()
    texts = json.loads(sides)
    for a in asked:
        words = analyser(a.code).words(texts[a.language])
        if words and all(any(_places(clause, words)) for clause in a.clauses if clause.exact or clause.prefix):
            return True
    return False


def _places(clause: Clause, words: Sequence[Word]) -> Iterator[Span]:
    """Where a phrase or a prefix stands among the words of a text."""
    if clause.exact:
        size = len(clause.exact)
        for at in range(len(words) - size + 1):
            if all(words[at + k].folded == clause.exact[k] for k in range(size)):
                yield Span(words[at].span.start, words[at + size - 1].span.end)
    elif clause.prefix:
        yield from (word.span for word in words if word.folded.startswith(clause.prefix))


def lit(text: str, told: marks.Marks, asked: Asked, frequent: set[tuple[int, str]]) -> list[Span]:
    """Where what was asked for stands in this text; words that are everywhere only when nothing else was asked."""
    words = analyser(asked.code).words(text)
    clauses: Iterable[Clause] = asked.clauses
    if any(not _common(c, asked.language, frequent) for c in clauses):
        clauses = [c for c in clauses if not _common(c, asked.language, frequent)]
    out: list[Span] = []
    for clause in clauses:
        if clause.exact or clause.prefix:
            out += _places(clause, words)
            continue
        figures = marks.figure_spans(told, asked.language, clause.figures) if clause.figures else []
        if clause.figures and figures:
            out += figures
            continue
        stems = {stem for some in clause.stems for stem in some}
        out += [word.span for word in words if word.stem in stems and not word.clitic]
    return out
