"""A release as raw extracted text: the lines of each block as they are written in its source, or wrapped."""

from __future__ import annotations

import textwrap
from pathlib import Path

from .source import Sample, plain


def write_text(sample: Sample, code: str, path: Path) -> None:
    """One side as UTF-8 with line feeds and no blank lines, as a text extractor leaves it."""
    lines: list[str] = []
    for block in sample.blocks:
        for text in block.texts.get(code, ()):
            if code in block.raw:
                lines += block.raw[code].rstrip("\n").split("\n")
            else:
                for line in plain(text).split("\n"):
                    lines += textwrap.wrap(line, 96, break_long_words=False, break_on_hyphens=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
