"""A workbook for a reviser, and the way back: `review.xlsx`, with `review.csv` where there is no spreadsheet.

Sheet `alignments`, one row an alignment: both texts, what was found, a decision (right, wrong or ignore, a drop-down),
a correction and a reason. Sheet `findings`, one row a finding, for a decision on one of several. The texts are in the
sheet, so that a decision is found again by content when ids have moved; `pipeline.review` reads it into corrections.

    right    the texts belong together; what was found here is accepted
    wrong    the texts do not belong together (correction: the ids that do, or -), or something is to be mended
    ignore   what was found here is not to be heard of again; nothing is said of the link

Same releases, same bytes: the workbook carries no clock."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.checks.identity import identity
from pipeline.harmless import cell, xml
from pipeline.model.release import Release
from pipeline.passage import passages
from pipeline.review import DECISIONS, SHEETS
from pipeline.store import Shelf

LONGEST = 32_000  # characters of a cell; Excel ends at 32,767
SIGNS = {"fault": "\N{BLACK SQUARE}", "doubt": "\N{BLACK UP-POINTING TRIANGLE}", "note": "\N{BLACK CIRCLE}"}
WIDTHS = {"release": 18, "alignment": 10, "finding": 11, "check": 22, "gravity": 9, "confidence": 11, "findings": 52,
          "says": 60, "decision": 11, "correction": 22, "reason": 26, "ids": 18}  # fmt: skip
TEXT_WIDTH = 62


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    _write_csv(releases, shelf, codes)
    _write_xlsx(releases, shelf, codes)


def columns(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The head of the sheet `alignments`; `<code>` is a side's text, `ids` its paragraphs of all sides."""
    return ("release", "alignment", "confidence", *codes, "findings", "decision", "correction", "reason", "ids")


FINDING_COLUMNS = ("release", "alignment", "finding", "check", "gravity", "says", "decision", "reason")


def alignment_rows(release: Release, codes: tuple[str, ...]) -> Iterator[list[str]]:
    for passage in passages(release):
        found = [f"{SIGNS[f.gravity]} {f.gravity}: {f.says}" for f in passage.findings if not f.accepted]
        texts = [passage.sides[code].text if code in passage.sides else "" for code in codes]
        ids = " ".join(i for side in passage.alignment.sides.values() for i in side)
        sure = f"{passage.alignment.confidence:.2f}"
        yield [release.id, passage.id, sure, *texts, "\n".join(found), "", "", "", ids]


def finding_rows(release: Release) -> Iterator[list[str]]:
    for f in release.findings:
        if not f.accepted:
            yield [release.id, f.alignment or "", identity(release, f), f.check, f.gravity, f.says, "", ""]


def _write_csv(releases: Iterable[Release], shelf: Shelf, codes: tuple[str, ...]) -> None:
    with shelf.text("review.csv") as file:
        file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow(columns(codes))
        for release in releases:
            rows.writerows([cell(value) for value in row] for row in alignment_rows(release, codes))


def _write_xlsx(releases: Iterable[Release], shelf: Shelf, codes: tuple[str, ...]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    first = _sheet(book, SHEETS[0], columns(codes))
    second = _sheet(book, SHEETS[1], FINDING_COLUMNS)
    for release in releases:
        for row in alignment_rows(release, codes):
            first.append(_cells(first, row))
        for row in finding_rows(release):
            second.append(_cells(second, row))
    with shelf.scratch("review.xlsx") as path:
        book.save(path)
        _without_clock(path)


def _sheet(book: Any, name: str, head: tuple[str, ...]) -> Any:
    """A sheet with its head frozen and filterable, its widths, and the drop-down of decisions."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, title in enumerate(head, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = WIDTHS.get(title, TEXT_WIDTH)
        if title == "decision":
            choice = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True)
            choice.error = f"{', '.join(DECISIONS)}"
            choice.add(f"{letter}2:{letter}1048576")
            sheet.data_validations.append(choice)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}1"
    row = []
    for title in head:
        top = WriteOnlyCell(sheet, title)
        top.font = Font(bold=True)
        top.fill = PatternFill("solid", fgColor="EFE9DC")
        row.append(top)
    sheet.append(row)
    return sheet


def _cells(sheet: Any, row: list[str]) -> list[Any]:
    """Text, always: a value that begins with = is no formula here."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    out = []
    for value in row:
        text = xml(value)
        one = WriteOnlyCell(sheet, text if len(text) <= LONGEST else text[:LONGEST] + "\N{HORIZONTAL ELLIPSIS}")
        one.data_type = "s"
        one.alignment = Alignment(wrap_text=True, vertical="top")
        out.append(one)
    return out


def _without_clock(path: Path) -> None:
    """Writes the archive again with the times of its files, and of the workbook, set to the format's first day."""
    with zipfile.ZipFile(path) as was:
        parts = [(item.filename, was.read(item)) for item in was.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as now:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            now.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
