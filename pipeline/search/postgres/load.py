"""Bringing the tables up to date with the releases, in one transaction: who searches meanwhile sees the old ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.errors import WrongUse
from pipeline.harmless import REPLACEMENT, utf8
from pipeline.model.release import Release
from pipeline.passage import date
from pipeline.search import dates, marks
from pipeline.search.build import OtherLanguage, Told, rows, told_of

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

LOCK = 0x76697361  # of the advisory lock that lets one loader in at a time: "visa"


def connected(address: str) -> Connection:
    """A connection to postgresql://... Raises WrongUse when the driver is missing or nobody answers."""
    try:
        import psycopg
    except ModuleNotFoundError:
        raise WrongUse("PostgreSQL needs psycopg: pip install 'visavis[postgres]'") from None
    try:
        return psycopg.connect(address)
    except psycopg.Error as error:
        raise WrongUse(f"PostgreSQL does not answer: {' '.join(str(error).split())}") from None


def load(releases: Iterable[Release], address: str) -> None:
    """Put in what is new or changed, take out what is gone. `address` is a postgresql:// one."""
    codes = languages.codes()
    while True:
        try:
            with connected(address) as link, link.cursor() as cursor:
                return _load(releases, cursor, codes)
        except OtherLanguage as other:
            codes = (*codes, str(other))


def _load(releases: Iterable[Release], cursor: Cursor, codes: tuple[str, ...]) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    cursor.execute("SET LOCAL client_min_messages = warning")
    cursor.execute(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8").encode())
    cursor.execute("SELECT value FROM visavis.meta WHERE name = 'codes'")
    found = cursor.fetchone()
    if found is None or found[0] != " ".join(codes):
        cursor.execute("TRUNCATE visavis.releases CASCADE")
        for code in codes:
            _configure(cursor, code)
        cursor.execute(
            "INSERT INTO visavis.meta VALUES ('codes', %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (" ".join(codes),),
        )
    cursor.execute("SELECT name, digest FROM visavis.releases")
    known: dict[str, str] = dict(cursor.fetchall())
    seen = set()
    for told in told_of(releases, codes):
        name = _clean(told.name)
        seen.add(name)
        if known.get(name) != told.digest:
            cursor.execute("DELETE FROM visavis.releases WHERE name = %s", (name,))
            _add(cursor, told, codes)
    cursor.execute("DELETE FROM visavis.releases WHERE NOT name = ANY (%s)", (sorted(seen),))


def _configure(cursor: Cursor, code: str) -> None:
    """The language's text search configuration: accents and œ folded, then its Snowball stemmer when there is one."""
    from psycopg import sql

    name = sql.Identifier("visavis", code)
    try:
        stemmer = f"{languages.load(code).stemmer}_stem"
    except WrongUse:
        stemmer = "simple"
    cursor.execute("SELECT 1 FROM pg_ts_dict WHERE dictname = %s", (stemmer,))
    chain = [sql.Identifier("unaccent"), sql.Identifier(stemmer if cursor.fetchone() else "simple")]
    cursor.execute(sql.SQL("DROP TEXT SEARCH CONFIGURATION IF EXISTS {}").format(name))
    cursor.execute(sql.SQL("CREATE TEXT SEARCH CONFIGURATION {} (COPY = pg_catalog.simple)").format(name))
    words = "asciiword, word, hword, hword_part, asciihword, hword_asciipart"
    cursor.execute(
        sql.SQL("ALTER TEXT SEARCH CONFIGURATION {} ALTER MAPPING FOR " + words + " WITH {}").format(
            name, sql.SQL(", ").join(chain)
        )
    )


def _add(cursor: Cursor, told: Told, codes: tuple[str, ...]) -> None:
    release = told.get()
    when = date(release)
    cursor.execute(
        "INSERT INTO visavis.releases (name, digest, languages, date, earliest, latest)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (_clean(told.name), told.digest, list(release.languages), when, *dates.bounds(when)),
    )
    number = _one(cursor)
    for row in rows(release, codes):
        cursor.execute(
            "INSERT INTO visavis.passages (release, alignment, kinds, finding, entities, marks)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
            (number, row.alignment, row.kinds.split(), row.finding, [_clean(key) for key in row.entities], row.marks),
        )
        passage, links = _one(cursor), json.loads(row.marks)
        cursor.executemany(
            "INSERT INTO visavis.sides VALUES (%s, %s, %s, %s, %s, to_tsvector(%s::regconfig, %s))",
            [
                (
                    passage,
                    code,
                    _clean(text),
                    page,
                    marks.figure_words(links, n).split(),
                    f"visavis.{code}",
                    _clean(text),
                )
                for n, (code, text, page) in enumerate(zip(codes, row.sides, row.pages, strict=True))
                if code in release.languages
            ],
        )


def _one(cursor: Cursor) -> int:
    found = cursor.fetchone()
    assert found is not None  # RETURNING gives a row for each row put in
    return int(found[0])


def _clean(text: str) -> str:
    """PostgreSQL's text has no NUL; one for one, so that spans still hold."""
    return utf8(text).replace("\0", REPLACEMENT)
