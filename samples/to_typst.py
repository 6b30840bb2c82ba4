"""A release as Typst sets it: OpenType ligatures, hyphenation, one or two columns; fonts that come with Typst."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typst

from .source import Block, Sample, pieces, typeset

HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.6cm), columns: {columns}, numbering: "{numbering}", header: context {{
  if counter(page).get().first() > {head_after} {{ text(size: 8pt)[{head}] }}
}})
#set text(font: "{font}", size: {size}pt, lang: "{lang}", hyphenate: true)
#set par(justify: true)
#show heading: set text(size: {heading}pt)
"""


def write_typst(sample: Sample, code: str, path: Path) -> None:
    """One side as a PDF at `path`, same bytes each time."""
    path.write_bytes(typst.compile(_source(sample, code).encode(), format="pdf", ignore_system_fonts=True))


def _source(sample: Sample, code: str) -> str:
    make = sample.make
    notes = {b.label: b.texts[code][0] for b in sample.blocks if b.kind == "footnote" and b.texts.get(code)}
    out = [
        HEAD.format(
            title=_string(sample.papers["title"] if code == sample.languages[0] else ""),
            columns=make.get("columns", 1),
            numbering=make.get("numbering", "1"),
            head=_marked(sample.head.get(code, ""), code, {}),
            head_after=make.get("head_after", 0),
            font=make["font"],
            size=make["size"],
            heading=make["size"] + 2,
            lang=code,
        )
    ]
    for block in sample.blocks:
        if block.kind != "footnote":
            out += [_block(block, text, code, notes, make) for text in block.texts.get(code, ())]
    return "\n\n".join(out) + "\n"


def _block(block: Block, text: str, code: str, notes: dict[str, str], make: dict[str, Any]) -> str:
    if block.rows:
        rows = block.rows[code]
        cells = ", ".join("[" + _marked(cell, code, notes) + "]" for row in rows for cell in row)
        return f"#table(columns: {len(rows[0])}, {cells})"
    said = " \\\n".join(_marked(line, code, notes) for line in text.split("\n"))
    wide = make.get("columns", 1) != 1
    title = f'text(size: {make["size"] + 7}pt, weight: "bold", hyphenate: false, par(justify: false)[{said}])'
    return {
        "title": f'#place(top, scope: "parent", float: true, {title})' if wide else f"#{title}",
        "heading": f"= {said}",
        "boilerplate": f'#text(weight: "bold", tracking: 0.02em)[{said}]',
        "caption": f'#text(size: 0.9em, style: "italic")[{said}]',
        "contact": f"#text(size: 0.9em)[{said}]",
        "list_item": "  " * (block.level - 1) + f"- {said}",
    }.get(block.kind, said)


def _marked(text: str, code: str, notes: dict[str, str]) -> str:
    out = []
    for piece in pieces(typeset(text, code == "fr")):
        safe = re.sub(r"([\\#$*_`<>@\[\]~/=+\-])", r"\\\1", piece.text)
        if piece.style == "up":
            safe = f"#super[{safe}]"
        elif piece.style == "bold":
            safe = f"*{safe}*"
        elif piece.style == "note":
            safe = f"#footnote[{_marked(notes[piece.text], code, {})}]"
        out.append(safe)
    return "".join(out)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
