"""The table of figures: one row a link, with page and box, sortable, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.exports import named
from pipeline.exports.figures import number
from pipeline.model.facts import Figure
from pipeline.model.place import Span
from pipeline.model.release import Release
from pipeline.store import Shelf


def written(release: Release, tmp_path: Path) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    named("figures").write([release], Shelf(tmp_path))
    table = (tmp_path / "figures.csv").read_bytes().decode("utf-8-sig")
    lines = (tmp_path / "figures.jsonl").read_text("utf-8").splitlines()
    return list(csv.DictReader(io.StringIO(table))), [json.loads(line) for line in lines]


def test_a_row_has_both_sides_with_page_and_box(tmp_path: Path, make_release: Callable[..., Release]) -> None:
    rows, lines = written(make_release(), tmp_path)
    assert len(rows) == len(lines) == 3
    money = next(r for r in rows if r["fr_kind"] == "money")
    assert (money["fr_value"], money["en_value"], money["fr_unit"], money["status"]) == (
        "3500000000", "3500000000", "EUR", "same",
    )  # fmt: skip
    assert money["fr_page"] == "1"
    assert money["fr_box"].startswith("1,70.9,")
    assert money["fr_sentence"] == "L’économie du plan repose sur 3,5 milliards d’euros."
    assert [r["status"] for r in rows] == ["same", "same", "different"]
    first = lines[0]["sides"]["fr"]  # type: ignore[index]
    assert (first["value"], first["page"], len(first["box"][0])) == ("2022-03-04", 1, 5)


def test_a_figure_that_no_link_names_has_a_row(tmp_path: Path, make_release: Callable[..., Release]) -> None:
    told = [("paragraph", "On compte 12 ponts.", (("12", "number", "12", None),), ())]
    rows, _ = written(make_release(fr=told, en=[("paragraph", "There are bridges.", (), ())]), tmp_path)
    assert [(r["fr_value"], r["en_value"], r["status"]) for r in rows] == [("12", "", "missing")]


def test_hostile_texts_are_cells_and_no_formulas(tmp_path: Path, make_release: Callable[..., Release]) -> None:
    told = [("paragraph", "=1+12", (("12", "number", "12", None),), ())]
    rows, _ = written(make_release(fr=told, en=told), tmp_path)
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("money", "3500000", "3500000"), ("ratio", "19/33", "0.575758"), ("duration", "P2W", "14"),
        ("duration", "PT36H", "1.5"), ("date", "2021-12-09", ""), ("percent", "-3.1", "-3.1"),
    ],
)  # fmt: skip
def test_values_sort_as_numbers(kind: str, value: str, plain: str) -> None:
    assert number(Figure("", Span(0, 1), "x", kind, value)) == plain  # type: ignore[arg-type]
