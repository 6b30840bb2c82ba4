"""Looking for words: SQLite's FTS5 finds and ranks (BM25), what must be exact is then looked at in the text itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence

from pipeline.model.place import Span

from . import marks
from .analyser import Word, analyser
from .asking import Asked, Clause

# Passages that are ranked when a query fits very many: the first so many of the index. Measured on a million synthetic
# passages: to rank all that hold a common word takes a second, to rank 4,000 takes 10 ms.
RANKED = 4_000
FIGURE_WEIGHT = 4.0  # a figure found by its value says more than a word

Filters = tuple[str, list[str | int]]


def found(
    db: sqlite3.Connection, asked: Sequence[Asked], filters: Filters, limit: int, enough: int
) -> list[tuple[int, float]]:
    """(passage, score) best first, at most `limit`: those that have all that is asked for; of plain words, while there
    are not `enough`, those that lack the commonest, the two commonest ... Each such step halves the score."""
    out: dict[int, float] = {}
    frequent = {(n, stem): count for n, stem, count in db.execute("SELECT language, stem, passages FROM frequent")}
    ordered = [(a, _rarest_first(db, a, frequent)) for a in asked]
    steps = max((len(clauses) for a, clauses in ordered if a.plain), default=1)
    for step in range(steps):
        parts = [
            _expression(a, clauses[: max(1, len(clauses) - step)]) for a, clauses in ordered if a.plain or not step
        ]
        for passage, score in _ranked(db, " OR ".join(filter(None, parts)), filters) if any(parts) else ():
            if passage not in out and _exact(db, passage, asked):
                out[passage] = score / 2**step
            if len(out) >= limit:
                break
        if len(out) >= enough:
            break
    return list(out.items())


def _rarest_first(db: sqlite3.Connection, asked: Asked, frequent: dict[tuple[int, str], int]) -> list[Clause]:
    """The clauses, those that are in fewest passages first; words that are everywhere only when there are no others."""
    n = asked.language
    clauses = [c for c in asked.clauses if not _common(c, n, frequent)] or list(asked.clauses)
    if len(clauses) < 2 or not asked.plain:
        return clauses
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'col')")

    def passages(clause: Clause) -> int:
        if clause.figures:
            return 0
        total = 0
        for stem in {s for some in clause.stems for s in some}:
            if (n, stem) in frequent:
                total += frequent[n, stem]
            else:
                row = db.execute(
                    "SELECT doc FROM temp.vocabulary WHERE term = ? AND col = ?", (stem, f"s{n}")
                ).fetchone()
                total += row[0] if row else 0
        return total or 1 << 40  # a word that is nowhere is the first to go

    return [clause for _, _, clause in sorted((passages(c), at, c) for at, c in enumerate(clauses))]


def _expression(asked: Asked, clauses: Sequence[Clause]) -> str:
    """These clauses, all of them, as FTS5 takes it."""
    parts = [p for clause in clauses if (p := _part(clause, asked.language))]
    return f"({' AND '.join(parts)})" if parts else ""


def _common(clause: Clause, language: int, frequent: Container[tuple[int, str]]) -> bool:
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


def _ranked(db: sqlite3.Connection, expression: str, filters: Filters) -> Iterator[tuple[int, float]]:
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
    return any(holds_exactly(a, texts[a.language]) for a in asked)


def holds_exactly(asked: Asked, text: str) -> bool:
    """Every phrase stands in this text, word by word, and every prefix begins a word of it."""
    words = analyser(asked.code).words(text)
    wanted = [clause for clause in asked.clauses if clause.exact or clause.prefix]
    return bool(words) and all(any(_places(clause, words)) for clause in wanted)


def _places(clause: Clause, words: Sequence[Word]) -> Iterator[Span]:
    """Where a phrase or a prefix stands among the words of a text."""
    if clause.exact:
        size = len(clause.exact)
        for at in range(len(words) - size + 1):
            if all(words[at + k].folded == clause.exact[k] for k in range(size)):
                yield Span(words[at].span.start, words[at + size - 1].span.end)
    elif clause.prefix:
        yield from (word.span for word in words if word.folded.startswith(clause.prefix))


def lit(text: str, told: marks.Marks, asked: Asked, frequent: Container[tuple[int, str]]) -> list[Span]:
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
