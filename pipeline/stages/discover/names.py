"""Pairing by names: parts of a name that say a language, taken out, must leave the same name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.languages.naming import Naming

from .walk import File

GAP = "*"  # stands where the mark was, so that marks in different places do not meet


class Named(NamedTuple):
    """Files that their names put together, one a language; `key` is the name without its marks."""

    key: str
    files: dict[str, File]


def parts(name: str, naming: Naming) -> list[str]:
    """The parts of a path, casefolded, ending apart; a part that holds a whole mark with a hyphen stays whole.

    >>> from pipeline.languages.naming import Naming
    >>> parts("2021/Bilan_annuel-FR.pdf", Naming({}, frozenset(), frozenset(), " -_.", {"fr": "fr"}))
    ['2021', '/', 'bilan', 'annuel', 'fr']
    """
    plain = unicodedata.normalize("NFC", name).casefold()
    stem, dot, ending = plain.rpartition(".")
    plain = stem if dot and "/" not in ending else plain
    whole = "|".join(re.escape(m) for m in sorted(naming.marks, key=len, reverse=True) if "-" in m)
    sign = re.escape(naming.separators)
    pattern = (rf"(?<![^{sign}/])(?:{whole})(?![^{sign}/])|" if whole else "") + rf"/|[^{sign}/]+"
    return re.findall(pattern, plain)


def claimed(name: str, naming: Naming) -> str:
    """The one language that a file's own name (or, failing that, its folders) claims; "" when none or several do."""
    folder, _, own = name.rpartition("/")
    for place in (own, folder):
        codes = {naming.marks[p] for p in parts(place if place == own else place + "/.", naming) if p in naming.marks}
        if len(codes) == 1:
            return codes.pop()
    return ""


def _keys(file: File, naming: Naming) -> Iterator[tuple[str, str]]:
    """(key, language) for every way of reading one language out of the name, the surest first."""
    words = parts(file.name, naming)
    marked = [i for i, w in enumerate(words) if w in naming.marks]
    for code in dict.fromkeys(naming.marks[words[i]] for i in reversed(marked)):
        yield " ".join(GAP if naming.marks.get(w) == code else w for w in words), code
    for i in reversed(marked):  # one mark only: in "mise-en-place-fr" the "en" is a word
        yield " ".join(GAP if i == j else w for j, w in enumerate(words)), naming.marks[words[i]]


def pair_by_name(files: Sequence[File], naming: Naming, order: Sequence[str]) -> tuple[list[Named], list[File]]:
    """(files that belong together by name, the rest), both in the order of the files.

    A key that two files of one language share pairs those of the same media type, or nothing."""
    pairs: list[Named] = []
    taken: set[str] = set()
    readings: dict[str, dict[str, list[File]]] = {}
    for file in files:
        for key, code in dict.fromkeys(_keys(file, naming)):
            readings.setdefault(key, {}).setdefault(code, []).append(file)
    for key, sides in readings.items():
        free = {c: [f for f in sides[c] if f.name not in taken] for c in order if c in sides}
        chosen = _one_each(free)
        if chosen:
            pairs.append(Named(key, chosen))
            taken.update(f.name for f in chosen.values())
    for named in _unmarked([f for f in files if f.name not in taken], naming, order):
        pairs.append(named)
        taken.update(f.name for f in named.files.values())
    return pairs, [f for f in files if f.name not in taken]


def _one_each(sides: dict[str, list[File]]) -> dict[str, File]:
    """One file a language, all of one media type; {} when that cannot be had without guessing."""
    for kind in sorted({f.media_type for files in sides.values() for f in files}):
        chosen = {code: [f for f in files if f.media_type == kind] for code, files in sides.items()}
        if len(chosen) > 1 and all(len(files) == 1 for files in chosen.values()):
            return {code: files[0] for code, files in chosen.items()}
    if len(sides) > 1 and all(len(files) == 1 for files in sides.values()):
        return {code: files[0] for code, files in sides.items()}
    return {}


def _unmarked(files: Sequence[File], naming: Naming, order: Sequence[str]) -> Iterator[Named]:
    """ "report.pdf" beside "report-fr.pdf": the unmarked one is the other language, where there are but two."""
    if len(order) != 2:
        return
    bare = {" ".join(parts(f.name, naming)): f for f in reversed(files)}
    taken: set[str] = set()
    for file in files:
        words = parts(file.name, naming)
        for i in reversed([i for i, w in enumerate(words) if w in naming.marks]):
            code = naming.marks[words[i]]
            other = bare.get(" ".join(w for j, w in enumerate(words) if j != i))
            if other and other.name != file.name and not taken & {other.name, file.name}:
                taken |= {other.name, file.name}
                sides = {code: file, next(c for c in order if c != code): other}
                yield Named(" ".join(words), {c: sides[c] for c in order})
                break


def bare_stem(file: File, naming: Naming, code: str) -> str:
    """The file's own name without its ending and the marks of this language: what a release can be called.

    >>> from pathlib import Path
    >>> rules = Naming({}, frozenset(), frozenset(), " -_.", {"fr": "fr"})
    >>> bare_stem(File(Path("x"), "a/Bilan-FR_2021.pdf", ""), rules, "fr")
    'Bilan_2021'
    """
    own = unicodedata.normalize("NFC", file.name.rpartition("/")[2])
    stem = own.rpartition(".")[0] or own
    marks = "|".join(re.escape(m) for m, c in sorted(naming.marks.items(), key=lambda x: -len(x[0])) if c == code)
    sign = re.escape(naming.separators)
    found = list(re.finditer(rf"(?i)(?:^|[{sign}]+)(?:{marks})(?=$|[{sign}])", stem))
    if found:
        last = found[-1]
        stem = stem[: last.start()] + stem[last.end() :]
    return stem.strip(naming.separators) or own
