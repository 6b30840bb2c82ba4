"""Names: found, keyed, linked; every sentence of tests/cases/entities.toml."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import WrongUse
from pipeline.languages import names
from pipeline.languages.names import grammar, institutions
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.facts import Entity, Facts, Reading
from pipeline.model.place import Span
from pipeline.model.release import Aligned, Alignment, Release, Why
from pipeline.model.text import Text
from pipeline.stages.find.entities import entities
from pipeline.stages.find.entities.acronyms import covers
from pipeline.stages.find.entities.candidate import Candidate
from pipeline.stages.find.entities.lexicon import lexicon
from pipeline.stages.find.entities.merge import settled
from pipeline.stages.find.entities.paper import Paper
from pipeline.stages.find.entities.paper.asked import ENOUGH
from pipeline.stages.match.entities import match_entities

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "entities.toml").read_text(encoding="utf-8"))
PAIR = ("fr", "en")


def document(code: str, *texts: str, kind: Any = "paragraph") -> Document:
    paragraphs = tuple(Paragraph(f"{code}.{n}", kind, Text(t)) for n, t in enumerate(texts))
    return Document(Source(f"{code}.txt", code), Tongue(code, code, 1.0), paragraphs)


def found(code: str, *texts: str, kind: Any = "paragraph") -> list[tuple[Entity, ...]]:
    return entities([document(code, *texts, kind=kind)], [[()] * len(texts)])[0]


def matched(fr: list[str], en: list[str]) -> tuple[Aligned, dict[str, list[tuple[Entity, Entity, str]]]]:
    sides = dict(zip(PAIR, (fr, en), strict=True))
    readings = {}
    for code, texts in sides.items():
        readings[code] = Reading(document(code, *texts), tuple(Facts((), (), e) for e in found(code, *texts)))
    why = Why(1, 1, 1, 1)
    alignments = tuple(
        Alignment(f"a{n}", {c: (f"{c}.{n}",) for c in PAIR}, "1-1", 1, 1, False, why) for n in range(len(fr))
    )
    aligned, links = match_entities(Aligned(readings, alignments))
    by_id = {e.id: e for r in aligned.readings.values() for f in r.facts for e in f.entities}
    told = {a: [(by_id[k.sides["fr"]], by_id[k.sides["en"]], k.why) for k in some] for a, some in links.items()}
    return aligned, told


@pytest.mark.parametrize("case", CASES["find"], ids=lambda c: c["text"][:40])
def test_names_are_found_whole_and_with_their_label(case: dict[str, Any]) -> None:
    got = found(case["lang"], case["text"])[0]
    assert [[e.text, e.label] for e in got] == case["names"]
    assert all(e.span.of(case["text"]) == e.text for e in got)


@pytest.mark.xfail(strict=True, reason="known: see docs/known-limits.md")
@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda c: c["text"][:40])
def test_names_that_are_not_found_yet(case: dict[str, Any]) -> None:
    assert [[e.text, e.label] for e in found(case["lang"], case["text"])[0]] == case["names"]


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda c: c["text"][:40])
def test_what_is_no_name_is_left_alone(case: dict[str, Any]) -> None:
    assert found(case["lang"], case["text"])[0] == ()


@pytest.mark.parametrize("case", CASES["link"], ids=lambda c: c["fr"][:40])
def test_names_are_linked_across_the_languages_under_one_key(case: dict[str, Any]) -> None:
    _, links = matched([case["fr"]], [case["en"]])
    assert [[x.text, y.text] for x, y, _ in links["a0"]] == case["links"]
    assert all(x.key == y.key and x.label == y.label for x, y, _ in links["a0"])


@pytest.mark.parametrize("case", CASES["unlinked"], ids=lambda c: c["fr"][:40])
def test_two_things_are_not_one(case: dict[str, Any]) -> None:
    _, links = matched([case["fr"]], [case["en"]])
    assert links == {}


def test_a_body_has_one_key_under_long_name_short_name_acronym_and_translation() -> None:
    fr = ["La Mission de suivi des ponts (MSP) siège à Rennes.", "La Mission attend. La MSP aussi."]
    en = ["The Bridge Monitoring Mission (MSP) sits in Rennes.", "The Mission waits. So does the MSP."]
    aligned, _ = matched(fr, en)
    keys = {e.key for r in aligned.readings.values() for f in r.facts for e in f.entities if e.label == "ORG"}
    assert len(keys) == 1


def test_a_kind_of_body_takes_the_place_the_document_gives_it() -> None:
    got = found("fr", "La chambre régionale des comptes (CRC) de Bretagne contrôle.", "La CRC note un retard.")
    keys = {e.key for some in got for e in some if e.label == "ORG"}
    assert keys == {"org.fr.chambre-regionale-des-comptes.bretagne"}


def test_a_country_never_takes_the_key_of_its_one_region() -> None:
    for code, texts in {
        "fr": ("La France a voté.", "La tempête a touché la Bretagne."),
        "en": ("France has voted.", "The storm hit Brittany."),
    }.items():
        assert [e.key for some in found(code, *texts) for e in some] == ["loc.fr", "loc.fr.bretagne"], code


def test_a_bare_head_is_the_body_that_is_called_by_this_word() -> None:
    """Commission and Comité are one kind of body in the table of heads, and two words."""
    both = "La Commission européenne et le Comité européen de normalisation se sont réunis."
    one = "Le Comité européen de normalisation se réunit."
    first, last = found("fr", both, "La Commission a répondu, le Comité aussi.")
    assert [e.key for e in last] == [e.key for e in first]
    body, bare = (some[0].key for some in found("fr", one, "La Commission a répondu."))
    assert bare != body


def test_two_bodies_of_one_kind_stay_two() -> None:
    got = found("fr", "L’agence régionale de santé de Bretagne et l’agence régionale de santé de Normandie signent.")
    assert len({e.key for e in got[0] if e.label == "ORG"}) == 2


def test_a_contact_is_a_person_without_the_office() -> None:
    got = found("fr", "Emma Tessier, chargée de communication", kind="contact")
    assert [(e.text, e.label) for e in got[0]] == [("Emma Tessier", "PER")]


def test_mentions_have_ids_in_order_and_do_not_overlap() -> None:
    got = found("en", "Paris, London and the City of Paris signed with the European Union in Lyon.")[0]
    assert [e.id for e in got] == [f"en.0.e{n}" for n in range(1, len(got) + 1)]
    assert all(a.span.end <= b.span.start for a, b in pairwise(got))


def test_what_only_one_side_knew_is_heard_on_the_other() -> None:
    aligned, links = matched(["Mme Kerouanton est arrivée hier."], ["Yesterday, kerouanton said, Kerouanton arrived."])
    assert [(x.text, y.text) for x, y, _ in links["a0"]] == [("Kerouanton", "Kerouanton")]
    assert aligned.readings["en"].facts[0].entities[-1].label == "PER"


def test_same_input_same_answer() -> None:
    text = "La préfecture de police de Paris, l’ARS et M. Durand ont répondu à la Cour des comptes."
    assert found("fr", text) == found("fr", text)


@pytest.mark.parametrize(
    ("acronym", "long", "right"),
    [
        ("MILDECA", "mission interministerielle de lutte contre les drogues et les conduites addictives", True),
        ("ARS", "agence regionale de sante", True),
        ("DGDDI", "direction generale des douanes et droits indirects", True),
        ("CADES", "caisse d amortissement de la dette sociale", True),
        ("ONF", "office national des forets", True),
        ("ONF", "agence nationale des forets", False),
        ("CRC", "cour", False),
        ("ADN", "au dernier moment de la nuit passee dehors", False),
    ],
)
def test_letters_are_read_off_the_words(acronym: str, long: str, right: bool) -> None:
    assert covers(acronym, long.split(), lexicon("fr")) is right


def test_the_longer_reading_wins_and_witnesses_of_the_same_words_join() -> None:
    place = Candidate(2, 3, "LOC", "loc.fr.paris", "institutions.tsv", 4)
    body = Candidate(0, 3, "ORG", "org.court.paris", "grammar", 4)
    model = Candidate(0, 3, "ORG", "org.cour-de-paris", "model", 1, bare=True)
    assert [(c.key, c.witness) for c in settled([model, place, body])] == [("org.court.paris", "grammar+model")]


def test_the_table_names_each_row_once_in_every_language_with_its_source() -> None:
    rows = institutions(PAIR)
    assert len(rows) >= 600
    assert len({r.id for r in rows}) == len(rows)
    assert all(r.source and (set(PAIR) <= set(r.names)) for r in rows)
    assert all(n == n.strip() for r in rows for some in r.names.values() for n in some)


def test_heads_and_matters_mean_the_same_in_both_grammars() -> None:
    fr, en = (grammar(code) for code in PAIR)
    assert len(set(fr.heads.values()) & set(en.heads.values())) > 60
    assert len(set(fr.matters.values()) & set(en.matters.values())) > 80


def test_places_of_cldr_are_as_babel_gives_them() -> None:
    babel = pytest.importorskip("babel")
    table = Path(names.__file__).parent / "any" / "institutions.tsv"
    if f"CLDR (Babel {babel.__version__})" not in table.read_text(encoding="utf-8"):
        pytest.skip("made with another version of Babel")
    script = Path(__file__).parents[2] / "scripts" / "places_from_cldr.py"
    assert subprocess.run([sys.executable, script, "--check"], cwd=script.parents[1], check=False).returncode == 0


def test_a_corpus_brings_names_of_its_own() -> None:
    told = '[[names]]\nkey = "org.own.veilleurs"\nfr = ["les Veilleurs du port"]\nen = ["Harbour Watch"]\n'
    try:
        names.use(told)
        _, links = matched(["Voici les Veilleurs du port."], ["Here is Harbour Watch."])
        assert [x.key for x, _, _ in links["a0"]] == ["org.own.veilleurs"]
    finally:
        names.use()
    with pytest.raises(WrongUse, match="key"):
        names.use('[[names]]\nfr = ["x"]\n')


def test_the_corpus_proposes_what_it_links_again_and_again() -> None:
    from pipeline.naming import accepted, propose

    why = Why(1, 1, 1, 1)
    releases = [_release(f"r{n}", why) for n in range(3)]
    (proposal,) = propose(releases)
    assert (proposal.names, proposal.times) == ({"fr": "Veilleurs du port", "en": "Harbour Watch"}, 3)
    once = accepted("", [proposal], "A. Reviser")
    assert once["names"][0] == {
        "key": "org.x",
        "fr": ["Veilleurs du port"],
        "en": ["Harbour Watch"],
        "by": "A. Reviser",
    }


def _release(id_: str, why: Why) -> Release:
    from pipeline.model.release import EntityLink

    texts = {"fr": "Veilleurs du port", "en": "Harbour Watch"}
    readings = {}
    for code, text in texts.items():
        entity = Entity(f"{code}.0.e1", Span(0, len(text)), text, "ORG", "org.x", "model")
        readings[code] = Reading(document(code, text), (Facts((), (), (entity,)),))
    link = EntityLink({c: f"{c}.0.e1" for c in PAIR}, 0.9, "meaning")
    alignment = Alignment("a0", {c: (f"{c}.0",) for c in PAIR}, "1-1", 1, 1, False, why, entities=(link,))
    return Release(id_, readings, (alignment,))


def test_the_register_has_each_name_under_one_key(tmp_path: Path) -> None:
    from pipeline.exports.entities import write
    from pipeline.store import Shelf

    write([_release("one", Why(1, 1, 1, 1)), _release("two", Why(1, 1, 1, 1))], Shelf(tmp_path))
    got = json.loads((tmp_path / "entities.json").read_text(encoding="utf-8"))
    (entry,) = got["entities"]
    assert entry["key"] == "org.x" and entry["count"] == 4
    assert entry["names"] == {
        "en": [{"text": "Harbour Watch", "count": 2}],
        "fr": [{"text": "Veilleurs du port", "count": 2}],
    }
    assert entry["occurrences"][1] == {"release": "two", "paragraphs": ["fr.0", "en.0"]}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["entities.json"]


def _marked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """ "a [[name|LABEL]]" -> the text and its names."""
    out, names_, at = "", [], 0
    for m in re.finditer(r"\[\[(.+?)\|(\w+)\]\]", text):
        out += text[at : m.start()]
        names_.append((len(out), len(out) + len(m[1]), m[2]))
        out, at = out + m[1], m.end()
    return out + text[at:], names_


def test_names_of_our_own_releases_are_found_typed_and_linked() -> None:
    cases = tomllib.loads((Path(__file__).parents[1] / "cases" / "named_releases.toml").read_text(encoding="utf-8"))
    pairs = [{code: _marked(case[code]) for code in PAIR} for case in cases["pair"]]
    right = given = wanted = linked = 0
    for pair in pairs:
        aligned, links = matched([pair["fr"][0]], [pair["en"][0]])
        for code in PAIR:
            got = {(e.span.start, e.span.end, e.label) for e in aligned.readings[code].facts[0].entities}
            gold = set(pair[code][1])
            right, given, wanted = right + len(got & gold), given + len(got), wanted + len(gold)
        linked += len(links.get("a0", ()))
    assert 2 * right / (given + wanted) >= 0.95
    assert linked >= 0.95 * sum(min(len(p["fr"][1]), len(p["en"][1])) for p in pairs)


def asked(code: str, *texts: str) -> list[str]:
    """What the language's model is asked about."""
    return [text for *_, text in Paper.of(document(code, *texts), [()] * len(texts)).questions()]


def test_the_model_is_not_asked_about_what_tables_and_grammar_explain() -> None:
    assert asked("fr", "La Cour des comptes et le préfet Denis Kermorvan ont visité la gare de Vierzon.") == []
    assert asked("en", "The Minister of Energy and Natural Resources, Odette Farrow, met the Nantes prefecture.") == []


def test_the_model_is_asked_about_a_few_words_around_an_unexplained_capital() -> None:
    (text,) = asked(
        "fr", "Rien ici. Dans ces longues pages on voit que le navire Belluaire quitta hier le port. Rien là."
    )
    assert text == "voit que le navire Belluaire quitta hier le port"


def test_the_model_is_asked_a_few_times_about_a_word_and_its_answer_holds_elsewhere() -> None:
    texts = [f"Le {n}e jour, le navire Belluaire quitta le quai." for n in "abcdefgh"]
    assert len(asked("fr", *texts)) == ENOUGH
    assert len({tuple((e.text, e.label, e.key) for e in some) for some in found("fr", *texts)}) == 1
