"""The site's own search index: scripts that a page loads when it needs them, so that it works from files, too.

A word leads to its stem, a stem to passages; both lie in shards by the first letters of the word. A figure has a word
of its own, made of its value and unit, which leads to passages in whatever language. Texts lie in a script a release,
loaded to show a hit. Everything is folded and stemmed here: the browser folds, reads figures (figures.py), looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from pipeline.harmless import json_script, shown
from pipeline.model.release import Release
from pipeline.passage import passages
from pipeline.search import numbers
from pipeline.store import Shelf

from . import routes
from .figures import grammar
from .gathered import FIGURES, Gathered

FOLDER = "assets/lookup"
SHARD = 120_000  # bytes beyond which a shard is split by one more letter
LETTERS = 1, 5  # of a shard's name, at least and at most; two at least where there are many passages
# A stem in more passages than this is in no list: it tells nothing, and its list would be longer than all others.
COMMON_SHARE, COMMON_LEAST = 0.2, 1_000
MANY = 2_000


def write_texts(shelf: Shelf, number: int, release: Release, names: Sequence[str]) -> None:
    """The passages of one release; `names` are its languages in the order of the texts. Behind the texts the figures:
    [which text, start, end in code points, the words they have in the index]."""
    rows = []
    for passage in passages(release):
        texts = [shown(passage.sides[code].text) if code in passage.sides else "" for code in names]
        marks = [
            [n, *found.span, " ".join(numbers.asked(found.figure))]
            for n, code in enumerate(names) if code in passage.sides
            for found in passage.sides[code].figures if found.span
        ]  # fmt: skip
        rows.append([passage.id, *texts, *([marks] if marks else [])])
    with shelf.text(f"{FOLDER}/t{number}.js") as file:
        file.write(f"visavis.texts({number}, {json_script(rows)});\n")


def write_index(shelf: Shelf, gathered: Gathered) -> None:
    """The list of releases, the shards, and the list of shards."""
    codes = gathered.codes()
    names: list[str] = []
    for prefix, shard in _shards(_entries(gathered, codes), LETTERS[0] + (gathered.passages > MANY)):
        names.append(prefix)
        with shelf.text(f"{FOLDER}/{file_of(prefix)}.js") as file:
            file.write(f"visavis.shard({json_script(prefix)}, {json_script(shard)});\n")
    with shelf.text(f"{FOLDER}/releases.js") as file:
        told: dict[str, Any] = {"codes": codes, "passages": gathered.passages, "shards": names}
        told["figures"] = grammar(codes, gathered.units)
        file.write(f"visavis.index({json_script(told)}, [\n")
        for listed in gathered.releases(newest_first=False):
            row = [listed.id, listed.date, listed.first, list(listed.languages), list(listed.titles)]
            file.write(json_script([*row, quote(routes.slug(listed.id))]) + ",\n")
        file.write("]);\n")


def file_of(prefix: str) -> str:
    """A shard's file: its letters where those are harmless (con and aux are devices on Windows, hence the _)."""
    return f"_{prefix}" if prefix.isascii() and prefix.isalnum() else f"x{prefix.encode('utf-8').hex()}"


Entry = tuple[str, str, int, Any]  # word, "f" "p" or "n", language, what is told of it


def _entries(gathered: Gathered, codes: Sequence[str]) -> Iterator[Entry]:
    """Forms with their stems, stems with their passages and figures with theirs, sorted by word."""
    from heapq import merge

    most = max(COMMON_LEAST, int(COMMON_SHARE * gathered.passages))

    def forms(n: int, code: str) -> Iterator[Entry]:
        return ((form, "f", n, stem) for form, stem in gathered.forms(code))

    def posts(n: int, code: str) -> Iterator[Entry]:
        return ((stem, "p", n, _deltas(numbers)) for stem, numbers in gathered.postings(code, most))

    figures = ((word, "n", 0, _deltas(some)) for word, some in gathered.postings(FIGURES, most) if some)
    streams = [figures, *(stream(n, code) for n, code in enumerate(codes) for stream in (forms, posts))]
    return merge(*streams, key=lambda entry: entry[0])


def _deltas(numbers: Sequence[int]) -> list[int]:
    return [n - before for n, before in zip(numbers, [0, *numbers], strict=False)]


def _shards(entries: Iterable[Entry], letters: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for prefix, group in groupby(entries, lambda entry: entry[0][:letters]):
        some = list(group)
        size = sum(len(word) + 8 + (len(told) if kind == "f" else 4 * len(told)) for word, kind, _, told in some)
        if size > SHARD and letters < LETTERS[1]:
            yield from _shards(some, letters + 1)
            continue
        shard: dict[str, Any] = {"f": {}, "p": {}}
        for word, kind, language, told in some:
            home = shard.setdefault("n", {}) if kind == "n" else shard[kind].setdefault(str(language), {})
            home[word] = told
        yield prefix, shard
