"""PDFs drawn for tests, one mechanism each, with fonts that need not be installed: reportlab's own Vera (Bitstream Vera
licence) and the standard Helvetica and Times. The sentences are our own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

TEXT = (
    "La commune a engagé en 2019 un programme de rénovation de ses écoles, dont le coût final dépasse de 12 % le "
    "budget voté par le conseil. Les retards tiennent surtout à la rareté des entreprises qualifiées et au prix des "
    "matériaux. Elle publie chaque année un état des chantiers et revoit ses procédures avant la fin de l’année."
)
WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[[Canvas], None]


@cache
def fonts() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))


def pdf(path: Path, draw: Draw) -> Path:
    """A file with what `draw` draws; the same bytes each time."""
    fonts()
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    draw(canvas)
    canvas.save()
    return path


def wrapped(text: str, width: float, size: float = 10, font: str = "Vera") -> list[str]:
    """The text broken into lines no wider than `width` points."""
    fonts()
    lines: list[str] = []
    for word in text.split():
        more = f"{lines[-1]} {word}" if lines else word
        if lines and pdfmetrics.stringWidth(more, font, size) <= width:
            lines[-1] = more
        else:
            lines.append(word)
    return lines


def column(c: Canvas, lines: list[str], x: float, y: float, size: float = 10, lead: float = 13) -> None:
    """Lines set under one another, y upwards from the foot of the page as PDF counts."""
    c.setFont("Vera", size)
    for n, line in enumerate(lines):
        c.drawString(x, y - n * lead, line)


def width(text: str, size: float = 10, font: str = "Vera") -> float:
    return pdfmetrics.stringWidth(text, font, size)


def runs(c: Canvas, x: float, y: float, *parts: tuple[str, str, float, float]) -> float:
    """Text objects of their own on one line: (text, font, size, height above the baseline); where the last one ends."""
    for text, font, size, up in parts:
        c.setFont(font, size)
        c.drawString(x, y + up, text)
        x += width(text, size, font)
    return x
