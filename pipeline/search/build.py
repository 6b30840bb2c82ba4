"""Making the index: one SQLite file, put in place whole. Releases that have not changed are taken over as they are."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pipeline import languages
from pipeline.harmless import utf8
from pipeline.model.release import Release
from pipeline.passage import Passage, date, passages
from pipeline.store import Releases, Shelf, sha256_of

from . import dates, marks, meaning
from .analyser import VERSION, analyser, folded

FILE = "search.sqlite"
# A stem in more passages than this share tells nothing beside rarer ones; in a small corpus nothing is frequent.
FREQUENT_SHARE, FREQUENT_LEAST = 0.02, 2_000
COUNTED = 20  # stems in fewer passages are not counted: all of them are rare
_SEEN = 500_000  # words remembered as already written to `forms`


class Row(NamedTuple):
    """One passage as the index holds it; lists have an entry for each language of the index."""

    alignment: str
    kinds: str
    finding: int
    sides: list[str]
    pages: list[int | None]
    marks: str
    entities: list[str]


class Told(NamedTuple):
    """A release that is to be in the index: its rows are made only when it is not there yet as it is."""

    name: str
    digest: str
    get: Callable[[], Release]


class OtherLanguage(Exception):
    """A release has a language that the index has no column for; carries its code."""


def build(releases: Iterable[Release], shelf: Shelf, encode: meaning.Encode | None = meaning.by_default) -> None:
    """Bring the index up to date with the releases: what is new or changed goes in, what is gone goes out.

    `encode` makes the vectors of the meaning index; None: words only."""
    codes = languages.codes()
    while True:
        try:
            return _build(releases, shelf, codes, encode)
        except OtherLanguage as other:
            codes = (*codes, str(other))


def fresh(shelf: Shelf) -> bool:
    """The index is there and no older than index.json: nothing was extracted since."""
    try:
        return shelf.path(FILE).stat().st_mtime_ns >= shelf.path("index.json").stat().st_mtime_ns
    except FileNotFoundError:
        return False


def _build(releases: Iterable[Release], shelf: Shelf, codes: Sequence[str], encode: meaning.Encode | None) -> None:
    old = shelf.path(FILE)
    if isinstance(releases, Releases) and _unchanged(releases, old, codes, encode):
        os.utime(old)
        return
    with shelf.scratch(FILE) as path:
        kept = _taken_over(old, path, codes)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN")
            if not kept:
                _create(db, codes)
            gone = _bring_up(db, releases, codes)
            _count(db, len(codes))
            made = meaning.bring_up(db, shelf, gone, encode)
            db.execute("COMMIT")
    meaning.sweep(shelf, made)


def _bring_up(db: sqlite3.Connection, releases: Iterable[Release], codes: Sequence[str]) -> list[int]:
    """Passages that are gone."""
    known: dict[str, str] = dict(db.execute("SELECT name, digest FROM releases"))
    writer, seen, gone = _Writer(db, codes), set(), list[int]()
    for told in told_of(releases, codes):
        seen.add(told.name)
        if known.get(told.name) == told.digest:
            continue
        if told.name in known:
            gone += writer.forget(told.name)
        writer.add(told)
    for name in known:
        if name not in seen:
            gone += writer.forget(name)
    writer.close()
    return gone


def told_of(releases: Iterable[Release], codes: Sequence[str]) -> Iterator[Told]:
    """Each release with a digest of its content; those that lie in a folder are not read for that."""
    if isinstance(releases, Releases):
        for name in releases.ids:
            yield Told(name, sha256_of(releases.out / name / "release.json"), lambda name=name: releases[name])  # type: ignore[misc]
    else:
        for release in releases:
            digest = sha256(json.dumps([date(release), *rows(release, codes)]).encode()).hexdigest()
            yield Told(utf8(release.id), digest, lambda release=release: release)  # type: ignore[misc]


def rows(release: Release, codes: Sequence[str]) -> Iterator[Row]:
    """The passages of a release as rows."""
    for code in release.languages:
        if code not in codes:
            raise OtherLanguage(code)
    for passage in passages(release):
        sides = [utf8(passage.sides[code].text) if code in passage.sides else "" for code in codes]
        pages = [_page(passage, code) for code in codes]
        keys = sorted({utf8(m.entity.key) for side in passage.sides.values() for m in side.entities})
        findings = sum(not f.accepted for f in passage.findings)
        yield Row(passage.id, _kinds(passage), findings, sides, pages, marks.marked(passage, codes), keys)


def _page(passage: Passage, code: str) -> int | None:
    pages = passage.sides[code].pages if code in passage.sides else ()
    return pages[0] if pages else None


def _kinds(passage: Passage) -> str:
    kinds = {p.kind for side in passage.sides.values() for p in side.paragraphs}
    return f" {' '.join([passage.alignment.kind, *sorted(kinds)])} "


class _Writer:
    """Puts rows into the tables, and takes them out again."""

    def __init__(self, db: sqlite3.Connection, codes: Sequence[str]) -> None:
        self.db = db
        self.codes = codes
        self.analysers = [analyser(code) for code in codes]
        self.seen: list[set[str]] = [set() for _ in codes]
        self.next = int(db.execute("SELECT value FROM meta WHERE name = 'next'").fetchone()[0])
        columns = [f"{kind}{n}" for n in range(len(codes)) for kind in "sn"]
        self.put = f"INSERT INTO words (rowid, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
        self.take = f"INSERT INTO words (words, rowid, {', '.join(columns)}) VALUES ('delete', ?{', ?' * len(columns)})"

    def add(self, told: Told) -> None:
        release = told.get()
        when = date(release)
        made = self.db.execute(
            "INSERT INTO releases (name, digest, languages, date, earliest, latest) VALUES (?, ?, ?, ?, ?, ?)",
            (told.name, told.digest, " ".join(release.languages), when, *dates.bounds(when)),
        ).lastrowid
        stored, shown, words, entities = [], [], [], []
        for row in rows(release, self.codes):
            texts = json.dumps(row.sides, ensure_ascii=False)
            stored.append((self.next, made, row.alignment, row.kinds, row.finding))
            shown.append((self.next, texts, json.dumps(row.pages), row.marks))
            words.append((self.next, *self.analysed(row.sides, row.marks)))
            entities += [(key, self.next) for key in row.entities]
            self.next += 1
        self.db.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", stored)
        self.db.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", shown)
        self.db.executemany(self.put, words)
        self.db.executemany("INSERT INTO entities VALUES (?, ?)", entities)

    def forget(self, name: str) -> list[int]:
        """Take a release out; gives the numbers of its passages."""
        (number,) = self.db.execute("SELECT id FROM releases WHERE name = ?", (name,)).fetchone()
        found = self.db.execute(
            "SELECT t.id, t.sides, t.marks FROM passages p JOIN texts t USING (id) WHERE p.release = ?", (number,)
        ).fetchall()
        for id, sides, told in found:  # noqa: A001 - the column's name
            self.db.execute(self.take, (id, *self.analysed(json.loads(sides), told)))
            self.db.execute("DELETE FROM entities WHERE passage = ?", (id,))
            self.db.execute("DELETE FROM texts WHERE id = ?", (id,))
        self.db.execute("DELETE FROM passages WHERE release = ?", (number,))
        self.db.execute("DELETE FROM releases WHERE id = ?", (number,))
        return [id for id, _, _ in found]  # noqa: A001

    def analysed(self, sides: Sequence[str], told: str) -> Iterator[str]:
        """Stems and figure words of each language in turn; new word forms are written down."""
        links = json.loads(told)
        for n, text in enumerate(sides):
            stems, seen, fresh = [], self.seen[n], []
            for word, stem in self.analysers[n].stems(text):
                stems.append(stem)
                if word not in seen:
                    seen.add(word)
                    fresh.append((n, folded(word), stem))
            if fresh:
                self.db.executemany("INSERT OR IGNORE INTO forms VALUES (?, ?, ?)", fresh)
            if len(seen) > _SEEN:
                seen.clear()
            yield " ".join(stems)
            yield marks.figure_words(links, n)

    def close(self) -> None:
        self.db.execute("UPDATE meta SET value = ? WHERE name = 'next'", (str(self.next),))


def _create(db: sqlite3.Connection, codes: Sequence[str]) -> None:
    for statement in (Path(__file__).with_name("schema.sql")).read_text(encoding="utf-8").split(";\n"):
        db.execute(statement)
    columns = ", ".join(f"s{n}, n{n}" for n in range(len(codes)))
    db.execute(
        f"CREATE VIRTUAL TABLE words USING fts5({columns}, content = '', tokenize = 'unicode61 remove_diacritics 0')"
    )
    db.execute(
        "INSERT INTO words (words, rank) VALUES ('hashsize', 33554432)"
    )  # bytes kept before a segment is written
    told = {"version": VERSION, "codes": " ".join(codes), "next": "1", "vectors": "", "frequent": str(FREQUENT_LEAST)}
    db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(told.items()))


def _same_kind(db: sqlite3.Connection, codes: Sequence[str]) -> bool:
    told = dict(db.execute("SELECT name, value FROM meta"))
    return told.get("version") == VERSION and told.get("codes") == " ".join(codes)


def _taken_over(old: Path, path: Path, codes: Sequence[str]) -> bool:
    """Copy the old index to build upon, when there is one of this version and these languages and it is sound."""
    try:
        with closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not _same_kind(db, codes):
                return False
    except sqlite3.Error:
        return False
    shutil.copyfile(old, path)
    return True


def _unchanged(releases: Releases, old: Path, codes: Sequence[str], encode: meaning.Encode | None) -> bool:
    try:
        with closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not _same_kind(db, codes) or not meaning.sound(db, old.parent, encode):
                return False
            known = dict(db.execute("SELECT name, digest FROM releases"))
    except sqlite3.Error:
        return False
    return known == {told.name: told.digest for told in told_of(releases, codes)}


def _count(db: sqlite3.Connection, languages_: int) -> None:
    """Write down in how many passages each stem is, and from how many on it is everywhere."""
    (count,) = db.execute("SELECT count(*) FROM passages").fetchone()
    least = max(FREQUENT_LEAST, int(FREQUENT_SHARE * count))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('frequent', ?)", (str(least),))
    db.execute("DELETE FROM stems")
    db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'words', 'col')")
    for n in range(languages_):
        db.execute(
            "INSERT INTO stems SELECT ?, term, doc FROM temp.vocabulary WHERE col = ? AND doc >= ?",
            (n, f"s{n}", COUNTED),
        )
    db.execute("DROP TABLE temp.vocabulary")
