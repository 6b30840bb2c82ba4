"""Aligning: merges, drops, moves, furniture, corrections, wrong partners, odd sizes. All texts are our own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corrections import joined, read_corrections, write_corrections
from pipeline.errors import WrongUse
from pipeline.languages import load
from pipeline.model.corrections import Anchor, Correction, Corrections
from pipeline.model.document import Document, Flag, Kind, Paragraph, Source, Tongue
from pipeline.model.facts import Facts, Figure, Reading
from pipeline.model.place import Span
from pipeline.model.release import Aligned
from pipeline.model.text import Edit, Text
from pipeline.stages.align import align
from pipeline.stages.align.assignment import assignment
from pipeline.stages.align.order import heaviest_chain
from pipeline.stages.align.seams import Seams, seams
from pipeline.stages.find.sentences import sentences

FR = [
    "Le conseil municipal lance un plan vélo de 12 millions d’euros",
    "La ville de Valombre consacrera 12 millions d’euros aux pistes cyclables d’ici 2027. Les travaux débutent.",
    "Trois ponts seront élargis afin que cyclistes et piétons y passent sans se gêner.",
    "Des abris fermés",
    "Chaque gare recevra un abri de deux cents places, gardé jour et nuit et gratuit pour les abonnés du train.",
    "Une consultation est ouverte jusqu’au 15 juin ; les habitants peuvent y répondre en ligne ou à la mairie.",
    "« La rue appartient à tous », rappelle Jeanne Morvan, adjointe chargée des transports.",
    "Les écoles organiseront des leçons de conduite à vélo pour les enfants de huit à onze ans.",
]
EN = [
    "City council launches a 12 million euro cycling plan",
    "The city of Valombre will spend 12 million euros on cycle lanes by 2027. Work will begin in March.",
    "Three bridges will be widened so that cyclists and pedestrians can cross without getting in each other's way.",
    "Closed shelters",
    "Each station will get a shelter for two hundred bicycles, guarded day and night and free for rail pass holders.",
    "A consultation is open until 15 June; residents may answer online or at the town hall.",
    "“The street belongs to everyone”, says Jeanne Morvan, deputy mayor for transport.",
    "Schools will hold cycling lessons for children aged eight to eleven.",
]
OTHER = [
    "Quarterly sales of frozen vegetables rose faster than expected in the northern warehouses.",
    "The choir sings an unknown mass by a pupil of Palestrina tonight.",
    "Volcanic ash forced forty flights to land elsewhere.",
]


def reading(code: str, texts: Sequence[str], kinds: Sequence[Kind] = ()) -> Reading:
    language = load(code)
    kinds = kinds or ["paragraph"] * len(texts)
    paragraphs = tuple(Paragraph(f"{code}.{n}", k, Text(t)) for n, (t, k) in enumerate(zip(texts, kinds, strict=True)))
    document = Document(Source(f"{code}.txt", code), Tongue(code, code, 1.0), paragraphs)
    return Reading(document, tuple(Facts(sentences(t, language)) for t in texts))


def run(
    fr: Sequence[str], en: Sequence[str], corrections: Corrections | None = None, level: str = "paragraph"
) -> Aligned:
    return align({"fr": reading("fr", fr), "en": reading("en", en)}, corrections, level)


def beads(aligned: Aligned) -> list[tuple[list[int], list[int]]]:
    return [
        tuple([int(i.partition(".")[2]) for i in a.sides[c]] for c in ("fr", "en"))  # type: ignore[misc]
        for a in aligned.alignments
    ]


def test_paragraph_by_paragraph() -> None:
    aligned = run(FR, EN)
    assert beads(aligned) == [([n], [n]) for n in range(8)]
    assert [a.id for a in aligned.alignments] == [f"a{n}" for n in range(8)]
    assert all(a.kind == "1-1" and not a.moved and a.confidence > 0.9 for a in aligned.alignments)
    assert not aligned.notes
    assert all(0 <= v <= 1 for a in aligned.alignments for v in a.why)


def test_a_heading_is_not_swallowed_by_its_neighbours() -> None:
    assert ([], [3]) in beads(run(FR[:3] + FR[4:], EN))
    assert ([3], []) in beads(run(FR, EN[:3] + EN[4:]))


def test_a_heading_run_in_is_merged() -> None:
    english = [*EN[:3], f"{EN[3]} {EN[4]}", *EN[5:]]
    assert ([3, 4], [3]) in beads(run(FR, english))
    french = [*FR[:3], f"{FR[3]} {FR[4]}", *FR[5:]]
    assert ([3], [3, 4]) in beads(run(french, EN))


def test_merged_split_and_dropped() -> None:
    english = [EN[0], *EN[1].split(". ", 1), f"{EN[5]} {EN[6]}", EN[7]]
    assert beads(run(FR[:2] + FR[5:], english)) == [([0], [0]), ([1], [1, 2]), ([2, 3], [3]), ([4], [4])]


def test_a_moved_block_is_found_and_marked() -> None:
    order = [0, 1, 5, 6, 2, 3, 4, 7]
    aligned = run(FR, [EN[k] for k in order])
    assert sorted(beads(aligned)) == sorted(([k], [order.index(k)]) for k in range(8))
    assert {a.sides["fr"][0] for a in aligned.alignments if a.moved} in ({"fr.5", "fr.6"}, {"fr.2", "fr.3", "fr.4"})
    assert [a.sides["fr"][0] for a in aligned.alignments] == [f"fr.{n}" for n in range(8)]  # first language's order


def test_lists_sorted_by_each_alphabet() -> None:
    pairs = {
        "Allemagne : Berlin et Hambourg": "Germany: Berlin and Hamburg",
        "Espagne : Madrid et Séville": "Spain: Madrid and Seville",
        "Grèce : Athènes et Patras": "Greece: Athens and Patras",
        "Italie : Rome et Turin": "Italy: Rome and Turin",
        "Pays-Bas : La Haye et Utrecht": "Netherlands: The Hague and Utrecht",
        "Suède : Stockholm et Malmö": "Sweden: Stockholm and Malmö",
    }
    french, english = sorted(pairs), sorted(pairs.values())
    assert sorted(beads(run(french, english))) == sorted(([n], [english.index(pairs[t])]) for n, t in enumerate(french))


LANDS = {
    "Allemagne": "Germany", "Autriche": "Austria", "Espagne": "Spain", "États-Unis": "United States", "Grèce": "Greece",
    "Hongrie": "Hungary", "Pays-Bas": "Netherlands", "Royaume-Uni": "United Kingdom", "Suède": "Sweden",
    "Suisse": "Switzerland",
}  # fmt: skip


def test_a_list_of_single_words_between_paragraphs() -> None:
    french, english = sorted(LANDS), sorted(LANDS.values())
    aligned = run([*FR[:3], *french, *FR[3:]], [*EN[:3], *english, *EN[3:]])
    expected = [([n], [n]) for n in range(3)] + [([n + 10], [n + 10]) for n in range(3, 8)]
    expected += [([n + 3], [english.index(LANDS[t]) + 3]) for n, t in enumerate(french)]
    assert sorted(beads(aligned)) == sorted(expected)


def test_the_last_item_of_a_list_sorted_anew_faces_the_last_one_left() -> None:
    """A name that says nothing to the encoder, in a list of which everything else has its partner."""
    pairs = {**dict(list(LANDS.items())[:6]), "Vrixolde": "Drammuth"}
    french, english = sorted(pairs), sorted(pairs.values())
    got = beads(run([*FR[:2], *french, *FR[2:]], [*EN[:2], *english, *EN[2:]]))
    assert ([french.index("Vrixolde") + 2], [english.index("Drammuth") + 2]) in got


def test_what_stands_alone_outside_a_list_stays_alone() -> None:
    """Two foreign sentences between paragraphs in order: nothing says that they belong together."""
    short = beads(run([*FR[:2], OTHER[1], *FR[2:]], [*EN[:6], OTHER[0], *EN[6:]]))
    assert ([2], []) in short and ([], [6]) in short


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(0, 3), st.randoms(use_true_random=False))
def test_assignment_is_the_best_of_all(rows: int, more: int, draw: random.Random) -> None:
    cost = np.array([[draw.choice([draw.uniform(-4, 4), draw.randint(-3, 3)]) for _ in range(rows + more)]
                     for _ in range(rows)])  # fmt: skip
    got = assignment(cost)
    best = min(sum(cost[i, j] for i, j in enumerate(p)) for p in permutations(range(rows + more), rows))
    assert len(set(got)) == rows
    assert sum(cost[i, j] for i, j in enumerate(got)) == pytest.approx(best)


def test_a_release_with_furniture_on_one_side() -> None:
    head = ["RÉPUBLIQUE DE VALOMBRE", "Communiqué de presse", "Valombre, le 3 mai 2024"]
    tail = ["Contact presse : Luc Arnaud, 01 00 00 00 00, presse@valombre.example"]
    kinds: list[Kind] = ["boilerplate", "boilerplate", "dateline", "title", *["paragraph"] * 7, "contact"]  # type: ignore[list-item]
    sides = {"fr": reading("fr", head + FR + tail, kinds), "en": reading("en", ["Valombre, 3 May 2024", *EN])}
    aligned = align(sides)
    assert beads(aligned) == [([0], []), ([1], []), *(([n + 2], [n]) for n in range(9)), ([11], [])]
    assert not aligned.notes


def test_sentences_inside_and_as_a_level() -> None:
    links = run(FR, EN).alignments[1].sentences
    assert [[[(s.paragraph, s.start) for s in part] for part in link.sides.values()] for link in links] == [
        [[("fr.1", 0)], [("en.1", 0)]],
        [[("fr.1", 85)], [("en.1", 73)]],
    ]
    assert beads(run(FR, EN, level="sentence")) == [([n], [n]) for n in range(8)]
    assert not run(FR, EN, level="sentence").alignments[1].sentences


def test_what_goes_on_in_lower_case_stays_with_what_it_goes_on_from() -> None:
    french = ["-- Tu pars déjà ?", "demanda Lise.", "-- Oui, demain matin.", "Oh !", "s'écria-t-elle, je te plains !"]
    english = ["“Are you leaving already?” asked Lise.", "“Yes, tomorrow morning.”", "“Oh! I pity you!” she cried."]
    assert beads(run(french, english, level="sentence")) == [([0, 1], [0]), ([2], [1]), ([3, 4], [2])]


def test_seams_are_told_by_how_units_are_written() -> None:
    weights = Seams(goes_on=3.0, turn=2.0, announced=1.0)
    units = [
        "— Viens !",
        "dit-il.",
        "Elle vint.",
        "Puis :",
        "« Me voici. »",
        "— Bien.",
        "“so it is,”",
        "5 francs,",
        "dit-il",
    ]
    assert seams(units, weights).tolist() == [0, -3, 0, 0, -1, 2, 2, -1, -4]
    assert not seams(units, None).any()


@pytest.mark.parametrize(
    ("fr", "en"), [([], []), ([], EN), (FR, []), (FR[:1], EN), ([""], [""]), (["  "] * 3, EN), (["x"] * 40, ["x"] * 3)]
)
def test_nothing_is_lost_whatever_the_sizes(fr: list[str], en: list[str]) -> None:
    got = beads(run(fr, en))
    assert sorted(i for p, _ in got for i in p) == list(range(len(fr)))
    assert sorted(j for _, q in got for j in q) == list(range(len(en)))


def test_one_paragraph_against_all_of_them() -> None:
    assert beads(run([" ".join(FR)], EN)) == [([0], list(range(8)))]


def test_the_same_text_on_both_sides() -> None:
    assert beads(run(EN, EN)) == [([n], [n]) for n in range(8)]


def test_long_texts_are_cut_at_sure_places_and_nothing_changes(monkeypatch) -> None:
    from pipeline.stages.align import sections

    french = [f"{t} ({n})" for n in range(6) for t in FR]
    english = [f"{t} ({n})" for n in range(6) for t in EN]
    whole = beads(run(french, english))
    monkeypatch.setattr(sections, "_WHOLE", 10)
    monkeypatch.setattr(sections, "_PIECE", 5)
    monkeypatch.setattr(sections, "_FORCED", 20)
    assert beads(run(french, english)) == whole == [([n], [n]) for n in range(48)]


def test_a_wrong_partner_is_told() -> None:
    (note,) = run(FR, OTHER).notes
    assert (note.check, note.gravity) == ("translation_of_each_other", "fault")
    assert note.score > 0.7 and "not translations" in note.says
    spoken = align({"fr": reading("fr", FR), "en": reading("en", OTHER)}, speak="fr").notes[0].says
    assert "traduction" in spoken


def test_figures_count_as_evidence() -> None:
    def with_figure(code: str, value: str) -> Reading:
        one = reading(code, ["12 %"])
        return Reading(one.document, (Facts((), (Figure("", Span(0, 4), "12 %", "percent", value),)),))

    same = align({"fr": with_figure("fr", "12"), "en": with_figure("en", "12")}).alignments[0]
    other = align({"fr": with_figure("fr", "12"), "en": with_figure("en", "13")}).alignments[0]
    assert (same.why.figures, other.why.figures) == (1.0, 0.0)


def test_three_languages_share_alignments() -> None:
    sides = {"fr": reading("fr", FR), "en": reading("en", EN), "xx": reading("en", [*EN[:3], *EN[4:]])}
    renamed = tuple(Paragraph(f"xx.{n}", p.kind, p.text) for n, p in enumerate(sides["xx"].document.paragraphs))
    document = Document(Source("xx.txt", "xx"), Tongue("xx", "xx", 1.0), renamed)
    sides["xx"] = Reading(document, sides["xx"].facts)
    aligned = align(sides)
    assert aligned.alignments[4].sides == {"fr": ("fr.4",), "en": ("en.4",), "xx": ("xx.3",)}
    assert aligned.alignments[3].sides == {"fr": ("fr.3",), "en": ("en.3",), "xx": ()}
    with pytest.raises(ValueError, match="two languages"):
        align({"fr": sides["fr"]})


def at(code: str, begins: str, **more: object) -> Anchor:
    return Anchor(code, begins, **more)  # type: ignore[arg-type]


def told(action: str, *anchors: Anchor, text: str = "") -> Corrections:
    return Corrections((Correction(action, anchors, "seen in print", "A. Reviser", text),))  # type: ignore[arg-type]


def test_a_person_links_what_the_aligner_does_not() -> None:
    aligned = run(FR, EN, told("link", at("fr", "des  ABRIS"), at("en", "Schools will")))
    made = next(a for a in aligned.alignments if a.corrected)
    assert made.sides == {"fr": ("fr.3",), "en": ("en.7",)}
    assert (made.confidence, made.corrected) == (1.0, "A. Reviser, seen in print")
    assert {(3, 7), (2, 2), (4, 4)} <= {(p[0], q[0]) for p, q in beads(aligned) if p and q}


def test_a_person_takes_apart() -> None:
    got = beads(run(FR, EN, told("unlink", at("fr", "Trois ponts"), at("en", "Three bridges"))))
    assert ([2], []) in got and ([], [2]) in got


def test_split_and_join_before_aligning() -> None:
    aligned = run(FR, EN, told("split", at("fr", "La ville"), text="Les travaux"))
    assert beads(aligned)[1] == ([1, 2], [1])
    parts = aligned.readings["fr"].document.paragraphs
    assert [p.text.mended for p in parts[1:3]] == [FR[1][:84], FR[1][85:]]
    assert [p.id for p in parts] == [f"fr.{n}" for n in range(9)]
    aligned = run(FR, EN, told("join", at("en", "Closed shelters"), at("en", "Each station")))
    assert beads(aligned)[3] == ([3, 4], [3])
    whole = aligned.readings["en"].document.paragraphs[3].text.mended
    assert whole == f"{EN[3]} {EN[4]}"
    assert [s.of(whole) for s in aligned.readings["en"].facts[3].sentences] == [EN[3], EN[4]]


def test_what_is_right_is_left_as_the_page_said_it() -> None:
    text = Text("Le cœur de la ville et ses sœur").edited([Edit(Span(27, 31), "sœurs", "fr.plural")])
    paragraph = Paragraph("fr.0", "paragraph", text, flags=(Flag("letters-lost", Span(3, 7), "", ""),))
    document = Document(Source("fr.txt", "fr"), Tongue("fr", "fr", 1.0), (paragraph,))
    sides = {"fr": Reading(document, (Facts((Span(0, 32),)),)), "en": reading("en", ["The heart of the city"])}
    kept = align(sides, told("text", at("fr", "Le cœur"), text="ses sœur")).readings["fr"]
    assert kept.document.paragraphs[0].text.mended == "Le cœur de la ville et ses sœur"
    assert kept.document.paragraphs[0].flags and kept.facts[0].sentences == (Span(0, 31),)
    kept = align(sides, told("text", at("fr", "Le cœur"))).readings["fr"]
    assert not kept.document.paragraphs[0].flags and not kept.document.paragraphs[0].text.patches


@pytest.mark.parametrize(
    "entry",
    [
        told("link", at("fr", "Nothing begins so"), at("en", "Closed")),
        told("link", at("fr", "Des abris", nth=2), at("en", "Closed")),
        told("link", at("de", "Der Rat"), at("en", "Closed")),
        told("unlink", at("fr", "Des abris")),
        told("split", at("fr", "Des abris"), text="absent"),
        told("join", at("fr", "Le conseil"), at("fr", "Trois ponts")),
        told("text", at("fr", "Des abris"), text="absent"),
    ],
)
def test_a_correction_that_no_longer_fits_is_told(entry: Corrections) -> None:
    aligned = run(FR, EN, entry)
    assert [n.check for n in aligned.notes] == ["corrections_fit"]
    assert beads(aligned) == [([n], [n]) for n in range(8)]


def test_corrections_outlive_a_new_numbering() -> None:
    entry = told("link", at("fr", "Des abris"), at("en", "Schools will"))
    aligned = run([OTHER[0], *FR], EN, entry)
    assert next(a for a in aligned.alignments if a.corrected).sides["fr"] == ("fr.4",)


def test_corrections_are_written_and_read_back(tmp_path: Path) -> None:
    entry = Correction(
        "accept", (at("fr", 'Des "abris"'), at("en", "Closed", ends="s", nth=2)), "fine", "me", "", "figures_agree"
    )
    file, both = tmp_path / "corrections.toml", Corrections((entry, *told("split", at("fr", "La"), text="Les").entries))
    write_corrections(file, both)
    first = file.read_bytes()
    assert read_corrections(file).entries == both.entries
    write_corrections(file, read_corrections(file))
    assert file.read_bytes() == first
    assert joined(both, Corrections((entry,))).entries == (both.entries[1], entry)
    assert not read_corrections(tmp_path / "none.toml").entries


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[correction]", "cannot be read"),
        ("[other]\nx = 1", "nothing else"),
        ('[[correction]]\naction = "merge"', "none of link"),
        ('[[correction]]\naction = "link"', "names no paragraph"),
        ('[[correction]]\naction = "link"\nat = [{begins = "x"}]', "an anchor is"),
        ('[[correction]]\naction = "link"\nnote = "x"', "note is not known"),
        ('[[correction]]\naction = "split"\nat = [{language = "fr", begins = "x"}]', "a split needs"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=says):
        read_corrections(tmp_path / "corrections.toml")


def test_the_heaviest_chain_rises() -> None:
    assert heaviest_chain([3, 1, 2], [5, 1, 1]) == [0]
    assert heaviest_chain([3, 1, 2], [1, 1, 1]) == [1, 2]
    assert heaviest_chain([], []) == []
