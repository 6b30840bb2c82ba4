"""What is out of the ordinary, in CPU seconds: rooms that would be slow on it if they were written carelessly.

    python benchmarks/odd.py

That the work grows with the size and no faster is held by the tests, in lines run; here it is timed."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import synthetic

from pipeline.config import Config
from pipeline.doors import compare
from pipeline.languages import codes, load
from pipeline.model.document import Document, Line, Page, Pages, Paragraph, Source, Tongue
from pipeline.model.place import Box
from pipeline.model.text import Text
from pipeline.stages.assemble import assemble
from pipeline.stages.discover import discover
from pipeline.stages.find.figures import figures
from pipeline.stages.repair import repair

WORDS, TEXTS, FILES, LINES = 6_000, 20_000, 500, 400_000
CALM = "Les élèves et les enseignants de la commune ont été reçus par le maire. " * 3


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _scattered() -> Pages:
    rng = random.Random(1)
    lines = []
    for _ in range(WORDS):
        x, y = rng.uniform(20, 560), rng.uniform(20, 800)
        lines.append(Line("mot épars", Box(1, x, y, x + 45, y + 10), 10.0))
    return Pages(Source("a.pdf", "fr"), (Page(1, 595.0, 842.0, tuple(lines)),))


def _pile(folder: Path) -> None:
    """Releases under names that say nothing."""
    names = list(range(FILES))
    random.Random(7).shuffle(names)
    for n in range(FILES // 2):
        for paragraphs in synthetic.release(n):
            (folder / f"scan{names.pop():05}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


# What makes patterns that backtrack take minutes: numbers and signs glued to each other, over and over.
GLUED = (
    "1", "1 ", "1.", "1,", "cent ", "vingt et ", "a hundred and ", "(", "€ ", "2021-", "œ\n", "c\nœ\nur ", "a b ", "- ",
)  # fmt: skip
GLUED_CHARACTERS = 20_000


def _glued() -> tuple[float, str]:
    """(CPU seconds, the unit) of the text of one unit over and over that took figures and repair longest."""
    slowest = (0.0, "")
    for code in codes():
        for unit in GLUED:
            text = unit * (GLUED_CHARACTERS // len(unit))
            paragraph = Paragraph(f"{code}.0", "paragraph", Text(text))
            document = Document(Source("a.txt", code), Tongue(code, code, 1.0), (paragraph,))
            spent = _spent(
                lambda text=text, document=document, code=code: (figures(text, load(code)), repair(document))
            )
            slowest = max(slowest, (spent, unit))
    return slowest


SAID = {
    "fr": "Le ministère de la Santé a versé 3,5 millions d’euros à la région Île-de-France en 2021. ",
    "en": "The Ministry of Health paid €3.5 million to the Île-de-France region in 2021. ",
}
SAID_TIMES = (250, 1_000)


def _compared(times: int) -> float:
    """CPU seconds for a pair of paragraphs in which every sentence has its names and figures."""
    return _spent(lambda: compare([{code: [text * times] for code, text in SAID.items()}], Config()))


def _short_lines() -> float:
    """CPU seconds for a text of lines of two letters, none of which ends a paragraph."""
    rng = random.Random(3)
    lines = tuple(Line("".join(rng.choices("abcdefghij", k=2))) for _ in range(LINES))
    pages = Pages(Source("a.txt", "fr", extractor="text"), (Page(1, 0.0, 0.0, lines, "text"),))
    return _spent(lambda: assemble(pages, Tongue("fr", "fr", 1.0)))


def main() -> None:
    pages, tongue, french = _scattered(), Tongue("fr", "fr", 1.0), load("fr")
    assemble(pages, tongue)  # what is loaded once is not counted
    print(
        f"a page of {WORDS:,} scattered words, assembled: {_spent(lambda: assemble(pages, tongue)):.2f} s", flush=True
    )
    figures(CALM, french)
    spent = _spent(lambda: [figures(CALM, french) for _ in range(TEXTS)])
    print(f"texts without a number, looked through for figures: {TEXTS / spent:,.0f} a second", flush=True)
    spent, unit = _glued()
    print(
        f"{GLUED_CHARACTERS:,} characters of one unit, figures and repair, the slowest ({unit!r}): {spent:.2f} s",
        flush=True,
    )
    print(f"a text of {LINES:,} lines of two letters, assembled: {_short_lines():.2f} s", flush=True)
    _compared(1)
    told = ", ".join(f"{_compared(n):.2f} s for {n:,} sentences" for n in SAID_TIMES)
    print(f"one pair of paragraphs compared: {told}", flush=True)
    with tempfile.TemporaryDirectory() as made:
        _pile(Path(made))
        read = lambda path: path.read_text(encoding="utf-8")  # noqa: E731
        spent = _spent(lambda: discover(Path(made), read, encode=None))
        print(f"{FILES} files under useless names, paired without the encoder: {spent:.2f} s", flush=True)


if __name__ == "__main__":
    main()
