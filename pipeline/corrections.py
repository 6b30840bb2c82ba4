"""Reading and writing corrections.toml: what a reviewer decided of one release.

    [[correction]]
    action = "link"                     # link unlink split join text accept
    at = [{language = "fr", begins = "La Cour publie"}, {language = "en", begins = "The Court publishes"}]
    reason = "checked against the printed edition"
    by = "A. Reviser"
    text = ""                           # split: where the second paragraph begins; text: what is right
    check = ""                          # accept: the finding's check

An anchor is how a paragraph's text begins (white space and case apart); `ends` and `nth` (from 1) tell apart those that
begin alike. Nothing is numbered, so a correction outlives a better extraction and a better aligner."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import WrongUse
from pipeline.model.corrections import Action, Anchor, Correction, Corrections
from pipeline.store import write_toml

_ACTIONS: tuple[str, ...] = get_args(Action)
_WORDS = ("reason", "by", "text", "check")


def read_corrections(path: Path) -> Corrections:
    """The corrections of a file; none when there is no such file.

    Raises WrongUse, naming the entry and what it lacks, when the file cannot be used."""
    if not path.is_file():
        return Corrections(where=path.name)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path} cannot be read: {error}") from None
    entries = told.get("correction", [])
    strange = sorted(set(told) - {"correction"})
    if strange or not isinstance(entries, list):
        raise WrongUse(f"{path} holds [[correction]] entries and nothing else, not {', '.join(strange) or 'a table'}")
    return Corrections(tuple(_entry(e, f"{path}, correction {n}") for n, e in enumerate(entries, 1)), path.name)


def write_corrections(path: Path, corrections: Corrections) -> None:
    """Writes the file whole, in the order of the entries; same corrections, same bytes."""
    told = {"correction": [_told(entry) for entry in corrections.entries]}
    write_toml(path, told)


def joined(old: Corrections, fresh: Corrections) -> Corrections:
    """Both, what is said twice said once; the fresh come last and so win."""
    entries = dict.fromkeys((*(e for e in old.entries if e not in fresh.entries), *fresh.entries))
    return Corrections(tuple(entries), old.where or fresh.where)


def _told(entry: Correction) -> dict[str, Any]:
    at = [{k: v for k, v in a._asdict().items() if v != Anchor._field_defaults.get(k)} for a in entry.at]
    return {"action": entry.action, "at": at, **{w: getattr(entry, w) for w in _WORDS if getattr(entry, w)}}


def _entry(told: Any, where: str) -> Correction:
    if not isinstance(told, dict):
        raise WrongUse(f"{where} is not a table")
    strange = sorted(set(told) - {"action", "at", *_WORDS})
    if strange:
        raise WrongUse(f"{where}: {', '.join(strange)} is not known; there are action, at, {', '.join(_WORDS)}")
    action = told.get("action")
    if action not in _ACTIONS:
        raise WrongUse(f"{where}: the action {action!r} is none of {', '.join(_ACTIONS)}")
    anchors = told.get("at")
    if not isinstance(anchors, list) or not anchors:
        raise WrongUse(f"{where} names no paragraph: give it at = [{{language = ..., begins = ...}}]")
    words = {w: told.get(w, "") for w in _WORDS}
    for word, value in words.items():
        if not isinstance(value, str):
            raise WrongUse(f"{where}: {word} is a text in quotation marks")
    if action == "split" and not words["text"]:
        raise WrongUse(f"{where}: a split needs text = the words with which the second paragraph begins")
    return Correction(action, tuple(_anchor(a, where) for a in anchors), **words)


def _anchor(told: Any, where: str) -> Anchor:
    fine = isinstance(told, dict) and set(told) <= set(Anchor._fields)
    if not fine or not isinstance(told.get("language"), str) or not isinstance(told.get("begins"), str):
        raise WrongUse(f"{where}: an anchor is {{language = ..., begins = ...}}, with ends and nth where needed")
    if not isinstance(told.get("ends", ""), str) or not isinstance(told.get("nth", 1), int) or told.get("nth", 1) < 1:
        raise WrongUse(f"{where}: ends is a text and nth a number from 1")
    return Anchor(**told)
