"""The language of a text, told without believing what was declared."""

from __future__ import annotations

import pytest

from pipeline.stages.identify import identify

SAMPLES = {
    "fr": "La chambre relève que les recettes de la piscine ne couvrent plus ses charges depuis trois ans.",
    "en": "The chamber notes that the pool's revenue has not covered its running costs for three years.",
    "it": "La camera osserva che le entrate della piscina non coprono più le spese da tre anni.",
    "de": "Die Kammer stellt fest, dass die Einnahmen des Bades seit drei Jahren die Kosten nicht mehr decken.",
    "es": "La cámara observa que los ingresos de la piscina no cubren los gastos desde hace tres años.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_languages_are_told_apart_whatever_was_declared(code: str) -> None:
    for declared in ("", "fr", "en"):
        found = identify(SAMPLES[code], declared)
        assert (found.declared, found.detected) == (declared, code)
        assert found.confidence > 0.9


@pytest.mark.parametrize("code", ["fr", "en"])
def test_capitals_lines_and_figures_do_not_mislead(code: str) -> None:
    assert identify(SAMPLES[code].upper()).detected == code
    assert (
        identify("12 345 € — https://example.org/x 01 40 00 00 00\n" + SAMPLES[code].replace(" ", "\n")).detected
        == code
    )


@pytest.mark.parametrize("text", ["", "2021", "3 M€ (+12 %)", "OK"])
def test_too_little_text_is_left_to_what_was_declared(text: str) -> None:
    assert (identify(text, "fr").detected, identify(text, "fr").confidence) == ("fr", 0.0)
    assert identify(text).detected == ""


def test_the_same_text_gives_the_same_answer() -> None:
    mixed = SAMPLES["fr"][:60] + " " + SAMPLES["en"][:60]
    assert len({(t.detected, t.confidence) for t in (identify(mixed) for _ in range(5))}) == 1
