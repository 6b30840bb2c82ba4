"""Asking PostgreSQL what `pipeline.search.query` asks SQLite; the answers have the same shape."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongUse
from pipeline.search import dates, marks, words
from pipeline.search.analyser import analyser
from pipeline.search.asking import Asked, Clause, understood
from pipeline.search.query import MODES, Hit, HitSide, Query

from .load import connected

if TYPE_CHECKING:
    from psycopg import Cursor

FIGURE = 4.0  # as words.FIGURE_WEIGHT: a figure found by its value says more than a word
Condition = tuple[str, list[Any]]


def query(address: str, asked: Query) -> Iterator[Hit]:
    """The best passages first. Raises WrongUse as the embedded search does, and for --mode meaning."""
    if asked.mode not in MODES:
        raise WrongUse(f"no mode is called {asked.mode!r}: there are {', '.join(MODES)}")
    if asked.mode == "meaning":
        raise WrongUse("there is no meaning index in PostgreSQL: use --mode words, or the embedded index")
    with connected(address) as link, link.cursor() as cursor:
        cursor.execute("SELECT to_regclass('visavis.meta')")
        if (cursor.fetchone() or (None,))[0] is None:
            raise WrongUse("there are no tables in this database: load the corpus first")
        cursor.execute("SELECT value FROM visavis.meta WHERE name = 'codes'")
        codes = (cursor.fetchone() or ("",))[0].split()
        told = _understood(asked, codes)
        found = _found(cursor, asked, told)
        yield from [_hit(cursor, codes, told, passage, score) for passage, score in found[: asked.limit]]


def _understood(asked: Query, codes: Sequence[str]) -> list[Asked]:
    """As the embedded search understands it; word forms are PostgreSQL's business, so the table of forms is empty."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((Path(__file__).parent.parent / "schema.sql").read_text(encoding="utf-8"))
        return understood(db, asked.text.replace("\0", " "), codes, asked.lang)


def _found(cursor: Cursor, asked: Query, told: list[Asked]) -> list[tuple[int, float]]:
    where, values = _filters(asked)
    if not asked.text.strip():
        if not where:
            return []
        cursor.execute(
            "SELECT p.id, 0.0 FROM visavis.passages p JOIN visavis.releases r ON r.id = p.release WHERE true"
            f"{where} ORDER BY r.latest DESC, p.id LIMIT %s".encode(),
            [*values, asked.limit],
        )
        return list(cursor.fetchall())
    out: dict[int, float] = {}
    for joint in (" AND ", " OR "):
        some = told if joint == " AND " else [a for a in words.may_be_looser(told) if a.plain and len(a.clauses) > 1]
        for passage, score in _ranked(cursor, some, joint, (where, values)) if len(out) < asked.limit else ():
            if passage not in out and _exact(cursor, passage, told):
                out[passage] = score if joint == " AND " else score / 2
    return sorted(out.items(), key=lambda pair: (-pair[1], pair[0]))


def _ranked(cursor: Cursor, told: list[Asked], joint: str, filters: Condition) -> list[tuple[int, float]]:
    parts, values, scores = list[str](), list[Any](), list[str]()
    score_values: list[Any] = []
    for a in told:
        conditions = [_condition(clause, a.code) for clause in a.clauses]
        parts.append(f"(s.language = %s AND ({joint.join(c for c, _ in conditions)}))")
        values += [a.code, *(v for _, some in conditions for v in some)]
        text = " or ".join(_text(clause) for clause in a.clauses)
        scores.append(
            "CASE WHEN s.language = %s THEN ts_rank_cd(s.words, websearch_to_tsquery(%s::regconfig, %s), 1) ELSE 0 END"
        )
        score_values += [a.code, f"visavis.{a.code}", text]
        figures = [word for clause in a.clauses for word in clause.figures]
        if figures:
            scores.append(f"CASE WHEN s.figures && %s::text[] THEN {FIGURE} ELSE 0 END")
            score_values.append(figures)
    if not parts:
        return []
    cursor.execute(
        f"SELECT p.id, max({' + '.join(scores)}) AS score FROM visavis.sides s"
        " JOIN visavis.passages p ON p.id = s.passage"
        f" JOIN visavis.releases r ON r.id = p.release WHERE ({' OR '.join(parts)}){filters[0]}"
        f" GROUP BY p.id ORDER BY score DESC, p.id LIMIT {words.RANKED}".encode(),
        [*score_values, *values, *filters[1]],
    )
    return [(int(passage), float(score)) for passage, score in cursor.fetchall()]


def _text(clause: Clause) -> str:
    """A clause as it was typed, in letters and digits only, so that none of it is syntax."""
    return " ".join(re.findall(r"\w+", clause.typed))


def _condition(clause: Clause, code: str) -> Condition:
    """SQL that holds where the side `s` has it; words that the language passes over are passed over."""
    config, text = f"visavis.{code}", _text(clause)
    if clause.prefix:
        return "s.words @@ to_tsquery('simple', quote_literal(%s) || ':*')", [analyser(code).stem(clause.prefix)]
    form = "phraseto_tsquery" if clause.exact else "plainto_tsquery"
    plain = f"(numnode({form}(%s::regconfig, %s)) = 0 OR s.words @@ {form}(%s::regconfig, %s))"
    values: list[Any] = [config, text, config, text]
    if clause.figures:
        return f"(s.figures @> %s::text[] OR {plain})", [list(clause.figures), *values]
    return plain, values


def _filters(asked: Query) -> Condition:
    out, values = list[str](), list[Any]()

    def need(condition: str, *some: Any) -> None:
        out.append(f" AND {condition}")
        values.extend(some)

    if asked.release:
        need("r.name = %s", asked.release)
    for name, given, condition in (
        ("since", asked.since, "r.latest >= %s AND r.latest <> ''"),
        ("until", asked.until, "r.earliest <= %s AND r.earliest <> ''"),
    ):
        if given:
            need(condition, dates.limit(name, given))
    if asked.kind:
        need("%s = ANY (p.kinds)", asked.kind)
    if asked.entity:
        need("p.entities @> %s::text[]", [asked.entity])
    if asked.finding is not None:
        need("(p.finding > 0) = %s", asked.finding)
    return "".join(out), values


def _exact(cursor: Cursor, passage: int, told: list[Asked]) -> bool:
    if all(a.plain for a in told):
        return True
    cursor.execute("SELECT language, text FROM visavis.sides WHERE passage = %s", (passage,))
    texts: dict[str, str] = dict(cursor.fetchall())
    return any(words.holds_exactly(a, texts.get(a.code, "")) for a in told)


def _hit(cursor: Cursor, codes: list[str], told: list[Asked], passage: int, score: float) -> Hit:
    cursor.execute(
        "SELECT r.name, p.alignment, p.marks, r.languages FROM visavis.passages p"
        " JOIN visavis.releases r ON r.id = p.release WHERE p.id = %s",
        (passage,),
    )
    release, alignment, links, languages = cursor.fetchone() or ("", "", {}, [])
    cursor.execute("SELECT language, text, page FROM visavis.sides WHERE passage = %s", (passage,))
    sides = {code: (text, page) for code, text, page in cursor.fetchall()}
    direct = {a.language: words.lit(sides[a.code][0], links, a, words.NO_COUNTS) for a in told if a.code in sides}
    shown = {}
    for code in languages:
        spans = [*direct.get(codes.index(code), []), *marks.across(links, codes.index(code), direct)]
        shown[code] = HitSide(sides[code][0], marks.joined(spans))
    return Hit(release, alignment, score, {code: sides[code][1] for code in languages}, shown)
