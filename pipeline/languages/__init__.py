"""What is known of each language: folders of data, no code. A third language is a folder and no line of Python.

`any/` holds what is true of every language, `<code>/` the rest. Every file says where its knowledge comes from.
Each kind of knowledge has a module here that reads it into a frozen type; a `Language` offers them, each read when
it is first asked for."""

from __future__ import annotations

from functools import cache

from .folder import ROOT, read_toml
from .language import Language

__all__ = ["Language", "codes", "load"]


@cache
def codes() -> tuple[str, ...]:
    """The languages there are data for, in the order in which a release lists its sides.

    >>> codes()
    ('fr', 'en')
    """
    found = [
        (read_toml(p.name, "language")["order"], p.name) for p in ROOT.iterdir() if (p / "language.toml").is_file()
    ]
    return tuple(code for _, code in sorted(found))


@cache
def load(code: str) -> Language:
    """The language of this code. Raises WrongUse, naming the codes that exist, when there is no such folder."""
    return Language.of(code, codes())
