"""The grammar of figures: what is found, what is not, in what order of speed, and that a language is data."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from steps import steps

from pipeline.languages import codes, load
from pipeline.languages.numbers import numbers
from pipeline.model.facts import Figure
from pipeline.stages.find.figures import figures

CASES: dict[str, list[dict[str, Any]]] = {
    k: v
    for k, v in tomllib.loads((Path(__file__).parent.parent / "cases" / "figures.toml").read_text("utf-8")).items()
    if k != "source"
}


def told(f: Figure) -> str:
    value = f.value if f.to is None else f"{f.value}..{f.to}"
    parts = [f.kind, value, f.unit, f.per and f"/{f.per}", f.comparator]
    return " ".join(p for p in parts if p)


@pytest.mark.parametrize("case", CASES["found"], ids=lambda c: c["text"][:40])
def test_every_figure_is_found_with_its_value(case: dict[str, Any]) -> None:
    assert [told(f) for f in figures(case["text"], load(case["language"]))] == case["figures"]


@pytest.mark.parametrize(
    ("language", "text"), [(c["language"], t) for c in CASES["negative"] for t in c["texts"]], ids=str
)
def test_what_only_looks_like_a_figure_is_left_alone(language: str, text: str) -> None:
    assert figures(text, load(language)) == ()


@pytest.mark.xfail(strict=True, reason="known failures: a surprise pass must move the case")
@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda c: c["text"][:40])
def test_known_failures(case: dict[str, Any]) -> None:
    assert [told(f) for f in figures(case["text"], load(case["language"]))] == case["figures"]


@pytest.mark.parametrize("case", CASES["found"], ids=lambda c: c["text"][:40])
def test_spans_are_exact_and_in_order(case: dict[str, Any]) -> None:
    found = figures(case["text"], load(case["language"]), "fr.3")
    assert [f.id for f in found] == [f"fr.3.f{n}" for n in range(1, len(found) + 1)]
    assert all(f.span.of(case["text"]) == f.text for f in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_what_the_text_leaves_open_is_said() -> None:
    (date,) = figures("le 12/10/2023", load("fr"))
    assert (date.value, "2023-12-10" in date.open) == ("2023-10-12", True)
    (plain,) = figures("le 25/10/2023", load("fr"))
    assert (plain.value, plain.open) == ("2023-10-25", "")
    (old,) = figures("un billion", load("fr"))
    assert "10^9" in old.open


@pytest.mark.parametrize("code", codes())
def test_the_shapes_that_are_no_figures_hold_their_own_samples(code: str) -> None:
    for entry in numbers(code).not_figures:
        assert entry.mends, entry.id
        for sample in entry.mends:
            assert entry.hint in sample, entry.id
            assert re.search(entry.find, sample), (entry.id, sample)
        assert not any(re.search(entry.find, sample) for sample in entry.leaves), entry.id


@pytest.mark.parametrize("code", codes())
def test_units_and_currencies_of_a_language_have_their_ids(code: str) -> None:
    shared = numbers(code)
    assert [u.id for u in shared.units if not u.dimension] == []
    assert all(re.fullmatch(r"[A-Z]{3}", c.code) for c in shared.currencies)
    assert {c.number for c in shared.calendar if c.kind == "month"} == set(range(1, 13))
    assert {c.number for c in shared.calendar if c.kind == "weekday"} == set(range(1, 8))


def test_a_text_without_a_number_leaves_at_once() -> None:
    """It is not even cut into words: however long it is, the same few lines are run."""
    text, language = "Les élèves et les enseignants de la commune ont été reçus par le maire. ", load("fr")
    assert figures(text, language) == ()
    assert steps(lambda: figures(text * 300, language)) == steps(lambda: figures(text, language)) < 20
