"""The five checks of names, and the harvest of terms: what they say, and when they say nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pipeline.checks import acronyms_explained, acronyms_kept, entities_agree, names_spelt_alike, names_translated_alike
from pipeline.checks.check import Check
from pipeline.languages.sayings import say
from pipeline.model.document import Document, Kind, Paragraph, Source, Tongue
from pipeline.model.facts import Facts, Reading
from pipeline.model.release import Aligned, Alignment, Release, Why
from pipeline.model.text import Text
from pipeline.stages.find.entities import entities
from pipeline.stages.match.entities import match_entities

PAIR = ("fr", "en")


def release(*rows: tuple[str, str], kind: Kind = "paragraph") -> Release:
    readings = {}
    for n, code in enumerate(PAIR):
        paragraphs = tuple(Paragraph(f"{code}.{i}", kind, Text(row[n])) for i, row in enumerate(rows))
        document = Document(Source(f"{code}.txt", code), Tongue(code, code, 1.0), paragraphs)
        found = entities([document], [[()] * len(rows)])[0]
        readings[code] = Reading(document, tuple(Facts((), (), some) for some in found))
    why = Why(1, 1, 1, 1)
    alignments = tuple(
        Alignment(f"a{n}", {c: (f"{c}.{n}",) for c in PAIR}, "1-1", 1, 1, False, why) for n in range(len(rows))
    )
    aligned, links = match_entities(Aligned(readings, alignments))
    linked = tuple(
        Alignment(a.id, a.sides, a.kind, 1, 1, False, why, entities=links.get(a.id, ())) for a in aligned.alignments
    )
    return Release("r", aligned.readings, linked)


def told(check: Check, of: Release) -> list[tuple[str, str]]:
    """(gravity, sentence) of each finding, said in both languages."""
    name = check.__name__.rpartition(".")[2]
    out = []
    for measure in check.score(of):
        if gravity := check.verdict(measure):
            sentences = [say(code, name, measure.saying, measure.places) for code in PAIR]
            assert all(sentences)
            out.append((gravity, sentences[1]))
    return out


WELL = release(
    ("La Cour des comptes et Mme Anne Vasseur citent Lyon.", "The Court of Auditors and Ms Anne Vasseur mention Lyon."),
    (
        "L’agence régionale de santé (ARS) répond à Anne Vasseur.",
        "The regional health agency (ARS) replies to Anne Vasseur.",
    ),
    ("L’ARS confirme.", "The ARS confirms."),
)


@pytest.mark.parametrize(
    "check",
    [entities_agree, names_spelt_alike, names_translated_alike, acronyms_kept, acronyms_explained],
    ids=lambda c: c.__name__.rpartition(".")[2],
)
def test_nothing_is_said_of_what_is_well(check: Check) -> None:
    assert told(check, WELL) == []


def test_another_name_in_the_place_of_one_is_a_doubt() -> None:
    of = release(("M. Paul Rivière siège à Bordeaux.", "Mr Paul Rivière sits in Marseille."))
    assert told(entities_agree, of) == [
        ("doubt", "The French text names “Bordeaux”, the English text “Marseille” in its place")
    ]


def test_a_person_left_out_is_a_doubt_and_a_place_said_otherwise_a_note() -> None:
    of = release(("M. Paul Rivière a visité l’Allemagne.", "The minister visited the German plants."))
    got = {sentence.split("“")[1].split("”")[0]: gravity for gravity, sentence in told(entities_agree, of)}
    assert got == {"Paul Rivière": "doubt", "Allemagne": "note"}


def test_a_name_spelt_two_ways_in_one_text_is_a_doubt() -> None:
    of = release(
        ("Mme Jeanne Delattre parle.", "Ms Jeanne Delattre speaks."),
        ("Mme Jeanne Delatre conclut, puis Mme Jeanne Delattre signe.", "Ms Jeanne Delattre concludes and signs."),
    )
    assert ("doubt", "The French text spells “Jeanne Delatre” what it spells “Jeanne Delattre” elsewhere") in told(
        names_spelt_alike, of
    )


def test_an_acronym_with_a_slip_is_a_doubt() -> None:
    of = release(("L’Agence des berges du canal (ABCDE) paie.", "The Canal Banks Agency (ABCDF) pays."))
    assert {gravity for gravity, _ in told(acronyms_kept, of)} == {"doubt"}


def test_an_acronym_before_its_explanation_is_a_note() -> None:
    of = release(
        ("L’ARS agit.", "The ARS acts."),
        ("L’agence régionale de santé (ARS) agit.", "The regional health agency (ARS) acts."),
    )
    assert [g for g, _ in told(acronyms_explained, of)] == ["note", "note"]
    assert "before it explains it as “agence régionale de santé”" in told(acronyms_explained, of)[0][1]


def test_a_body_translated_two_ways_is_told_and_known_variants_are_milder() -> None:
    of = release(
        ("La Cour des comptes juge.", "The Court of Auditors judges."),
        ("La Cour des comptes contrôle.", "The Court of Accounts controls."),
    )
    ((gravity, sentence),) = told(names_translated_alike, of)
    assert gravity == "note" and "Court of Accounts" in sentence


def test_terms_that_go_together_are_harvested(tmp_path: Path) -> None:
    from pipeline.exports.terms import write
    from pipeline.store import Shelf

    rows = [
        ("La mise en œuvre du dispositif reste lente.", "The implementation of the scheme remains slow."),
        ("Sa mise en œuvre coûte cher aux communes.", "Its implementation is costly for municipalities."),
        ("La mise en œuvre et la prise en charge progressent.", "Implementation and care are improving."),
        ("La prise en charge des patients déçoit.", "The care of patients is disappointing."),
        ("Les communes attendent ' l’avis.", "The municipalities ' are waiting."),
        ("Les patients attendent.", "The patients are waiting."),
    ]
    write([release(*rows)], Shelf(tmp_path))
    table = list(csv.DictReader(io.StringIO((tmp_path / "terms.csv").read_text(encoding="utf-8-sig"))))
    got = {row["fr"]: row for row in table}
    assert got["mise en œuvre"]["en"] == "implementation" and got["mise en œuvre"]["count"] == "3"
    assert got["communes"]["en"] == "municipalities"
    assert 0 < float(got["mise en œuvre"]["confidence"]) <= 1
    tbx = (tmp_path / "terms.tbx").read_text(encoding="utf-8")
    assert "<term>mise en œuvre</term>" in tbx and 'type="TBX-Basic"' in tbx


def test_terms_are_written_as_in_the_midst_of_sentences() -> None:
    from pipeline.exports.terms.harvest import Forms, Unit

    forms = Forms([("mérinos", "merinos"), ("règlement", "rules"), ("kio", "kio")])
    runs = (["mérinos", "règlement", "kio"], ["merinos", "rules", "kio"])
    forms.hear(Unit("r", "a0", ("Mérinos, dit le Règlement, M. Kio", "Under the Rules, merinos, Mr Kio"), runs))
    forms.hear(Unit("r", "a1", ("MÉRINOS. Voyez le Règlement", "RULES. Merinos"), runs))
    assert [forms.of(0, run) for run in ("mérinos", "règlement")] == ["mérinos", "Règlement"]
    assert [forms.of(1, run) for run in ("merinos", "rules")] == ["merinos", "Rules"]
    assert forms.name("kio", "kio") and not forms.name("règlement", "rules")


def test_each_language_may_have_its_own_acronym() -> None:
    of = release(("Le Comité de veille des ports (CVP) siège.", "The Port Watch Committee (PWC) sits."))
    assert {gravity for gravity, _ in told(acronyms_kept, of)} <= {"note"}
    assert any(link.sides for a in of.alignments for link in a.entities)


SWAPPED = [
    ("Le paquet Zephyra remplace désormais Ombelle.", "The Zephyra package now replaces Ombelle.", ""),
    ("Le paquet Zephyra est installé par défaut.", "The Marston package is installed by default.", "Zephyra/Marston"),
    ("Hier, le juge a entendu Bérengère.", "Yesterday the judge heard Kowalski.", "Bérengère/Kowalski"),
    ("Cliquez alors sur Enregistrer.", "Then click on Save.", ""),  # translated, not exchanged
    ("Ils ont proclamé la République à midi.", "They proclaimed the Republic at noon.", ""),
    ("Le module XZ4 lit le format QV2.", "The XZ4 module reads the LZ9 format.", "QV2/LZ9"),
    ("Il lit XZ4 et il lit QV2.", "It reads XZ4 and it reads QV3.", "QV2/QV3"),  # a code has no other form
    ("Il lit QV-2 depuis hier.", "Since yesterday it reads QV2.", ""),
    ("Ici Zephyra gagne, là Zephyra perd.", "Here Zephyra wins, there Marston loses.", "Zephyra/Marston"),
    ("Il faut alors une partition ESP.", "Then you need an EFI System Partition.", ""),  # the acronym said in full
    ("Le gouvernement chinois, en juillet, a dit non.", "In July the government of China said no.", ""),
]


@pytest.mark.parametrize(("french", "english", "differs"), SWAPPED)
def test_a_proper_word_that_another_replaces_is_a_doubt(french: str, english: str, differs: str) -> None:
    of = release((french, english))
    doubts = [m for m in entities_agree.score(of) if entities_agree.verdict(m) == "doubt"]
    assert ["{text}/{other}".format(**m.places) for m in doubts] == ([differs] if differs else [])


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("1.6.4 Correctifs du paquet", "1.6.4 Upgrading the package"),
        ("Lisez, dans le guide, « Corriger le champ »", "Read, in the guide, “Upgrading the field”"),
    ],
)
def test_a_capital_at_the_head_of_a_heading_or_a_title_is_no_name(fr: str, en: str) -> None:
    assert [m for m in entities_agree.score(release((fr, en))) if m.score >= entities_agree.DOUBT] == []


@pytest.mark.parametrize(
    ("french", "english", "linked"),
    [
        ("La société Brindor a payé.", "Fines were paid by Brindor.", True),  # the head that one language leaves out
        ("La commune ouvrira un lycée à Nantes.", "A high school will open in Nantes.", True),
    ],
)
def test_names_of_two_texts_are_linked_by_what_they_share(french: str, english: str, linked: bool) -> None:
    of = release((french, english))
    assert bool(of.alignments[0].entities) is linked
