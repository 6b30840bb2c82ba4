"""Sentences for a person, in the person's language: `<code>/sayings.toml`.

    [languages]                 what languages are called in this one, so that "the {there} text" reads well
    [grammar] one = [0, 1]      the counts that take the singular
    [checks.NAME]
    true = "Both sides are there"                   the check's statement, true when all is well
    missing = "The {there} text lacks ..."          one entry a saying, with named {places}
    lost = {one = "1 word ...", many = "{n} words ..."}

The places `here`, `there` and `also` hold a language code and are shown as that language's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.errors import WrongUse

from .folder import read_toml

LANGUAGE_PLACES = frozenset({"here", "there", "also"})


def say(code: str, check: str, saying: str, places: Mapping[str, object]) -> str:
    """The sentence `saying` of this check in the language `code`, its places filled.

    Raises WrongUse when the language has no such sentence, or the sentence has a place that was not filled."""
    found = _told(code, "checks").get(check, {}).get(saying)
    if found is None:
        raise WrongUse(f"languages/{code}/sayings.toml has no sentence [checks.{check}] {saying}")
    if isinstance(found, dict):
        found = found["one" if places.get("n") in _told(code, "grammar")["one"] else "many"]
    filled = {k: language_name(code, str(v)) if k in LANGUAGE_PLACES else v for k, v in places.items()}
    try:
        return str(found.format(**filled))
    except (KeyError, IndexError) as error:
        raise WrongUse(f"languages/{code}/sayings.toml: [checks.{check}] {saying} wants {error}") from None


def statement(code: str, check: str) -> str:
    """What the check holds to be true when all is well, as a sentence; the check's own name when it has none."""
    return str(_told(code, "checks").get(check, {}).get("true", check.replace("_", " ")))


def language_name(code: str, other: str) -> str:
    """What the language `other` is called in the language `code`; its name in English, then its code, when unknown."""
    return str(_told(code, "languages").get(other) or read_toml(other, "language").get("name") or other)


@cache
def word(code: str, name: str) -> str:
    """A word or phrase of the desk's own (headings, buttons): `[desk] NAME`. Raises WrongUse when there is none."""
    found = _told(code, "desk").get(name)
    if found is None:
        raise WrongUse(f"languages/{code}/sayings.toml has no [desk] {name}")
    return str(found)


def _told(code: str, table: str) -> dict[str, Any]:
    told = read_toml(code, "sayings")
    if not told:
        raise WrongUse(f"findings cannot speak {code!r}: there is no languages/{code}/sayings.toml")
    return dict(told.get(table, {}))
