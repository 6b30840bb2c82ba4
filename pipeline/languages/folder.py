"""Reading the files of a language folder; each must name its source."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import WrongUse

ROOT = Path(__file__).parent


@cache
def read_toml(code: str, name: str) -> dict[str, Any]:
    """`<code>/<name>.toml`; {} when there is no such file. Raises WrongUse when it is broken or names no `source`."""
    path = ROOT / code / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        got = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"languages/{code}/{name}.toml is not TOML: {error}") from None
    if not got.get("source"):
        raise WrongUse(f"languages/{code}/{name}.toml does not say where it comes from: give it a line `source = ...`")
    return got


@cache
def read_tsv(code: str, name: str) -> tuple[dict[str, str], ...]:
    """`<code>/<name>.tsv`, a dict a row, by the header's names; () when there is no such file.

    The first line is `# source: ...`; other lines that begin with # and blank ones are passed over.
    Raises WrongUse when the source is missing or a row has more cells than the header."""
    rows = [line.split("\t") for line in _lines(code, f"{name}.tsv")]
    if not rows:
        return ()
    head = rows[0]
    for row in rows[1:]:
        if len(row) > len(head):
            raise WrongUse(f"languages/{code}/{name}.tsv: {len(row)} cells where the head has {len(head)}: {row[0]}")
    return tuple(dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=True)) for row in rows[1:])


@cache
def read_words(code: str, name: str) -> tuple[str, ...]:
    """`<code>/<name>.txt`, one entry a line, in file order; as `read_tsv` for the source."""
    return tuple(line.strip() for line in _lines(code, f"{name}.txt"))


def _lines(code: str, file: str) -> list[str]:
    path = ROOT / code / file
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    if not lines[0].startswith("# source:"):
        raise WrongUse(f"languages/{code}/{file} does not say where it comes from: begin it with `# source: ...`")
    return [line for line in lines if line.strip() and not line.startswith("#")]
