"""Looking for words: SQLite's FTS5 finds and ranks (BM25), what must be exact is then looked at in the text itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.place import Span

from . import marks
from .analyser import Word, analyser
from .asking import Asked, Clause

# Passages that are ranked when a query fits very many: the first so many of the index. Measured on a million synthetic
# passages: to rank all that hold a common word takes a second, to rank 2,000 takes 5 ms.
RANKED = 2_000
# The rarest word asked for is in a greater share of the passages: they come as they stand. Same measurement: BM25
# counts all passages of a word before it ranks the first, a third of a second for one that is in each.
EVERYWHERE = 0.1
FIGURE_WEIGHT = 4.0  # a figure found by its value says more than a word

Filters = tuple[str, list[str | int]]


@dataclass(frozen=True)
class Counts:
    """In how many passages the stems of a query are, by (language, stem).

    `frequent`: from so many passages on a stem tells nothing beside others; `total`: all passages."""

    passages: Mapping[tuple[int, str], int]
    frequent: int
    total: int

    def of(self, clause: Clause, language: int) -> int:
        """At most so many passages have what the clause asks for."""
        return max((sum(self.passages.get((language, s), 0) for s in some) for some in clause.stems), default=0)

    def common(self, clause: Clause, language: int) -> bool:
        """Every word of the clause is frequent; never a phrase, a prefix or a figure."""
        if clause.figures or clause.exact or clause.prefix or not clause.stems:
            return False
        return all(self.passages.get((language, s), 0) >= self.frequent for some in clause.stems for s in some)


def counted(db: sqlite3.Connection, asked: Sequence[Asked]) -> Counts:
    """The counts of all stems of a query."""
    found: dict[tuple[int, str], int] = {}
    for a in asked:
        for stem in sorted(a.stems):
            row = db.execute(
                "SELECT passages FROM stems WHERE language = ? AND stem = ?", (a.language, stem)
            ).fetchone()
            if row:
                found[a.language, stem] = row[0]
    (frequent,) = db.execute("SELECT value FROM meta WHERE name = 'frequent'").fetchone()
    (total,) = db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
    return Counts(found, int(frequent), total)


NO_COUNTS = Counts({}, 1, 0)


def found(
    db: sqlite3.Connection, asked: Sequence[Asked], counts: Counts, filters: Filters, limit: int, enough: int
) -> list[tuple[int, float]]:
    """(passage, score) best first, at most `limit`: those that have all that is asked for; of plain words, while there
    are not `enough`, those that lack the commonest, the two commonest ... Each such step halves the score."""
    out: dict[int, float] = {}
    ordered = [(a, _rarest_first(a, counts)) for a in asked]
    vain = any(_everywhere(clauses[0], a.language, counts) for a, clauses in ordered if clauses)
    looser = [(a, clauses) for a, clauses in ordered if a.plain and a in may_be_looser(asked)]
    steps = max((len(clauses) for _, clauses in looser), default=1)
    for step in range(steps):
        some = looser if step else ordered
        parts = [_expression(a, clauses[: max(1, len(clauses) - step)]) for a, clauses in some]
        for passage, score in _ranked(db, " OR ".join(filter(None, parts)), filters, vain) if any(parts) else ():
            if passage not in out and _exact(db, passage, asked):
                out[passage] = score / 2**step
            if len(out) >= limit:
                break
        if len(out) >= enough:
            break
    return list(out.items())


def _rarest_first(asked: Asked, counts: Counts) -> list[Clause]:
    """The clauses: figures, then those in fewest passages, last what is nowhere.

    Words that are everywhere are passed over, unless there are no others."""
    n = asked.language
    clauses = [c for c in asked.clauses if not counts.common(c, n)] or list(asked.clauses)
    return sorted(clauses, key=lambda c: (not c.figures, counts.of(c, n) or counts.total + 1))


def may_be_looser(asked: Sequence[Asked]) -> Sequence[Asked]:
    """The languages in which some words may be missing: those that read most of the query as figures.

    Else 22 March would find a lone 22, because French knows no March."""
    read = [sum(len(clause.typed) for clause in a.clauses if clause.figures) for a in asked]
    return [a for a, letters in zip(asked, read, strict=True) if letters == max(read)]


def _expression(asked: Asked, clauses: Sequence[Clause]) -> str:
    """These clauses, all of them, as FTS5 takes it."""
    parts = [p for clause in clauses if (p := _part(clause, asked.language))]
    return f"({' AND '.join(parts)})" if parts else ""


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


def _everywhere(clause: Clause, language: int, counts: Counts) -> bool:
    """The word is in so many passages that to rank them takes long and says nothing."""
    return counts.common(clause, language) and counts.of(clause, language) > EVERYWHERE * counts.total


def _ranked(db: sqlite3.Connection, expression: str, filters: Filters, vain: bool) -> Iterator[tuple[int, float]]:
    """(passage, score) best first; where to rank would be `vain`, in the order of the index."""
    where, values = filters
    columns = len(db.execute("SELECT * FROM words LIMIT 0").description)
    weights = ", ".join(str(FIGURE_WEIGHT if n % 2 else 1.0) for n in range(columns))
    join = " JOIN passages p ON p.id = words.rowid JOIN releases r ON r.id = p.release" if where else ""
    yield from (
        (passage, -score)
        for passage, score in db.execute(
            "SELECT passage, score FROM"
            f" (SELECT words.rowid AS passage, {'0.0' if vain else f'bm25(words, {weights})'} AS score FROM words{join}"
            f" WHERE words MATCH ?{where} LIMIT {RANKED}) ORDER BY score, passage",
            (expression, *values),
        )
    )


def _exact(db: sqlite3.Connection, passage: int, asked: Sequence[Asked]) -> bool:
    """In one of the languages every phrase stands as it was typed, and every prefix begins a word."""
    if all(a.plain for a in asked):
        return True
    (sides,) = db.execute("SELECT sides FROM texts WHERE id = ?", (passage,)).fetchone()
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


def lit(text: str, told: marks.Marks, asked: Asked, counts: Counts) -> list[Span]:
    """Where what was asked for stands in this text; words that are everywhere only when nothing else was asked."""
    words = analyser(asked.code).words(text)
    clauses: Sequence[Clause] = asked.clauses
    clauses = [c for c in clauses if not counts.common(c, asked.language)] or clauses
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
