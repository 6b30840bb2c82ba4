"""A release as ReportLab writes it: one text object a run, and a main font without œ, Œ, €.

The main font is Carlito with those three letters cut out, made here and thrown away, so that each of them comes from
Liberation Sans as a text object of its own - what a word processor's export does when its font lacks a letter."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont as Face
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .source import Block, Piece, Sample, pieces, typeset

FONTS = Path("/usr/share/fonts/truetype")  # Debian: fonts-crosextra-carlito, fonts-liberation2
MAIN = {"Main": "crosextra/Carlito-Regular.ttf", "MainBold": "crosextra/Carlito-Bold.ttf"}
SPARE = {
    "Spare": "liberation2/LiberationSans-Regular.ttf",
    "SpareBold": "liberation2/LiberationSans-Bold.ttf",
}
CUT = "œŒ€"
MARGIN, FOOT = 71.0, 90.0  # points
BULLETS = {1: "•", 2: "–"}


class Word(NamedTuple):
    """Runs without a space between them: (text, font, size, rise)."""

    runs: tuple[tuple[str, str, float, float], ...]

    @property
    def width(self) -> float:
        return float(sum(pdfmetrics.stringWidth(text, font, size) for text, font, size, _ in self.runs))


def write_reportlab(sample: Sample, code: str, path: Path) -> None:
    """One side as a PDF at `path`, same bytes each time."""
    _fonts()
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle(sample.papers["title"] if code == sample.languages[0] else "")
    canvas.setAuthor(sample.papers["publisher"])
    _Setter(canvas, sample, code).run()
    canvas.save()


def _fonts() -> None:
    if "Main" in pdfmetrics.getRegisteredFontNames():
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, file in MAIN.items():
            face = Face(FONTS / file, recalcTimestamp=False)
            options = subset.Options(glyph_names=True, layout_features=[], notdef_outline=True)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=set(face.getBestCmap()) - {ord(c) for c in CUT})
            cutter.subset(face)
            cut = Path(folder) / f"{name}.ttf"
            face.save(cut)
            pdfmetrics.registerFont(TTFont(name, str(cut)))
        for name, file in SPARE.items():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


class _Setter:
    """Sets the blocks down the page, line by line, each run a text object."""

    def __init__(self, canvas: Canvas, sample: Sample, code: str) -> None:
        self.canvas, self.sample, self.code = canvas, sample, code
        self.size: float = sample.make["size"]
        self.french = code == "fr"
        self.page = 1
        self.y = A4[1] - MARGIN
        self.notes = {b.label: b for b in sample.blocks if b.kind == "footnote"}
        self.due: list[Block] = []  # footnotes of this page
        # letters that are written when the page ends, far from their words in the content stream
        self.late: list[tuple[str, str, float, float, float]] | None = [] if sample.make.get("spare_late") else None

    def run(self) -> None:
        for block in self.sample.blocks:
            if block.kind == "footnote":
                continue
            for text in block.texts.get(self.code, ()):
                self._block(block, text)
        self._close()

    def _block(self, block: Block, text: str) -> None:
        if block.rows:
            self._table(block.rows[self.code])
            return
        size, bold, before, indent = self._style(block)
        self.y -= before
        if block.kind in ("heading", "title", "caption") and self.y < self._floor() + 4 * size:
            self._turn()  # a heading stays with what follows
        for part in text.split("\n"):
            words = self._words(part, size, bold)
            bullet = BULLETS[block.level] if block.kind == "list_item" else ""
            self._lines(words, size, indent, bullet, ragged=block.kind not in ("paragraph", "list_item"))

    def _style(self, block: Block) -> tuple[float, bool, float, float]:
        """(size, bold, space before, left indent) in points."""
        s = self.size
        return {
            "title": (s + 5, True, 14.0, 0.0),
            "heading": (s + 1.5, True, 12.0, 0.0),
            "boilerplate": (s + 2, True, 6.0, 0.0),
            "dateline": (s, False, 6.0, 0.0),
            "caption": (s - 1, True, 10.0, 0.0),
            "contact": (s - 1, False, 12.0, 0.0),
            "list_item": (s, False, 4.0, 16.0 * block.level),
        }.get(block.kind, (s, False, 8.0, 0.0))

    def _words(self, text: str, size: float, bold: bool) -> list[Word]:
        words: list[list[tuple[str, str, float, float]]] = [[]]
        for piece in pieces(typeset(text, self.french)):
            for i, part in enumerate(re.split(" ", piece.text)):
                if i:
                    words.append([])
                words[-1].extend(self._runs(Piece(part, piece.style), size, bold))
        return [Word(tuple(w)) for w in words if w]

    def _runs(self, piece: Piece, size: float, bold: bool) -> list[tuple[str, str, float, float]]:
        heavy = "Bold" if bold or piece.style == "bold" else ""
        small, rise = (size * 0.62, size * 0.36) if piece.style in ("up", "note") else (size, 0.0)
        if piece.style == "note":
            self.due.append(self.notes[piece.text])
        out = []
        spare = small * self.sample.make.get(
            "spare_scale", 1.0
        )  # another font, another size: what a fallback often brings
        drop = rise + self.sample.make.get("spare_rise", 0.0)
        for part in re.split(f"([{CUT}])", piece.text):
            if part in CUT and part:
                out.append((part, "Spare" + heavy, spare, drop))
            elif part:
                out.append((part, "Main" + heavy, small, rise))
        return out

    def _lines(self, words: list[Word], size: float, indent: float, bullet: str, ragged: bool) -> None:
        wide = A4[0] - 2 * MARGIN - indent
        space = pdfmetrics.stringWidth(" ", "Main", size)
        line: list[Word] = []
        lines: list[list[Word]] = []
        for word in words:
            if line and sum(w.width for w in line) + space * len(line) + word.width > wide:
                lines.append(line)
                line = []
            line.append(word)
        lines.append(line)
        for i, line in enumerate(lines):
            last = i == len(lines) - 1
            loose = (wide - sum(w.width for w in line)) / max(1, len(line) - 1)
            self._set(line, size, MARGIN + indent, space if last or ragged else loose)
            if bullet and not i:
                self.canvas.setFont("Main", size)
                self.canvas.drawString(MARGIN + indent - 12, self.y, bullet)

    def _set(self, line: list[Word], size: float, x: float, gap: float) -> None:
        if self.y - size * 1.32 < self._floor():
            self._turn()
        self.y -= size * 1.32
        for n, word in enumerate(line):
            if n:
                self._draw(" ", "Main", size, x, self.y)  # a space of its own, as word processors write it
                x += gap
            for text, font, height, rise in word.runs:
                self._draw(text, font, height, x, self.y + rise)
                x += pdfmetrics.stringWidth(text, font, height)

    def _draw(self, text: str, font: str, size: float, x: float, y: float) -> None:
        if self.late is not None and text in CUT:
            self.late.append((text, font, size, x, y))
        else:
            self._write(text, font, size, x, y)

    def _write(self, text: str, font: str, size: float, x: float, y: float) -> None:
        run: Any = self.canvas.beginText(x, y)
        run.setFont(font, size)
        run.textOut(text)
        self.canvas.drawText(run)

    def _floor(self) -> float:
        return FOOT + sum(14.0 for _ in self.due)

    def _table(self, rows: list[list[str]]) -> None:
        self.y -= 8
        if self.y < self._floor() + 20 * len(rows):
            self._turn()
        step = (A4[0] - 2 * MARGIN) / len(rows[0])
        for i, row in enumerate(rows):
            self.y -= 18
            self.canvas.setLineWidth(0.5)
            for j, cell in enumerate(row):
                self.canvas.rect(MARGIN + j * step, self.y - 5, step, 18)
                x = MARGIN + j * step + 4
                for word_at, word in enumerate(self._words(cell, self.size - 1, bold=i == 0)):
                    x += pdfmetrics.stringWidth(" ", "Main", self.size) if word_at else 0.0
                    for text, font, height, rise in word.runs:
                        self._draw(text, font, height, x, self.y + rise)
                        x += pdfmetrics.stringWidth(text, font, height)
        self.y -= 10

    def _turn(self) -> None:
        self._close()
        self.canvas.showPage()
        self.page += 1
        self.y = A4[1] - MARGIN - 8

    def _close(self) -> None:
        """Footnotes, running head (from the second page on) and page number of the page that ends."""
        y = FOOT - 8 + 14.0 * (len(self.due) - 1)
        if self.due:
            self.canvas.line(MARGIN, y + 14, MARGIN + 120, y + 14)
        for note in self.due:
            self._draw(note.label, "Main", 6, MARGIN, y + 3)
            x = MARGIN + 5
            for word in self._words(note.texts[self.code][0], self.size - 2.5, bold=False):
                for text, font, height, rise in word.runs:
                    self._draw(text, font, height, x, y + rise)
                    x += pdfmetrics.stringWidth(text, font, height)
                self._draw(" ", "Main", self.size - 2.5, x, y)
                x += pdfmetrics.stringWidth(" ", "Main", self.size - 2.5)
            y -= 14
        self.due = []
        if self.page > 1 and self.sample.head:
            self._draw(self.sample.head[self.code], "Main", 9, MARGIN, A4[1] - 40)
        self._draw(str(self.page), "Main", 9, A4[0] / 2, 42)
        for letter in self.late or ():
            self._write(*letter)
        if self.late:
            self.late = []
