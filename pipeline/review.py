"""A reviser's decisions, read from a review sheet and turned into corrections that are anchored by content.

The sheet is what `visavis export review` wrote (xlsx or csv) or what the report's page gave to download (csv, one row a
finding). A row is found again by its id and its text; where the text has changed since, nothing is guessed: the row is
left over and told."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.checks.accepted import folded, words
from pipeline.checks.identity import identity
from pipeline.errors import WrongUse
from pipeline.harmless import cell, xml
from pipeline.model.corrections import Action, Anchor, Correction
from pipeline.model.release import Alignment, Finding, Release

DECISIONS = ("right", "wrong", "ignore")
SHEETS = ("alignments", "findings")
BEGINS = 60  # characters that an anchor holds: a line of text, two paragraphs seldom share it
MOST_UNPACKED = 200_000_000  # bytes of a workbook; a sheet of 100,000 alignments has 60 million
MOST_COLUMNS = 64  # that are looked at; a sheet of ours has 12
GAP = (
    10_000  # empty rows after which a sheet is at its end: one that says it is the four thousand millionth has as many
)
NOTHING = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}", "0"})  # a correction that says: belongs to nothing


class Shelves(Protocol):
    """Releases by id, as `store.Releases` gives them."""

    def __getitem__(self, id: str, /) -> Release: ...  # noqa: A002 - the contract's own word


@dataclass(frozen=True)
class Decided:
    """What a sheet says: corrections by release, and a sentence for each row that could not be used or needs a hand."""

    corrections: Mapping[str, tuple[Correction, ...]]
    left: tuple[str, ...] = ()


def read_review(path: Path, releases: Shelves) -> Decided:
    """The decisions of a sheet, as corrections of the releases that it speaks of.

    Raises WrongUse when the file is no review sheet, holds a decision that is none, or names an unknown release."""
    found: dict[str, dict[Correction, None]] = {}  # a dict keeps the order and drops what is said twice
    left: list[str] = []
    known: dict[str, Release] = {}
    for row in read_sheet(path):
        name = row["release"]
        if name not in known:
            known[name] = releases[name]
        release = known[name]
        made = list(_finding(row, release, left) if row.get("finding") else _alignment(row, release, left))
        found.setdefault(name, {}).update(dict.fromkeys(made))
    return Decided({name: tuple(made) for name, made in found.items() if made}, tuple(left))


def accept(release: Release, wanted: str, reason: str, by: str = "") -> tuple[Correction, ...]:
    """The corrections that accept the findings called `wanted` (`checks.identity`), for `check --accept`.

    Raises WrongUse, naming the open findings there are, when there is none of that name."""
    found = [f for f in release.findings if identity(release, f) == wanted]
    if not found:
        there = ", ".join(dict.fromkeys(identity(release, f) for f in release.findings if not f.accepted)) or "none"
        raise WrongUse(f"{release.id} has no finding {wanted!r}; its open findings are: {there}")
    return tuple(dict.fromkeys(_accepted(release, f, reason, by) for f in found))


def anchor(release: Release, paragraph: str) -> Anchor:
    """A paragraph by how it begins, and by its number among those that begin so. Raises KeyError."""
    language = paragraph.partition(".")[0]
    begins = _begins(release.paragraph(paragraph).text.mended)
    nth = 0
    for one in release.readings[language].document.paragraphs:
        nth += folded(one.text.mended).startswith(folded(begins))
        if one.id == paragraph:
            break
    return Anchor(language, begins, nth=max(1, nth))


def _begins(text: str) -> str:
    """The first words of a text, whole ones, up to a line's length."""
    flat = " ".join(text.split())
    return flat if len(flat) <= BEGINS else flat[: BEGINS + 1].rsplit(" ", 1)[0][:BEGINS]


def _alignment(row: Mapping[str, str], release: Release, left: list[str]) -> Iterator[Correction]:
    """What a row of the sheet `alignments` decides."""
    alignment = _same_alignment(row, release)
    where = f"{release.id} {row.get('alignment', '')}"
    if alignment is None:
        left.append(f"{where}: its texts have changed since the sheet was written; decide it anew")
        return
    decision, correction, reason = row.get("decision", ""), row.get("correction", "").strip(), row.get("reason", "")
    wanted = _paragraphs(correction, release, alignment)
    open_ones = [f for f in release.findings if f.alignment == alignment.id and not f.accepted]
    if decision in ("right", "ignore"):
        yield from (_accepted(release, f, reason or decision, "review sheet") for f in open_ones)
    if decision == "right" and _two_sided(alignment):
        yield _correction("link", release, _all(alignment), reason)
    elif correction in NOTHING and decision != "right":
        yield _correction("unlink", release, _all(alignment), reason)
    elif wanted:
        yield _correction("link", release, wanted, reason)
    elif correction and (quoted := _stands_in(correction, release, alignment)):
        yield _correction("text", release, (quoted,), reason, correction)
    elif correction:
        left.append(f"{where}: to be mended in the document itself: {correction}")
    elif decision == "wrong" and not open_ones and _two_sided(alignment):
        yield _correction("unlink", release, _all(alignment), reason)
    elif decision == "wrong":
        left.append(
            f"{where}: confirmed, to be mended in the document itself: {open_ones[0].says if open_ones else ''}"
        )


def _finding(row: Mapping[str, str], release: Release, left: list[str]) -> Iterator[Correction]:
    """What a row that speaks of one finding decides: right and ignore accept it, wrong confirms it."""
    found = [f for f in release.findings if identity(release, f) == row["finding"]]
    where = f"{release.id} {row.get('alignment', '')} {row['finding']}"
    if not found:
        left.append(f"{where}: there is no such finding any more")
    elif row.get("decision") in ("right", "ignore"):
        yield from (_accepted(release, f, row.get("reason") or row["decision"], "review sheet") for f in found)
    else:
        reason = f" ({row['reason']})" if row.get("reason") else ""
        left.append(f"{where}: confirmed, to be mended in the document itself{reason}: {found[0].says}")


def _same_alignment(row: Mapping[str, str], release: Release) -> Alignment | None:
    """The alignment whose texts are those of the row: the one of that id, else the only one that says the same."""
    texts = {code: folded(row[code]) for code in release.languages if code in row}
    same = [a for a in release.alignments if all(_shown(release, a, code) == t for code, t in texts.items())]
    by_id = [a for a in same if a.id == row.get("alignment")]
    return by_id[0] if by_id else same[0] if len(same) == 1 and texts else None


def _shown(release: Release, alignment: Alignment, code: str) -> str:
    """A side's text as the sheet shows it."""
    return folded(xml(release.text(alignment, code)))


def _paragraphs(correction: str, release: Release, alignment: Alignment) -> tuple[str, ...]:
    """The paragraphs that belong together, when the correction names ids; a side it does not name stays as it is.

    Raises WrongUse when it names a paragraph that does not exist."""
    named = re.split(r"[\s,;+]+", correction)
    known = {p.id for r in release.readings.values() for p in r.document.paragraphs}
    code = "|".join(map(re.escape, release.languages))
    if not correction or not all(re.fullmatch(rf"(?:{code})\.\d+", n) for n in named):
        return ()
    if strange := [n for n in named if n not in known]:
        raise WrongUse(f"{release.id} {alignment.id}: there is no paragraph {', '.join(strange)}")
    told = {n.partition(".")[0] for n in named}
    kept = [i for c, ids in alignment.sides.items() if c not in told for i in ids]
    return (*kept, *named)


def _stands_in(text: str, release: Release, alignment: Alignment) -> str:
    """The paragraph in which this stands, as it is or as the page said it: it is right so, says the reviser."""
    for i in _all(alignment):
        one = release.paragraph(i).text
        if text in one.mended or text in one.raw.replace("\n", " "):
            return i
    return ""


def _accepted(release: Release, finding: Finding, reason: str, by: str) -> Correction:
    at = tuple(anchor(release, finding.sides[c].paragraph) for c in release.languages if c in finding.sides)
    return Correction("accept", at, reason, by, words(release, finding), finding.check)


def _correction(action: Action, release: Release, ids: Iterable[str], reason: str, text: str = "") -> Correction:
    return Correction(action, tuple(anchor(release, i) for i in ids), reason, "review sheet", text)


def _all(alignment: Alignment) -> tuple[str, ...]:
    return tuple(i for ids in alignment.sides.values() for i in ids)


def _two_sided(alignment: Alignment) -> bool:
    return all(alignment.sides.values())


def read_sheet(path: Path) -> list[Mapping[str, str]]:
    """The rows that carry a decision, of a review.xlsx (both sheets) or a CSV of either shape, by column name.

    Raises WrongUse when the file is neither, has lost its head, or holds a decision that is none."""
    try:
        rows = list(_read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path))
    except Exception as error:  # a workbook is a zip of XML that somebody sent: its readers raise whatever they like
        raise WrongUse(f"{path} cannot be read as a review sheet ({error or type(error).__name__})") from None
    decided = [row for row in rows if row.get("decision") or row.get("correction")]
    for row in decided:
        if row.get("decision", "") not in ("", *DECISIONS):
            where = f"{row.get('release', '')} {row.get('alignment', '')}"
            raise WrongUse(f"{path}: {where}: {row['decision']!r} is no decision: {', '.join(DECISIONS)}")
    return decided


def _read_csv(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        separator = max(",;\t", key=head.count)  # spreadsheets save with the locale's own
        for row in csv.DictReader(file, delimiter=separator):
            _headed(row)
            yield {k: _unescaped(v or "") for k, v in row.items() if k}


def _read_xlsx(path: Path) -> Iterator[Mapping[str, str]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        if (size := sum(part.file_size for part in zipfile.ZipFile(file).infolist())) > MOST_UNPACKED:
            raise ValueError(f"it unpacks to {size / 1e6:.0f} MB")
        book = load_workbook(file, read_only=True, data_only=True)
        if not set(SHEETS) & set(book.sheetnames):
            raise ValueError(f"it has no sheet called {' or '.join(SHEETS)}")
        for name in SHEETS:
            if name in book.sheetnames:
                yield from _rows(book[name].iter_rows(values_only=True, max_col=MOST_COLUMNS))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[Mapping[str, str]]:
    source = iter(rows)
    head = [str(title or "") for title in next(source, ())]
    empty = 0
    for values in source:
        if all(v is None for v in values):
            empty += 1
            if empty > GAP:
                return
            continue
        empty = 0
        row = {k: "" if v is None else str(v) for k, v in zip(head, values, strict=False) if k}
        _headed(row)
        yield row


def _headed(row: Mapping[str, Any]) -> None:
    if not {"release", "decision"} <= set(row):
        raise ValueError("its first row must name the columns, release and decision among them")


def _unescaped(text: str) -> str:
    """Without the apostrophe that `harmless.cell` put before what looks like a formula."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text
