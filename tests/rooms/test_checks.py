"""The roll, and the checks of texts and order: what they must find, and what they must leave alone."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import checks
from pipeline.checks import ROLL, check, name
from pipeline.checks.identity import identity
from pipeline.config import Config, Silence
from pipeline.errors import WrongUse
from pipeline.languages import codes
from pipeline.languages.folder import read_toml
from pipeline.languages.sayings import say, statement
from pipeline.model.corrections import Anchor, Correction, Corrections
from pipeline.model.document import Dropped, Flag, Tongue
from pipeline.model.facts import Facts
from pipeline.model.place import Span
from pipeline.model.release import Finding, Release, SentenceLink, Stretch, Why
from pipeline.model.text import Edit, Text

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "checks.toml").read_text(encoding="utf-8"))["pair"]
MINE = {
    "sides_present", "paragraphs_all_there", "order_kept", "language_as_declared", "repairs_in_measure",
    "extraction_whole", "sentences_all_there", "untranslated", "identical_text", "length_in_proportion", "meaning_kept",
    "negation_kept", "urls_kept", "punctuation_kept", "brackets_balanced", "words_not_repeated", "spacing_customary",
    "same_source_same_target", "same_target_same_source",
}  # fmt: skip
Make = Callable[..., Release]


def only(*wanted: str, **settings: object) -> Config:
    """Nothing but these checks."""
    return Config(checks={name(c): "off" for c in ROLL if name(c) not in wanted}, **settings)  # type: ignore[arg-type]


def told(*texts: str, kind: str = "paragraph") -> list[tuple[str, str, tuple[()], tuple[()]]]:
    return [(kind, text, (), ()) for text in texts]


def facts_away(release: Release) -> Release:
    """Without sentences: a pair of texts as a whole."""
    readings = {c: replace(r, facts=tuple(Facts() for _ in r.facts)) for c, r in release.readings.items()}
    plain = (replace(a, sentences=(), figures=(), entities=()) for a in release.alignments)
    return replace(release, readings=readings, alignments=tuple(plain), findings=())


@pytest.mark.parametrize("case", CASES, ids=[c["says"] for c in CASES])
def test_a_pair(case: dict[str, object], make_release: Make) -> None:
    release = facts_away(make_release("pair", told(str(case["fr"])), told(str(case["en"]))))
    found = check(release, only(*MINE))
    assert {f.check for f in found if f.gravity != "note"} == set(case.get("finds", ()))  # type: ignore[call-overload]
    assert set(case.get("notes", ())) <= {f.check for f in found}  # type: ignore[call-overload]
    for f in found:
        for code, spot in f.sides.items():
            length = len(release.paragraph(spot.paragraph).text.mended)
            assert spot.paragraph.startswith(code)
            assert spot.span is None or 0 <= spot.span.start < spot.span.end <= length


def test_addresses_of_either_side_answer_each_other_in_their_order(make_release: Make) -> None:
    """One finding for two addresses that differ, not one for each."""
    fr, en = "Écrivez à a@ville.org ou à b@ville.org.", "Write to one@town.net or to two@town.net."
    found = check(make_release("pair", told(fr), told(en)), only("urls_kept"))
    assert [f.gravity for f in found] == ["doubt", "doubt"]
    spans = [[f.sides[c].span for c in ("fr", "en")] for f in found]
    assert [[s.of(t) for s, t in zip(some, (fr, en), strict=True) if s] for some in spans] == [
        ["a@ville.org", "one@town.net"], ["b@ville.org", "two@town.net"],
    ]  # fmt: skip


def test_a_denial_in_the_sentence_beside_is_not_lost(make_release: Make) -> None:
    fr = "Le pont ferme en juin. Il n’est pas sûr et il est ancien."
    en = "The bridge closes in June, not being safe. It is also old."
    assert not check(make_release("pair", told(fr), told(en)), only("negation_kept"))
    (found,) = check(make_release("pair", told(fr), told(en.replace("not ", ""))), only("negation_kept"))
    assert found.gravity == "doubt"


@pytest.mark.parametrize("one", ROLL, ids=name)
@pytest.mark.parametrize("code", codes())
def test_every_check_speaks_every_language(one: checks.Check, code: str) -> None:
    spoken = read_toml(code, "sayings")["checks"][name(one)]
    assert spoken["true"][0].isupper() and not spoken["true"].endswith(".")
    assert len(spoken) > 1, "a check has a sentence for what it finds"


def test_the_languages_say_the_same_with_the_same_places() -> None:
    def places(sentence: str | dict[str, str]) -> set[str]:
        one = sentence["many"] if isinstance(sentence, dict) else sentence
        return {field for _, field, _, _ in string.Formatter().parse(one) if field}

    first, *others = (read_toml(code, "sayings") for code in codes())
    for other in others:
        assert set(first["desk"]) == set(other["desk"])
        assert set(first["checks"]) == set(other["checks"])
        for check_name, sayings in first["checks"].items():
            assert set(sayings) == set(other["checks"][check_name])
            for saying, sentence in sayings.items():
                assert places(sentence) == places(other["checks"][check_name][saying]), f"{check_name} {saying}"


def test_one_and_many() -> None:
    places = {"here": "fr", "there": "en", "text": "x"}
    assert "one other" in say("en", "order_kept", "moved", {**places, "n": 1})
    assert "3 other" in say("en", "order_kept", "moved", {**places, "n": 3})
    assert "un autre" in say("fr", "order_kept", "moved", {**places, "n": 0})
    with pytest.raises(WrongUse, match="wants"):
        say("en", "order_kept", "moved", {"n": 3})
    with pytest.raises(WrongUse, match="no sentence"):
        say("en", "order_kept", "stolen", {})


class TestTheRoll:
    def test_the_folder_and_the_roll_are_one(self) -> None:
        folder = Path(str(checks.__file__)).parent
        modules = {p.stem for p in folder.glob("*.py") if "\ndef verdict" in p.read_text(encoding="utf-8")}
        assert {name(c) for c in ROLL} == modules

    def test_a_missing_side_is_a_fault(self, make_release: Make) -> None:
        found = check(make_release(fr=told("Un.", "Deux."), en=told("One.")), only("sides_present"))
        assert [(f.gravity, f.alignment) for f in found] == [("fault", "a1")]
        assert "nothing for this French paragraph: “Deux.”" in found[0].says

    def test_two_short_ones_that_stand_alone_opposite_each_other_are_one_doubt(self, make_release: Make) -> None:
        release = make_release(fr=told("Un.", "Exécutez"), en=told("One.", "Then run"))
        one, two = release.alignments
        apart = (one, replace(two, sides={"fr": ("fr.1",)}), replace(two, id="a2", sides={"en": ("en.1",)}))
        found = check(replace(release, alignments=apart), only("sides_present"))
        assert [(f.gravity, f.alignment, set(f.sides)) for f in found] == [("doubt", "a1", {"fr", "en"})]
        same_side = (one, replace(two, sides={"fr": ("fr.1",)}))
        assert [f.gravity for f in check(replace(release, alignments=same_side), only("sides_present"))] == ["fault"]

    def test_furniture_may_stand_alone(self, make_release: Make) -> None:
        lone = [*told("Un."), *told("Contacts presse", kind="contact")]
        assert check(make_release(fr=lone, en=told("One.")), only("sides_present")) == ()

    def test_visavis_toml_sets_the_gravity_and_the_language(self, make_release: Make) -> None:
        release = make_release(fr=told("Un.", "Deux."), en=told("One."))
        config = only("sides_present", language="fr")
        soft = replace(config, checks={**config.checks, "sides_present": "note"})
        (found,) = check(release, soft)
        assert found.gravity == "note"
        assert "ce paragraphe français" in found.says
        with pytest.raises(WrongUse, match="no_such_check"):
            check(release, Config(checks={"no_such_check": "off"}))

    def test_what_a_check_softened_stays_soft(self, make_release: Make) -> None:
        release = make_release(fr=told("Un toit (neuf."), en=told("A roof (new."))
        config = only("brackets_balanced")
        assert {f.gravity for f in check(release, config)} == {"note"}
        hard = replace(config, checks={**config.checks, "brackets_balanced": "fault"})
        assert {f.gravity for f in check(release, hard)} == {"note"}

    def test_in_a_doubtful_alignment_a_fault_is_a_doubt(self, make_release: Make) -> None:
        release = make_release(fr=told("Un toit (neuf."), en=told("A roof."))
        unsure = replace(release, alignments=(replace(release.alignments[0], confidence=0.3),))
        assert [f.gravity for f in check(release, only("brackets_balanced"))] == ["fault"]
        assert [f.gravity for f in check(unsure, only("brackets_balanced"))] == ["doubt"]

    def test_what_a_person_silenced_is_kept_with_the_reason(self, make_release: Make) -> None:
        release = make_release(fr=told("Un.", "Deux.", "Trois."), en=told("One."))
        quiet = Silence("sides_present", release.id, "a1", "left out on purpose")
        found = check(release, only("sides_present", silence=(quiet,)))
        assert [(f.alignment, f.accepted) for f in found] == [("a1", "left out on purpose"), ("a2", "")]

    def test_an_accepted_finding_is_found_again_by_its_words(self, make_release: Make) -> None:
        entry = Correction("accept", (Anchor("fr", "deux  lignes"),), "agreed", check="sides_present")
        decided = Corrections((entry,))
        before = make_release(fr=told("Un.", "Deux lignes de bus."), en=told("One."))
        after = make_release(fr=told("Zéro.", "Un.", "Deux lignes de bus."), en=told("Zero.", "One."))
        for release in (before, after):
            assert [f.accepted for f in check(release, only("sides_present"), decided)] == ["agreed"]
        other = Corrections((replace(entry, check="urls_kept"),))
        assert [f.accepted for f in check(before, only("sides_present"), other)] == [""]

    def test_a_findings_name_outlives_other_ids(self, make_release: Make) -> None:
        def one(
            fr: list[tuple[str, str, tuple[()], tuple[()]]], en: list[tuple[str, str, tuple[()], tuple[()]]]
        ) -> str:
            release = make_release(fr=fr, en=en)
            (found,) = check(release, only("sides_present"))
            return identity(release, found)

        first = one(told("Un.", "Deux."), told("One."))
        assert first == one(told("Un.", "Trois.", "Deux."), told("One.", "Three."))
        assert first != one(told("Un.", "Deuxième."), told("One."))
        assert len(first) == 8

    def test_same_release_same_findings(self, hostile: Release) -> None:
        assert check(hostile, Config()) == check(hostile, Config())


class TestExtraction:
    def release(self, make_release: Make) -> Release:
        release = make_release(fr=told("Les 18e, 19e et 20e (nord."), en=told("The 18 and 20 districts."))
        return self.flagged(release, Flag("words-lost", Span(4, 13), "18th, 19th and 20th", "a superscript was lost"))

    def flagged(self, release: Release, flag: Flag) -> Release:
        reading = release.readings["en"]
        paragraph = replace(reading.document.paragraphs[0], flags=(flag,))
        document = replace(reading.document, paragraphs=(paragraph,))
        return replace(release, readings={**release.readings, "en": replace(reading, document=document)}, findings=())

    def test_a_flag_is_a_doubt_about_the_extraction(self, make_release: Make) -> None:
        (found,) = check(self.release(make_release), only("extraction_whole"))
        assert (found.gravity, found.cause) == ("doubt", "extraction")
        assert "not by the translator" in found.says and "18th, 19th and 20th" in found.says

    def test_what_a_flag_explains_is_no_translators_fault(self, make_release: Make) -> None:
        release = make_release(fr=told("Un toit neuf."), en=told("A roof (new."))
        (plain,) = check(release, only("brackets_balanced"))
        assert (plain.gravity, plain.cause) == ("fault", "")
        lost = self.flagged(release, Flag("punctuation-lost", Span(7, 11), "(new)", ""))
        (found,) = check(lost, only("brackets_balanced"))
        assert (found.gravity, found.cause) == ("doubt", "extraction")

    def test_many_repairs(self, make_release: Make) -> None:
        text = "le bâtiment est fermé " * 12
        release = make_release(fr=told(text), en=told("the building is closed " * 12))
        reading = release.readings["fr"]
        raw = Text(text.replace("é", "Ã©"))
        edits = [Edit(Span(n, n + 2), "é", "any.mojibake") for n in range(len(raw.raw)) if raw.raw[n : n + 2] == "Ã©"]
        paragraph = replace(reading.document.paragraphs[0], text=raw.edited(edits))
        mended = replace(
            reading,
            document=replace(reading.document, paragraphs=(paragraph,), dropped=(Dropped("1", "page number", None),)),
        )
        assert check(release, only("repairs_in_measure")) == ()
        (found,) = check(replace(release, readings={**release.readings, "fr": mended}), only("repairs_in_measure"))
        assert (found.gravity, found.cause) == ("doubt", "extraction")


class TestTheWhole:
    def test_two_versions_of_a_text(self, make_release: Make) -> None:
        fr = told(*(f"Le paragraphe {word} parle d’autre chose." for word in ("un", "deux", "trois", "quatre")))
        found = check(make_release(fr=fr, en=told("Only this.")), only("paragraphs_all_there"))
        assert [(f.check, f.gravity, f.alignment) for f in found] == [("paragraphs_all_there", "fault", None)]
        assert "3 paragraphs" in found[0].says

    def test_another_language_than_declared(self, make_release: Make) -> None:
        release = make_release()
        reading = release.readings["en"]
        wrong = replace(reading, document=replace(reading.document, language=Tongue("en", "de", 0.99)))
        (found,) = check(replace(release, readings={**release.readings, "en": wrong}), only("language_as_declared"))
        assert found.gravity == "fault" and "plan-velo/en.pdf" in found.says

    def test_a_moved_paragraph_says_what_it_crosses(self, make_release: Make) -> None:
        release = make_release(fr=told("Un.", "Deux.", "Trois."), en=told("Two.", "Three.", "One."))
        one, two, three = release.alignments
        turned = (
            replace(one, sides={"fr": ("fr.0",), "en": ("en.2",)}, moved=True),
            replace(two, sides={"fr": ("fr.1",), "en": ("en.0",)}),
            replace(three, sides={"fr": ("fr.2",), "en": ("en.1",)}),
        )
        (found,) = check(replace(release, alignments=turned), only("order_kept"))
        assert (found.alignment, found.gravity, found.score) == ("a0", "doubt", 2.0)
        assert check(release, only("order_kept")) == ()

    def test_a_note_at_the_foot_of_another_place_moves_nothing(self, make_release: Make) -> None:
        release = make_release(
            fr=[*told("Un."), *told("1. Une note.", kind="footnote")],
            en=[*told("1. A note.", kind="footnote"), *told("One.")],
        )
        one, note = release.alignments
        turned = (
            replace(one, sides={"fr": ("fr.0",), "en": ("en.1",)}, moved=True),
            replace(note, sides={"fr": ("fr.1",), "en": ("en.0",)}),
        )
        assert check(replace(release, alignments=turned), only("order_kept")) == ()

    def test_one_text_two_translations(self, make_release: Make) -> None:
        fr = told("Les travaux de la gare du Nord", "Autre chose ici", "Les travaux de la gare du Nord")
        en = told("Works at the Gare du Nord", "Something else here", "Northern station building site")
        (found,) = check(make_release(fr=fr, en=en), only("same_source_same_target"))
        assert (found.alignment, found.gravity) == ("a2", "doubt")
        assert "in a0" in found.says
        (back,) = check(make_release(fr=en, en=fr), only("same_target_same_source"))
        assert back.alignment == "a2"

    def test_far_in_meaning(self, make_release: Make) -> None:
        text = "La mairie ouvre un guichet pour les demandes de logement social."
        release = make_release(
            fr=told(text), en=told("The council sells its old buses to the highest bidder, in lots.")
        )
        far = replace(release, alignments=(replace(release.alignments[0], why=Why(0.2, 1, 1, 1)),))
        unknown = replace(release, alignments=(replace(release.alignments[0], why=Why(0.0, 1, 1, 1)),))
        assert [f.gravity for f in check(far, only("meaning_kept"))] == ["doubt"]
        assert check(release, only("meaning_kept")) == ()
        assert check(unknown, only("meaning_kept")) == ()


class TestSentences:
    FR = (
        "Le pont est rouvert depuis lundi aux piétons. ",
        "Les camions sont détournés par la vallée voisine, qui est plus longue. ",
        "Un second pont sera construit en aval du premier.",
    )
    EN = (
        "The bridge is open to pedestrians. ",
        "A second bridge will be built downstream of the first.",
    )

    def found(self, make_release: Make, links: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> tuple[Finding, ...]:
        release = make_release(fr=told("".join(self.FR)), en=told("".join(self.EN)))

        def side(code: str, texts: tuple[str, ...], which: tuple[int, ...]) -> tuple[Stretch, ...]:
            starts = [sum(map(len, texts[:n])) for n in range(len(texts))]
            return tuple(Stretch(f"{code}.0", starts[n], starts[n] + len(texts[n].rstrip())) for n in which)

        made = tuple(SentenceLink({"fr": side("fr", self.FR, f), "en": side("en", self.EN, e)}, 0.8) for f, e in links)
        release = replace(release, alignments=(replace(release.alignments[0], sentences=made),))
        return check(release, only("sentences_all_there"))

    def test_one_that_is_linked_with_nothing(self, make_release: Make) -> None:
        (found,) = self.found(make_release, [((0,), (0,)), ((1,), ()), ((2,), (1,))])
        assert found.gravity == "fault" and "Les camions" in found.says

    def test_one_that_hides_in_a_link(self, make_release: Make) -> None:
        (found,) = self.found(make_release, [((0, 1), (0,)), ((2,), (1,))])
        assert found.gravity == "doubt"

    def test_all_there(self, make_release: Make) -> None:
        assert self.found(make_release, [((0,), (0,)), ((2,), (1,))]) == ()


def test_a_third_language_needs_no_code(make_release: Make) -> None:
    """Sides that no folder is known for are checked by what is everybody's, and named by their code."""
    release = make_release(fr=told("Un toit.", "Deux toits (neufs)."), en=told("A roof.", "Two (new) roofs."))
    third = replace(release.readings["en"], facts=release.readings["en"].facts)
    paragraphs = tuple(
        replace(p, id=f"es.{n}", text=Text(text))
        for n, (p, text) in enumerate(zip(third.document.paragraphs, ("Un techo.", "Dos techos (nuevos."), strict=True))
    )
    third = replace(third, document=replace(third.document, paragraphs=paragraphs, language=Tongue("es", "es", 1.0)))
    sides = [{**a.sides, "es": (f"es.{n}",)} for n, a in enumerate(release.alignments)]
    alignments = [replace(a, sides=s, sentences=()) for a, s in zip(release.alignments, sides, strict=True)]
    alignments[0] = replace(alignments[0], sides={**sides[0], "es": ()})
    wide = replace(release, readings={**release.readings, "es": third}, alignments=tuple(alignments), findings=())
    found = check(wide, only("sides_present", "brackets_balanced"))
    assert [(f.check, f.alignment) for f in found] == [("sides_present", "a0"), ("brackets_balanced", "a1")]
    assert set(found[1].sides) == {"fr", "es"} and "in the es text" in found[1].says
    assert check(wide, Config()) == check(wide, Config())


def test_the_page_on_checks_is_the_roll() -> None:
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    first = next(code for code in codes() if statement(code, "sides_present").startswith("Every"))
    assert rows == [f"| `{name(c)}` | {statement(first, name(c))} | {c.GRAVITY} |" for c in ROLL]
