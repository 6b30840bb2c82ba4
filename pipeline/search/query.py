"""Asking the index: by words, by meaning, or by both, ranked together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from pipeline.errors import WrongUse
from pipeline.model.place import Span
from pipeline.store import Shelf

from . import dates, marks, meaning, words
from .asking import Asked, understood
from .build import FILE

MODES = ("words", "meaning", "both")
# Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): 1 / (60 + rank), their constant; so deep into each list.
FUSION, DEPTH = 60, 100
# Beside words, only what is as near as this counts. Measured on our sample releases: of ten questions the best passage
# that answers is at 0.34 to 0.72, and the best that does not, where none answers, at 0.27.
NEAR = 0.3


@dataclass(frozen=True)
class Query:
    """What is asked. `lang`: the side in which words are looked for; `since`, `until`: EDTF; `entity`: a key;
    `kind`: of paragraph or alignment; `finding`: True only where a check said something, False only where none did."""

    text: str = ""
    lang: str = "any"
    mode: str = "both"
    limit: int = 10
    release: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    entity: str = ""
    finding: bool | None = None


class HitSide(NamedTuple):
    """A side of a passage, and where what was asked for, or what answers to it, stands in it."""

    text: str
    highlights: tuple[Span, ...]


@dataclass(frozen=True)
class Hit:
    """A passage that was found; `page` is the first on which the side stands, None for text without pages."""

    release: str
    alignment: str
    score: float
    page: Mapping[str, int | None]
    sides: Mapping[str, HitSide]


def hit_json(hit: Hit) -> dict[str, Any]:
    """The contract's shape."""
    sides = {c: {"text": s.text, "highlights": [list(h) for h in s.highlights]} for c, s in hit.sides.items()}
    return {
        "release": hit.release, "alignment": hit.alignment, "score": round(hit.score, 6), "page": dict(hit.page),
        "sides": sides,
    }  # fmt: skip


def query(shelf: Shelf, asked: Query) -> Iterator[Hit]:
    """The best passages first. Raises WrongUse when there is no index, or for a mode, language or date that is none."""
    if asked.mode not in MODES:
        raise WrongUse(f"no mode is called {asked.mode!r}: there are {', '.join(MODES)}")
    while True:
        if not shelf.path(FILE).is_file():
            raise WrongUse(f"there is no {FILE} in {shelf.root}: run `visavis export search` first")
        try:
            with _index(shelf) as db:
                name = meaning.named(db)
                try:
                    vectors = _opened(shelf, name, asked)
                except FileNotFoundError:
                    missing = name
                else:
                    return iter(_asked(db, vectors, asked))
            with _index(shelf) as db:
                if meaning.named(db) == missing:  # nobody has made the index anew in between
                    raise WrongUse(f"the vectors of {FILE} are gone: run `visavis export search` to make them anew")
        except sqlite3.DatabaseError as error:
            raise WrongUse(f"{FILE} is damaged ({error}): run `visavis export search` to make it anew") from None


def _index(shelf: Shelf) -> closing[sqlite3.Connection]:
    uri = f"{shelf.path(FILE).absolute().as_uri()}?mode=ro&immutable=1"
    return closing(sqlite3.connect(uri, uri=True))


def _opened(shelf: Shelf, name: str, asked: Query) -> meaning.Vectors | None:
    """The vectors, before anything else is done: an index made anew sweeps away those of the one before."""
    return meaning.opened(shelf.root, name) if name and asked.mode != "words" and asked.text.strip() else None


def _asked(db: sqlite3.Connection, vectors: meaning.Vectors | None, asked: Query) -> list[Hit]:
    codes = db.execute("SELECT value FROM meta WHERE name = 'codes'").fetchone()[0].split()
    told = understood(db, asked.text, codes, asked.lang)
    counts = words.counted(db, told)
    ranked = _ranked(db, vectors, asked, told, counts)
    return [_hit(db, codes, told, counts, passage, score) for passage, score in ranked[: max(0, asked.limit)]]


def _ranked(
    db: sqlite3.Connection, vectors: meaning.Vectors | None, asked: Query, told: list[Asked], counts: words.Counts
) -> list[tuple[int, float]]:
    filters = _filters(asked)
    if not asked.text.strip():
        return _all(db, filters, asked.limit) if filters[0] else []
    # Who asks for an exact phrase, a prefix or a figure wants just that.
    exact = any(not a.plain or all(c.figures for c in a.clauses) for a in told)
    if asked.mode == "words" or (asked.mode == "both" and (exact or vectors is None)):
        return words.found(db, told, counts, filters, asked.limit, asked.limit) if told else []
    if vectors is None:
        raise WrongUse("this index has no vectors: see `visavis doctor`, then run `visavis export search` again")
    depth, allowed = max(DEPTH, asked.limit), _allowed(db, filters)

    def near() -> list[tuple[int, float]]:
        return meaning.nearest(vectors, meaning.by_default([asked.text])[0], depth, allowed)

    if asked.mode == "meaning":
        return near()
    with ThreadPoolExecutor(1) as aside:  # numpy and SQLite both let go of the interpreter: two cores, two lists
        by_meaning = aside.submit(near)
        by_words = words.found(db, told, counts, filters, depth, asked.limit) if told else []
        return _fused(by_words, [(passage, cosine) for passage, cosine in by_meaning.result() if cosine >= NEAR])


def _fused(*lists: list[tuple[int, float]]) -> list[tuple[int, float]]:
    scores: dict[int, float] = {}
    for ranked in lists:
        for rank, (passage, _) in enumerate(ranked, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (FUSION + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _filters(asked: Query) -> tuple[str, list[str | int]]:
    """SQL that goes behind a WHERE, with its values; passages are `p`, releases `r`."""
    out: list[str] = []
    values: list[str | int] = []

    def need(condition: str, *some: str | int) -> None:
        out.append(f" AND {condition}")
        values.extend(some)

    if asked.release:
        need("r.name = ?", asked.release)
    for name, given, condition in (
        ("since", asked.since, "r.latest >= ? AND r.latest <> ''"),
        ("until", asked.until, "r.earliest <= ? AND r.earliest <> ''"),
    ):
        if given:
            need(condition, dates.limit(name, given))
    if asked.kind:
        need("instr(p.kinds, ?) > 0", f" {asked.kind} ")
    if asked.entity:
        need("p.id IN (SELECT passage FROM entities WHERE key = ?)", asked.entity)
    if asked.finding is not None:
        need("(p.finding > 0) = ?", int(asked.finding))
    return "".join(out), values


def _all(db: sqlite3.Connection, filters: tuple[str, list[str | int]], limit: int) -> list[tuple[int, float]]:
    found = db.execute(
        f"SELECT p.id FROM passages p JOIN releases r ON r.id = p.release WHERE 1{filters[0]}"
        " ORDER BY r.latest DESC, p.id LIMIT ?",
        (*filters[1], limit),
    )
    return [(passage, 0.0) for (passage,) in found]


def _allowed(
    db: sqlite3.Connection, filters: tuple[str, list[str | int]]
) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """The passages that pass the filters; None when there is no filter."""
    if not filters[0]:
        return None
    found = db.execute(
        f"SELECT p.id FROM passages p JOIN releases r ON r.id = p.release WHERE 1{filters[0]} ORDER BY p.id", filters[1]
    )
    return np.array([passage for (passage,) in found], np.int64)


def _hit(
    db: sqlite3.Connection,
    codes: list[str],
    told: list[Asked],
    counts: words.Counts,
    passage: int,
    score: float,
) -> Hit:
    release, languages, alignment, sides, pages, kept = db.execute(
        "SELECT r.name, r.languages, p.alignment, t.sides, t.pages, t.marks"
        " FROM passages p JOIN texts t USING (id) JOIN releases r ON r.id = p.release WHERE p.id = ?",
        (passage,),
    ).fetchone()
    texts, links, first = json.loads(sides), json.loads(kept), json.loads(pages)
    direct = {a.language: words.lit(texts[a.language], links, a, counts) for a in told}
    shown, page = {}, {}
    for code in languages.split():
        n = codes.index(code)
        spans = [*direct.get(n, []), *marks.across(links, n, direct)]
        shown[code], page[code] = HitSide(texts[n], marks.joined(spans)), first[n]
    return Hit(release, alignment, score, page, shown)
