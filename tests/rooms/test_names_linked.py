"""Links between names that were given to the linker: what each witness is worth, without the finder."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.exports.entities import write
from pipeline.languages.names import fold
from pipeline.languages.renderings import phrases, sound
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.facts import Entity, Facts, Label, Reading
from pipeline.model.place import Span
from pipeline.model.release import Aligned, Alignment, EntityLink, Release, Why
from pipeline.model.text import Text
from pipeline.stages.match.entities import match_entities
from pipeline.stages.match.entities.rendering import but_for_its_noun, same_sound, same_words
from pipeline.stages.match.entities.runs import BOTH
from pipeline.store import Shelf

PAIR = ("fr", "en")
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "linked_names.toml").read_text(encoding="utf-8"))


def matched(case: dict[str, Any]) -> tuple[Aligned, dict[str, tuple[EntityLink, ...]]]:
    readings = {}
    for code in PAIR:
        names = tuple(entity(case[code], code, told) for told in case[f"{code}_names"])
        paragraph = Paragraph(f"{code}.0", "paragraph", Text(case[code]))
        document = Document(Source(f"{code}.txt", code), Tongue(code, code, 1.0), (paragraph,))
        readings[code] = Reading(document, (Facts((), (), names),))
    alignment = Alignment("a0", {c: (f"{c}.0",) for c in PAIR}, "1-1", 1, 1, False, Why(1, 1, 1, 1))
    return match_entities(Aligned(readings, (alignment,)))


def linked(case: dict[str, Any]) -> list[list[str]]:
    aligned, links = matched(case)
    by_id = {e.id: e for r in aligned.readings.values() for f in r.facts for e in f.entities}
    return [[by_id[link.sides[c]].text for c in PAIR] for link in links.get("a0", ())]


def entity(text: str, code: str, told: str) -> Entity:
    name, label, *given = told.split("/")
    at = text.index(name)
    kind: Label = label  # type: ignore[assignment]
    key, by = (given[0], "grammar") if given else (f"{label.lower()}.{fold(name).replace(' ', '-')}", "model")
    return Entity(f"{code}.0.e1", Span(at, at + len(name)), name, kind, key, by)


@pytest.mark.parametrize("case", CASES["link"], ids=lambda c: c["says"])
def test_what_names_one_thing_is_linked(case: dict[str, Any]) -> None:
    assert linked(case) == case["links"]


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda c: c["says"])
def test_what_names_two_things_is_not(case: dict[str, Any]) -> None:
    assert linked(case) == []


def test_what_is_linked_surely_has_one_key_and_a_country_is_no_kind_of_its_towns() -> None:
    aligned, links = matched(
        {
            "fr": "Omar el-Béchir a quitté la France pour la Lorraine et la société Brindor.",
            "en": "Omar al-Bashir went to Lorraine and to Brindor.",
            "fr_names": [
                "Omar el-Béchir/PER",
                "France/LOC/loc.fr",
                "Lorraine/LOC/loc.fr.lorraine",
                "société Brindor/ORG",
            ],
            "en_names": ["Omar al-Bashir/PER", "Lorraine/LOC/loc.fr.lorraine", "Brindor/ORG"],
        }
    )
    keys = [[e.key for f in aligned.readings[c].facts for e in f.entities] for c in PAIR]
    assert keys[0].count("loc.fr") == 1
    assert keys[1] == [keys[0][0], "loc.fr.lorraine", keys[0][3]]
    assert len(links["a0"]) == 3


@pytest.mark.parametrize(
    ("one", "two", "least"),
    [("Triangle de Weimar", "Weimar Triangle", 1.0), ("Forces armées danoises", "Danish Armed Forces", 0.8)],
)
def test_words_that_answer_each_other_are_counted(one: str, two: str, least: float) -> None:
    assert same_words(one, "fr", two, "en") >= least


def test_words_that_do_not_are_none() -> None:
    assert same_words("Banque d’Angleterre", "fr", "Bank of Japan", "en") == 0
    assert not but_for_its_noun("accord de Schengen", "fr", "Lisbon", "en")
    assert not but_for_its_noun("conseil régional", "fr", "Council", "en")


def test_sounds_are_those_of_either_spelling() -> None:
    assert same_sound("Chostakovitch", "Shostakovich") and same_sound("Sanaa", "Sana'a")
    assert not same_sound("Durand", "Drouant") and not same_sound("Ito", "Ata")
    assert sound("tchekhov") == sound("chekhov")


def test_a_phrase_means_the_same_in_each_language() -> None:
    one, two = (phrases(code, PAIR) for code in PAIR)
    assert one["mer",] & two["sea",] and one["norvegienne",] & two["norwegian",] and not one["mer",] & two["lake",]


def test_an_echo_gives_nothing_away_and_no_two_names_overlap() -> None:
    aligned, _ = matched(
        {
            "fr": "Elle a saisi le Conseil d'État contre l'arrêté du préfet.",
            "en": "She went to the Council of State against the order of the prefect.",
            "fr_names": ["Conseil d'État contre l'arrêté du préfet/ORG/org.council.order"],
            "en_names": ["Council of State/ORG/org.fr.conseil-d-etat"],
        }
    )
    for reading in aligned.readings.values():
        names = reading.facts[0].entities
        assert names and all(e.found_by.count("echo") < 2 for e in names)
        assert not any(one.span.overlaps(two.span) for one, two in pairwise(names))


def test_the_register_keeps_two_bodies_of_one_kind_apart(tmp_path: Path) -> None:
    def release(place: str) -> Release:
        name = "chambre régionale des comptes"
        key = f"org.fr.chambre-regionale-des-comptes.{place}"
        document = Document(
            Source("fr.txt", "fr"), Tongue("fr", "fr", 1.0), (Paragraph("fr.0", "paragraph", Text(name)),)
        )
        entity = Entity("fr.0.e1", Span(0, len(name)), name, "ORG", key, "institutions.tsv")
        return Release(place, {"fr": Reading(document, (Facts((), (), (entity,)),))}, ())

    write([release("bretagne"), release("ile-de-france")], Shelf(tmp_path))
    got = json.loads((tmp_path / "entities.json").read_text(encoding="utf-8"))
    assert [entry["also"] for entry in got["entities"]] == [[], []]


@pytest.mark.parametrize(
    "text",
    [
        "Typically Removed packages stay in the Further archive until the next version is out.",
        "Further Reading",
    ],
)
def test_a_paragraph_left_untranslated_gives_no_names_by_its_capitals(text: str) -> None:
    aligned, _ = matched({"fr": text, "en": text, "fr_names": [], "en_names": []})
    by = {e.found_by for r in aligned.readings.values() for f in r.facts for e in f.entities}
    assert BOTH not in by
