"""The register of names, `entities.json`: one entry for each key of the corpus, over all its releases.

    {"schema_version", "entities": [{"key", "label", "also": [keys that name the same thing],
      "names": {"<language>": [{"text", "count"}]}, "count", "found_by": {"<witness>": count},
      "occurrences": [{"release", "paragraphs": ["<id>", ...]}]}]}

Entries stand in the order of their keys, names in the order of their counts. Keys that differ between releases because
in one of them nothing linked the two languages are joined: a name of two words or more, or an acronym of four letters
or more, that one language writes the same under two keys is one thing, unless the tables know both keys."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from pipeline.harmless import utf8
from pipeline.languages import codes
from pipeline.languages.names import fold, institutions
from pipeline.model.release import Release
from pipeline.store import Shelf

_TABLE = "CREATE TABLE m (key TEXT, label TEXT, language TEXT, name TEXT, by TEXT, release INT, paragraph TEXT)"


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    from pipeline.codec.wire import SCHEMA_VERSION

    with closing(sqlite3.connect("")) as base:  # a database on disk that goes with its connection
        base.execute(_TABLE)
        ids: list[str] = []
        for release in releases:
            ids.append(release.id)
            base.executemany("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?)", _mentions(release, len(ids) - 1))
        joined = _joined(base)
        with shelf.text("entities.json") as file:
            file.write(f'{{"schema_version": {json.dumps(SCHEMA_VERSION)}, "entities": [')
            for n, entry in enumerate(_entries(base, ids, joined)):
                file.write(",\n" if n else "\n")
                file.write(json.dumps(entry, ensure_ascii=False))
            file.write("\n]}\n")


def _mentions(release: Release, number: int) -> Iterator[tuple[Any, ...]]:
    for code, reading in release.readings.items():
        for paragraph, facts in zip(reading.document.paragraphs, reading.facts, strict=True):
            for e in facts.entities:
                yield e.key, e.label, code, utf8(" ".join(e.text.split())), e.found_by, number, paragraph.id


def _joined(base: sqlite3.Connection) -> dict[str, str]:
    """Key -> the key under which it is registered, for keys that are not registered under themselves."""
    known = {row.id for row in institutions(codes())}
    to: dict[str, str] = {}
    seen: dict[tuple[str, str, str], str] = {}

    def root(key: str) -> str:
        while key in to:
            key = to[key]
        return key

    rows = base.execute(
        "SELECT key, label, language, name, count(*) FROM m GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 3, 4"
    )
    for key, label, language, name, _ in rows:
        if " " not in name and not (len(name) >= 4 and name.isupper()):
            continue
        other = root(seen.setdefault((label, language, fold(name)), key))
        key = root(key)
        if key != other and not (_told(key, known) and _told(other, known)):
            best, worse = (key, other) if _told(key, known) else (other, key)
            to[worse] = best
    return {key: root(key) for key in to}


def _told(key: str, known: set[str]) -> bool:
    """Whether the tables know the key or the kind of body it is one of: the chambers of two regions are two."""
    return key in known or key.rpartition(".")[0] in known


def _entries(base: sqlite3.Connection, ids: list[str], joined: dict[str, str]) -> Iterator[dict[str, Any]]:
    base.execute("CREATE TABLE j (old TEXT PRIMARY KEY, new TEXT)")
    base.executemany("INSERT INTO j VALUES (?, ?)", sorted(joined.items()))
    rows = base.execute(
        "SELECT coalesce(new, key) AS k, key, label, language, name, by, release, paragraph FROM m "
        "LEFT JOIN j ON old = key ORDER BY k, release, m.rowid"
    )
    key: str | None = None
    mine: list[tuple[Any, ...]] = []
    for row in rows:
        if row[0] != key and mine:
            yield _entry(key or "", mine, ids)
            mine = []
        key = row[0]
        mine.append(row[1:])
    if mine:
        yield _entry(key or "", mine, ids)


def _entry(key: str, rows: list[tuple[Any, ...]], ids: list[str]) -> dict[str, Any]:
    names: dict[str, Counter[str]] = {}
    labels: Counter[str] = Counter()
    witnesses: Counter[str] = Counter()
    places: dict[int, dict[str, None]] = {}
    for _, label, language, name, by, release, paragraph in rows:
        names.setdefault(language, Counter())[name] += 1
        labels[label] += 1
        witnesses.update(by.split("+"))
        places.setdefault(release, {})[paragraph] = None
    return {
        "key": key,
        "label": min(labels, key=lambda one: (-labels[one], one)),
        "also": sorted({row[0] for row in rows} - {key}),
        "names": {c: [{"text": t, "count": n} for t, n in _by_count(names[c])] for c in sorted(names)},
        "count": len(rows),
        "found_by": dict(_by_count(witnesses)),
        "occurrences": [{"release": ids[n], "paragraphs": list(some)} for n, some in places.items()],
    }


def _by_count(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
