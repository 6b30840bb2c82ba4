"""Figures of two languages: paired by what they are worth, and what the checks say when they are not the same."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks import ROLL, check, name
from pipeline.config import Config
from pipeline.languages import load
from pipeline.languages.sayings import say
from pipeline.model.document import Document, Flag, Paragraph, Source, Tongue
from pipeline.model.facts import Facts, Reading
from pipeline.model.place import Span
from pipeline.model.release import Aligned, Alignment, Finding, Papers, Release, Why
from pipeline.model.text import Text
from pipeline.stages.find.figures import figures
from pipeline.stages.match.figures import match_figures

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "figure_pairs.toml").read_text("utf-8"))["pair"]
MINE = frozenset(
    [
        "figures_agree",
        "scale_kept",
        "currency_kept",
        "percent_kept",
        "unit_kept",
        "range_kept",
        "ordinal_kept",
        "dates_agree",
        "period_kept",
        "comparator_kept",
        "figures_in_place",
        "reference_numbers_kept",
        "sums_add_up",
        "weekday_fits",
    ]
)
CONFIG = Config(checks={name(c): "off" for c in ROLL if name(c) not in MINE})


def release(*pairs: dict[str, Any], flags: tuple[Flag, ...] = ()) -> Release:
    """Paragraph n with paragraph n; `flags` are those of the last English paragraph."""
    readings = {}
    for code in ("fr", "en"):
        paragraphs = [Paragraph(f"{code}.{n}", "paragraph", Text(p[code])) for n, p in enumerate(pairs)]
        if code == "en":
            last = paragraphs[-1]
            paragraphs[-1] = Paragraph(last.id, last.kind, last.text, flags=flags)
        document = Document(Source(f"{code}.txt", code), Tongue(code, code, 1.0), tuple(paragraphs))
        facts = [Facts((), figures(p.text.mended, load(code), p.id)) for p in paragraphs]
        readings[code] = Reading(document, tuple(facts))
    alignments = tuple(
        Alignment(f"a{n}", {"fr": (f"fr.{n}",), "en": (f"en.{n}",)}, "1-1", 0.9, 0.99, False, Why(0.9, 0.9, 1, 1))
        for n in range(len(pairs))
    )
    links = match_figures(Aligned(readings, alignments))
    linked = tuple(
        Alignment(a.id, a.sides, a.kind, a.score, a.confidence, a.moved, a.why, figures=links[a.id]) for a in alignments
    )
    return Release("essai", readings, linked, papers=Papers())


def found(made: Release) -> list[Finding]:
    return [f for f in check(made, CONFIG) if f.gravity != "note"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["en"][:45])
def test_what_differs_is_found_by_its_own_check_and_nothing_else(case: dict[str, Any]) -> None:
    assert {f.check for f in found(release(case))} == set(case.get("finds", ()))


@pytest.mark.parametrize("case", [c for c in CASES if c.get("finds")], ids=lambda c: c["en"][:45])
def test_a_finding_points_at_the_figure(case: dict[str, Any]) -> None:
    made = release(case)
    for finding in found(made):
        spans = [s.span.of(made.paragraph(s.paragraph).text.mended) for s in finding.sides.values() if s.span]
        assert spans
        assert any(text in finding.says for text in spans), finding


def test_every_figure_of_a_sound_pair_has_one_link() -> None:
    made = release(CASES[0])
    (alignment,) = made.alignments
    for code in ("fr", "en"):
        ids = [f.id for facts in made.readings[code].facts for f in facts.figures]
        assert sorted(i for link in alignment.figures if (i := link.sides[code])) == sorted(ids)
    assert {link.status for link in alignment.figures} == {"same"}


def test_links_are_in_the_order_of_the_first_language() -> None:
    made = release({"fr": "En 2019, 12 agents et 45 %.", "en": "45% and 12 officers in 2019."})
    assert [link.sides["fr"] for link in made.alignments[0].figures] == ["fr.0.f1", "fr.0.f2", "fr.0.f3"]


def test_a_figure_in_the_next_paragraph_is_told_as_moved() -> None:
    made = release(
        {"fr": "Le plan coûte 412 M€ en tout.", "en": "The plan is costly."},
        {"fr": "Il dure longtemps.", "en": "It lasts long and costs €412M in all."},
    )
    (link,) = made.alignments[0].figures
    assert (link.status, link.moved, dict(link.sides)) == ("same", True, {"fr": "fr.0.f1", "en": "en.1.f1"})
    assert {f.check for f in check(made, CONFIG)} == {"figures_in_place"}


def test_what_the_page_lost_is_no_fault_of_the_translator() -> None:
    pair = {"fr": "Dans les 11e, 12e et 13e arrondissements.", "en": "In the 11 and 13 arrondissements."}
    flag = Flag("words-lost", Span(7, 16), "11th, 12th and 13th arrondissements", "short lines were dropped")
    made = release(pair, flags=(flag,))
    (missing,) = [link for link in made.alignments[0].figures if link.status == "missing"]
    assert missing.why.startswith("lost by the extraction")
    (finding,) = found(made)
    assert (finding.check, finding.gravity, finding.cause) == ("figures_agree", "doubt", "extraction")
    (plain,) = found(release(pair))
    assert (plain.gravity, plain.cause) == ("fault", "")


def test_a_small_number_in_words_may_be_an_idiom() -> None:
    made = release({"fr": "C’est un second souffle pour trois d’entre eux.", "en": "A fresh start for some of them."})
    assert {link.status for link in made.alignments[0].figures} == {"missing"}
    assert all(link.why.startswith("said otherwise") for link in made.alignments[0].figures)
    assert found(made) == []


def test_three_figures_that_stand_twice_are_paired_in_their_order() -> None:
    made = release({"fr": "12 % puis 12 % puis 15 %", "en": "12%, then 12%, then 15%"})
    assert [tuple(link.sides.values()) for link in made.alignments[0].figures] == [
        ("fr.0.f1", "en.0.f1"), ("fr.0.f2", "en.0.f2"), ("fr.0.f3", "en.0.f3"),
    ]  # fmt: skip


def test_a_release_without_figures_has_no_links() -> None:
    made = release({"fr": "Rien à compter.", "en": "Nothing to count."})
    assert made.alignments[0].figures == ()
    assert match_figures(Aligned({}, ())) == {}


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("own", sorted(MINE))
def test_every_saying_is_there_in_both_languages(own: str, code: str) -> None:
    places = {"here": "fr", "there": "en", "text": "A", "other": "B", "second": "C", "sum": "D", "day": "E", "n": 7}
    sayings = {
        "figures_agree": ("differs", "missing", "lost", "many"), "dates_agree": ("differs", "year"),
        "unit_kept": ("differs", "lost"),
        "period_kept": ("differs", "lost"), "comparator_kept": ("opposed", "sharpened", "dropped"),
        "figures_in_place": ("moved", "swapped"), "reference_numbers_kept": ("differs", "missing"),
        "sums_add_up": ("off",), "weekday_fits": ("other",),
    }.get(own, ("differs",))  # fmt: skip
    for saying in sayings:
        assert "A" in say(code, own, saying, places)


@pytest.mark.parametrize(("total", "off"), [("42", False), ("43", True)])
def test_the_last_row_of_a_table_is_the_sum_of_the_others(total: str, off: bool) -> None:
    cells = ["Ville", "Agents", "Lyon", "12", "Lille", "30", "Total", total]
    spans, at = [], 0
    for cell in cells:
        spans.append(Span(at, at + len(cell)))
        at += len(cell) + 1
    text = " ".join(cells)
    rows = tuple((spans[n], spans[n + 1]) for n in range(0, len(cells), 2))
    table = Paragraph("fr.0", "table", Text(text), rows=rows)
    document = Document(Source("fr.txt", "fr"), Tongue("fr", "fr", 1.0), (table,))
    reading = Reading(document, (Facts((), figures(text, load("fr"), "fr.0")),))
    alone = Alignment("a0", {"fr": ("fr.0",)}, "1-0", 0.0, 0.9, False, Why(0, 0, 0, 0))
    says = [f.says for f in check(Release("essai", {"fr": reading}, (alone,)), CONFIG)]
    assert says == (
        [say(CONFIG.language, "sums_add_up", "off", {"here": "fr", "text": "43", "sum": "42"})] if off else []
    )


def test_the_day_is_named_as_the_language_writes_it() -> None:
    says = " ".join(
        f.says for f in found(release({"fr": "Le mercredi 9 décembre 2021.", "en": "Wednesday 9 December 2021."}))
    )
    assert "Thursday" in says and "jeudi" in says


def test_the_pages_of_an_index_are_told_once() -> None:
    fr = "Eau 4, air 9, bois 12, gaz 17, vent 21, sel 25, fer 31, or 33."
    en = "Water 3, air 8, wood 11, gas 16, wind 20, salt 24, iron 30, 30, gold 32."
    assert [(f.check, f.gravity) for f in found(release({"fr": fr, "en": en}))] == [("figures_agree", "doubt")]


@pytest.mark.parametrize(("pages", "gravity"), [(60, "doubt"), (40, "fault")])
def test_a_table_of_contents_counts_the_pages_of_its_own_document(pages: int, gravity: str) -> None:
    """Where the last number is more than the document has pages, it is a table like any other."""
    rows = {
        "fr": ("Un début 3", "Le milieu du jour 31", "La fin 49"),
        "en": ("A beginning 3", "The middle of the day 29", "The end 47"),
    }
    made = release({code: " ".join(told) for code, told in rows.items()})
    readings = {}
    for code, reading in made.readings.items():
        cells, at = [], 0
        for row in rows[code]:
            title = row.rpartition(" ")[0]
            cells.append((Span(at, at + len(title)), Span(at + len(title) + 1, at + len(row))))
            at += len(row) + 1
        table = replace(reading.document.paragraphs[0], kind="table", rows=tuple(cells))
        source = replace(reading.document.source, pages=pages)
        document = replace(reading.document, source=source, paragraphs=(table,))
        readings[code] = replace(reading, document=document)
    assert {f.gravity for f in found(replace(made, readings=readings))} == {gravity}
