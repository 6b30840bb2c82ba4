"""The translator's harvest: terms that go together on both sides of the corpus, `terms.csv` and `terms.tbx`.

Words in a row (1 to 5, names and figures apart) are counted on each side, pairs of them where they stand in linked
sentences. Columns: one for each language, count (linked sentences that hold both), count of each side, confidence
(0..1: how often one goes with the other, careful with few cases, weighed with the likeness of meaning), and an
example of each side with its place. Most confident first."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from pipeline.harmless import cell
from pipeline.model.release import Release
from pipeline.store import Shelf

from .harvest import Term, harvest
from .tbx import tbx


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    terms = harvest(releases)
    codes = tuple(dict.fromkeys(code for term in terms for code in term.sides))
    with shelf.text("terms.csv") as file:
        file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        head = [*codes, "count", *(f"{c}_count" for c in codes), "confidence", "release", "alignment"]
        rows.writerow([*head, *(f"{c}_example" for c in codes)])
        for term in terms:
            rows.writerow([cell(text) for text in _row(term, codes)])
    with shelf.binary("terms.tbx") as out:
        out.write(tbx(terms, codes))


def _row(term: Term, codes: tuple[str, ...]) -> list[str]:
    counts = [str(term.counts.get(c, "")) for c in codes]
    row = [*(term.sides.get(c, "") for c in codes), str(term.count), *counts, f"{term.confidence:.3f}"]
    return [*row, term.release, term.alignment, *(term.examples.get(c, "") for c in codes)]
