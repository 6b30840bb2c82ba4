"""CSV (RFC 4180), one alignment a row: UTF-8 with a byte order mark, for spreadsheets; every cell quoted.

A cell that a spreadsheet would take for a formula begins with an apostrophe (see `harmless.cell`): who wants the
texts character for character takes jsonl or parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from pipeline.harmless import cell
from pipeline.model.release import Release
from pipeline.passage import Passage, date, passages
from pipeline.store import Shelf


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    with shelf.text("corpus.csv") as file:
        file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow(
            ["release", "date", "alignment", "kind", "confidence", "moved", "findings"]
            + [f"{code}_{what}" for code in codes for what in ("text", "paragraphs", "pages")]
        )
        for release in releases:
            when = date(release)
            for passage in passages(release):
                rows.writerow([cell(value) for value in _row(passage, when, codes)])


def _row(passage: Passage, when: str, codes: tuple[str, ...]) -> Iterator[str]:
    alignment = passage.alignment
    yield from (passage.release.id, when, alignment.id, alignment.kind, f"{alignment.confidence:.3f}")
    yield "yes" if alignment.moved else "no"
    yield " ".join(dict.fromkeys(f.check for f in passage.findings if not f.accepted))
    for code in codes:
        side = passage.sides.get(code)
        yield side.text if side else ""
        yield " ".join(p.id for p in side.paragraphs) if side else ""
        yield " ".join(map(str, side.pages)) if side else ""
