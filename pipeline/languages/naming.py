"""How files are named: which endings are documents, what marks a language, which names are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .folder import read_toml


@dataclass(frozen=True)
class Naming:
    """`endings` maps an ending to its media type; `papers` and `reserved` are casefolded file names;
    `marks` maps a casefolded part of a name to the language it stands for, for the languages asked for."""

    endings: Mapping[str, str]
    papers: frozenset[str]
    reserved: frozenset[str]
    separators: str
    marks: Mapping[str, str]


@cache
def naming(codes: tuple[str, ...]) -> Naming:
    """What the folders of these languages, and `any/`, say of names."""
    told = read_toml("any", "naming")
    marks = {mark: code for code in codes for mark in read_toml(code, "naming").get("marks", [code])}
    return Naming(
        endings=told["endings"],
        papers=frozenset(told["papers"]),
        reserved=frozenset(told["reserved"]),
        separators=told["separators"],
        marks={**marks, **{code: code for code in codes}},
    )
