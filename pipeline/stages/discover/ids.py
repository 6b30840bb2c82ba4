"""Ids of releases: a name for one folder on any system, different from every other, never that of another output."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from pipeline.harmless import file_name, utf8


def give_ids(wanted: Iterable[str], reserved: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    """For each wish, in order, (the id, what is to be said of it).

    Two ids never differ only in case or in how accents are encoded: a file system may hold them to be one.

    >>> [i for i, _ in give_ids(["Bilan", "site", "bilan", "a/b"], frozenset({"site"}))]
    ['Bilan', 'site-release', 'bilan-a0070f6f', 'a_b-c14cddc0']
    """
    given: list[tuple[str, tuple[str, ...]]] = []
    taken: set[str] = set()
    for wish in wanted:
        plain = unicodedata.normalize("NFC", utf8(wish))
        own, said = file_name(plain), []
        if own != plain:
            said.append(f"the release is called {own}: {plain!r} cannot be a folder's name everywhere")
        if own.casefold() in reserved:
            own = f"{own}-release"
            said.append(f"the release is called {own}: {plain} is the name of an output of the whole corpus")
        if _same(own) in taken:
            before, own = own, _apart(own, wish, taken)
            said.append(f"the release is called {own}: there is another {before}, but for case or accents")
        taken.add(_same(own))
        given.append((own, tuple(said)))
    return given


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _apart(own: str, wish: str, taken: set[str]) -> str:
    """The name with a mark of the wish's own bytes, so that it stays the same when its neighbours come and go."""
    mark = hashlib.sha256(wish.encode("utf-8", "surrogatepass")).hexdigest()
    for length in range(8, len(mark)):
        if _same(f"{own}-{mark[:length]}") not in taken:
            return f"{own}-{mark[:length]}"
    return f"{own}-{mark}-{len(taken)}"
