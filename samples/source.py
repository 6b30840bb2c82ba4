"""One bilingual release as we wrote it (`releases/<id>.toml`): the source of its files and of what they must give.

Marks inside a text: `^{...}` is raised, `**...**` is bold, `[^1]` is the marker of footnote 1. A plain space before
: ; ! ? » % and after «, and between groups of digits, becomes a no-break space when it is typeset in a language that
wants one (`[typeset] french_spaces`), as a word processor does."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "releases"
NBSP = "\N{NO-BREAK SPACE}"
MARKS = re.compile(r"\^\{(?P<up>[^}]*)\}|\*\*(?P<bold>.*?)\*\*|\[\^(?P<note>\d+)\]")


class Piece(NamedTuple):
    """A stretch of a text in one style: "" plain, "up" raised, "bold", "note" the marker of a footnote."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Block:
    """One paragraph on each side; several where a side splits it; none where it leaves it out.

    `rows` replaces the texts of a table. `label` is a footnote's number. `planted` says which error was put in."""

    kind: str
    texts: dict[str, tuple[str, ...]]
    level: int = 0
    label: str = ""
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)  # text releases: the lines as an extractor would give them
    figures: tuple[dict[str, Any], ...] = ()
    flags: tuple[dict[str, Any], ...] = ()
    planted: str = ""


@dataclass(frozen=True)
class Sample:
    """A whole release: its papers, how it is made, its running heads, its blocks in reading order."""

    id: str
    papers: dict[str, str]
    make: dict[str, Any]
    head: dict[str, str]
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]


def load(path: Path) -> Sample:
    """The release of this source file. Raises KeyError when a block lacks its kind."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    languages = tuple(told["languages"])
    return Sample(
        id=path.stem,
        papers=told["papers"],
        make=told["make"],
        head=told.get("head", {}),
        blocks=tuple(_block(one, languages) for one in told["block"]),
        languages=languages,
    )


def load_all() -> list[Sample]:
    """Every release, by id."""
    return [load(p) for p in sorted(FOLDER.glob("*.toml"))]


def _block(told: dict[str, Any], languages: tuple[str, ...]) -> Block:
    texts = {}
    for code in languages:
        side = told.get(code, [])
        texts[code] = (side,) if isinstance(side, str) else tuple(side)
    rows = told.get("rows", {})
    for code in rows:
        texts[code] = (" ".join(cell for row in rows[code] for cell in row),)
    return Block(
        kind=told["kind"],
        texts=texts,
        level=told.get("level", 0),
        label=told.get("label", ""),
        rows=rows,
        raw=told.get("raw", {}),
        figures=tuple(told.get("figures", ())),
        flags=tuple(told.get("flags", ())),
        planted=told.get("planted", ""),
    )


def pieces(text: str) -> list[Piece]:
    """The text in stretches of one style, marks taken away.

    >>> [tuple(p) for p in pieces("le 1^{er} mars.[^2]")]
    [('le 1', ''), ('er', 'up'), (' mars.', ''), ('2', 'note')]
    """
    out, at = [], 0
    for mark in MARKS.finditer(text):
        if mark.start() > at:
            out.append(Piece(text[at : mark.start()]))
        style = mark.lastgroup or ""
        out.append(Piece(mark.group(style), style))
        at = mark.end()
    if at < len(text):
        out.append(Piece(text[at:]))
    return out


def plain(text: str) -> str:
    """The text as a reader reads it: no marks, footnote markers as ⟦1⟧.

    >>> plain("le **1^{er}** mars.[^2]")
    'le 1er mars.⟦2⟧'
    """
    done = MARKS.sub(lambda m: f"⟦{m['note']}⟧" if m["note"] else (m["up"] or m["bold"] or ""), text)
    return plain(done) if MARKS.search(done) else done


def typeset(text: str, french_spaces: bool) -> str:
    """No-break spaces where a typesetter puts them: between groups of digits and, in French, around its signs."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NBSP, text)
    if french_spaces:
        text = re.sub(r" (?=[:;!?»%€]|M€|Md€|°C)", NBSP, text).replace("« ", "«" + NBSP)
    return text
