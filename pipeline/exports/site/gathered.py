"""What the site says across releases (names, figures, words), gathered in a file of its own while the releases pass.

It lies in the temporary folder and goes when the site is done: memory stays flat however many releases there are."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from pipeline.harmless import shown, utf8
from pipeline.model.release import Release
from pipeline.passage import Passage, date, passages, title
from pipeline.search import numbers
from pipeline.search.analyser import analyser, folded

from . import pages

FIGURES = "#"  # stands for a language where the words of figures are kept, which are those of no language
_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")


class Listed(NamedTuple):
    """A release in a list."""

    id: str
    date: str
    languages: tuple[str, ...]
    titles: tuple[str, ...]  # in the order of `languages`
    first: int  # number of its first passage among all

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def plain_date(self) -> bool:
        """It is one that HTML's time element takes."""
        return bool(_PLAIN.fullmatch(self.date))


class Mentioned(NamedTuple):
    """A passage in which a name stands."""

    release: str
    alignment: str


class Named(NamedTuple):
    """A thing that has a name: its key, its label, and what each language calls it, the most used first."""

    key: str
    label: str
    names: dict[str, list[str]]
    mentions: int


class Sum(NamedTuple):
    """A sum of money, where it stands."""

    value: str
    text: str
    release: str
    alignment: str
    title: str


class Gathered:
    """A scratch database. `add` each release once, in order; then ask."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a temporary file, kept in memory while it is small
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            "CREATE TABLE release (n INTEGER PRIMARY KEY, id TEXT, date TEXT, languages TEXT, titles TEXT, first INT);"
            "CREATE TABLE mention (key TEXT, label TEXT, code TEXT, name TEXT, release INTEGER, alignment TEXT);"
            "CREATE TABLE figure"
            " (code TEXT, unit TEXT, size REAL, value TEXT, text TEXT, release INTEGER, alignment TEXT);"
            "CREATE TABLE form (code TEXT, form TEXT, stem TEXT, PRIMARY KEY (code, form)) WITHOUT ROWID;"
            "CREATE TABLE post (code TEXT, stem TEXT, passage INTEGER);"
            "BEGIN"
        )
        self.count = 0
        self.passages = 0
        self.units: set[str] = set()
        self._forms: set[tuple[str, str]] = set()

    def add(self, release: Release) -> None:
        titles = "\x1f".join(shown(" ".join(title(release, code).split())) for code in release.languages)
        told = (self.count, utf8(release.id), date(release), " ".join(release.languages), titles, self.passages)
        self._db.execute("INSERT INTO release VALUES (?, ?, ?, ?, ?, ?)", told)
        for passage in passages(release):
            self._mentions(passage)
            self._figures(passage)
            self._words(passage)
            self.passages += 1
        self.count += 1

    def _mentions(self, passage: Passage) -> None:
        rows = [
            (
                m.entity.key,
                m.entity.label,
                side.language,
                shown(" ".join(m.entity.text.split())),
                self.count,
                passage.id,
            )
            for side in passage.sides.values()
            for m in side.entities
        ]
        self._db.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _figures(self, passage: Passage) -> None:
        rows = []
        for side in passage.sides.values():
            for _, f in side.figures:
                if f.kind == "money" and f.unit:
                    try:
                        size = float(Decimal(f.to or f.value))
                    except InvalidOperation:
                        continue
                    text = shown(" ".join(f.text.split()))
                    rows.append((side.language, f.unit, size, pages.value(f), text, self.count, passage.id))
        self._db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        words = dict.fromkeys(w for side in passage.sides.values() for _, f in side.figures for w in numbers.tokens(f))
        self.units.update(word.partition("u")[2] for word in words if "u" in word)
        self._db.executemany("INSERT INTO post VALUES (?, ?, ?)", [(FIGURES, w, self.passages) for w in words])

    def _words(self, passage: Passage) -> None:
        for side in passage.sides.values():
            code, stems = side.language, dict[str, None]()
            for word, stem in analyser(code).stems(side.text):
                stems[stem] = None
                if (code, word) not in self._forms:
                    self._forms.add((code, word))
                    self._db.execute("INSERT OR IGNORE INTO form VALUES (?, ?, ?)", (code, folded(word), stem))
            if len(self._forms) > 500_000:  # remembered only to save writing
                self._forms.clear()
            self._db.executemany("INSERT INTO post VALUES (?, ?, ?)", [(code, s, self.passages) for s in stems])

    def close(self) -> None:
        self._db.close()

    def sorted(self) -> None:
        """Call when all releases are in."""
        self._db.executescript(
            "CREATE INDEX of_mention ON mention (key, code, release);"
            "CREATE INDEX of_figure ON figure (code, unit, size); CREATE INDEX of_post ON post (code, stem, passage);"
        )

    def releases(self, newest_first: bool = True) -> Iterator[Listed]:
        order = "date DESC, n" if newest_first else "n"
        for _, id, when, codes, titles, first in self._db.execute(f"SELECT * FROM release ORDER BY {order}"):  # noqa: A001
            yield Listed(id, when, tuple(codes.split()), tuple(titles.split("\x1f")), first)

    def names(self) -> Iterator[Named]:
        """Every name, by key."""
        found = self._db.execute(
            "SELECT key, code, name, max(label), count(*) FROM mention GROUP BY key, code, name"
            " ORDER BY key, code, count(*) DESC, name"
        )
        for key, rows in groupby(found, itemgetter(0)):
            names: dict[str, list[str]] = {}
            label, times = "", 0
            for _, code, name, told, count in rows:
                names.setdefault(code, []).append(name)
                label, times = label or told, times + count
            for some in names.values():  # the most used first, but what stands for a name (CRC) after the names
                some.sort(key=lambda name: name.isupper() and " " not in name)
            yield Named(key, label, names, times)

    def mentions(self, key: str, limit: int) -> list[Mentioned]:
        """The passages that name this, newest release first."""
        found = self._db.execute(
            "SELECT DISTINCT r.id, m.alignment FROM mention m JOIN release r ON r.n = m.release WHERE m.key = ?"
            " ORDER BY r.date DESC, r.n, m.rowid LIMIT ?",
            (key, limit),
        )
        return [Mentioned(*row) for row in found]

    def sums(self, code: str, limit: int) -> list[tuple[str, list[Sum]]]:
        """By currency, those with most sums first, the largest sums."""
        units = self._db.execute(
            "SELECT unit, count(*) FROM figure WHERE code = ? GROUP BY unit ORDER BY 2 DESC, 1", (code,)
        ).fetchall()
        out = []
        for unit, _ in units:
            found = self._db.execute(
                "SELECT f.value, f.text, r.id, f.alignment, r.languages, r.titles"
                " FROM figure f JOIN release r ON r.n = f.release"
                " WHERE code = ? AND unit = ? ORDER BY size DESC, f.rowid LIMIT ?",
                (code, unit, limit),
            )
            some = []
            for value, text, release, alignment, codes, titles in found:
                name = titles.split("\x1f")[codes.split().index(code)]
                some.append(Sum(value, text, release, alignment, name))
            out.append((unit, some))
        return out

    def forms(self, code: str) -> Iterator[tuple[str, str]]:
        """(folded form, stem), sorted."""
        yield from self._db.execute("SELECT form, stem FROM form WHERE code = ? ORDER BY form", (code,))

    def postings(self, code: str, at_most: int) -> Iterator[tuple[str, list[int]]]:
        """(stem, passages that have it), sorted; a stem in more passages than `at_most` comes with none."""
        found = self._db.execute("SELECT stem, passage FROM post WHERE code = ? ORDER BY stem, passage", (code,))
        for stem, rows in groupby(found, itemgetter(0)):
            numbers = [n for _, n in rows]
            yield stem, numbers if len(numbers) <= at_most else []

    def codes(self) -> Sequence[str]:
        """The languages of the corpus, in the order in which releases have them."""
        found = self._db.execute("SELECT languages FROM release GROUP BY languages ORDER BY min(n)")
        return tuple(dict.fromkeys(code for (codes,) in found for code in codes.split()))
