"""A release's papers: what release.toml says of it."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

from pipeline.harmless import utf8
from pipeline.model.release import Papers

LARGEST = 1_000_000  # bytes; papers are a few lines


def read_papers(path: Path | None) -> tuple[Papers, tuple[str, ...]]:
    """(the papers, what is wrong with them); a broken file stops nothing. Unknown keys are told, values made text."""
    if path is None:
        return Papers(), ()
    try:
        if path.stat().st_size > LARGEST:
            return Papers(), (f"release.toml is larger than {LARGEST} bytes and was not read",)
        told = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Papers(), (f"release.toml cannot be read: {utf8(str(error))}",)
    known = {f.name for f in fields(Papers)}
    said = [
        f"release.toml: {key!r} is not known; there are {', '.join(sorted(known))}" for key in told if key not in known
    ]
    wrong = [key for key in told if key in known and isinstance(told[key], (dict, list))]
    said += [f"release.toml: {key} should be a text" for key in wrong]
    values = {key: utf8(str(told[key])) for key in told if key in known and key not in wrong}
    return Papers(**values), tuple(said)
