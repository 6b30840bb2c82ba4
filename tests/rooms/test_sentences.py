"""Where sentences end: abbreviations, initials, numbers, quotes, lists. Texts of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import codes, load
from pipeline.stages.find.sentences import sentences

ONE = {
    "fr": [
        "M. Arnaud et Mme Vial ont signé l’art. 12 du décret n° 2021-30 du 3 janv. 2021.",
        "Le Dr. Morel (cf. p. 12) habite av. Foch depuis 2010.",
        "Le prix est de 3.50 euros, soit 1.000 francs environ.",
        "« Venez ! » dit-il en riant.",
        "Pourquoi ? demanda-t-elle.",
        "J.-P. Lenoir préside le jury, p. ex. le lundi.",
        "Des pommes, des poires, etc., furent servies.",
        "1. Objectifs du plan",
    ],
    "en": [
        "Mr. Hill and Dr. Ames met on Jan. 3 to sign No. 12 of the act.",
        "It costs 3.50 euros, i.e. less than in the U.S. market.",
        "“Come in!” he said, laughing.",
        "J. R. Barnes chairs the panel vs. all comers.",
        "2. Goals of the plan",
    ],
}
MANY = {
    "fr": [
        ["Il part.", "Elle reste."],
        ["Quelle joie !", "Tous chantent…", "La nuit tombe."],
        ["Il dit : « Non. »", "Elle partit."],
        ["On servit des pommes, etc.", "Les invités partirent."],
        ["Elle fait de l’art.", "Il le sait."],
        ["Points clés :", "• le train ;", "• le vélo."],
        ["Voir l’annexe (p. 3).", "Fin du texte."],
    ],
    "en": [
        ["He left.", "She stayed."],
        ["They met in Washington D.C.", "The talks failed."],
        ["She said no.", "He agreed."],
        ["It opens at 5 p.m.", "The door is blue."],
        ["Is it late?", "“Yes.”", "Then go."],
    ],
}


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, texts in ONE.items() for t in texts])
def test_this_is_one_sentence(code: str, text: str) -> None:
    assert [s.of(text) for s in sentences(text, load(code))] == [text]


@pytest.mark.parametrize(("code", "parts"), [(c, p) for c, many in MANY.items() for p in many])
def test_these_are_several(code: str, parts: list[str]) -> None:
    text = " ".join(parts)
    assert [s.of(text) for s in sentences(text, load(code))] == parts


@given(st.text(alphabet="aAbB éÉ.!?…«»“”\"'() \n\t0123•-\u00a0M", max_size=80), st.sampled_from(codes()))
def test_all_but_white_space_is_covered_in_order(text: str, code: str) -> None:
    spans = sentences(text, load(code))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert all(s.of(text) == s.of(text).strip() != "" for s in spans)
