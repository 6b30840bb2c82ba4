"""What is asked is found, in either language, by word, by value and by meaning; and nothing that is typed is syntax."""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import search
from pipeline.errors import WrongUse
from pipeline.search import Query, meaning
from pipeline.search.analyser import analyser
from pipeline.store import Shelf


def by_letters(texts):
    """A stand-in for the encoder: letter counts; texts with the same letters are near."""
    out = np.zeros((len(texts), meaning.WIDTH), np.float32)
    for row, text in zip(out, texts, strict=True):
        for c in text.lower():
            row[ord(c) % meaning.WIDTH] += 1
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


@pytest.fixture(autouse=True)
def no_model(monkeypatch):
    monkeypatch.setattr(meaning, "by_default", by_letters)


@pytest.fixture
def shelf(tmp_path, corpus):
    search.build(corpus, Shelf(tmp_path), by_letters)
    return Shelf(tmp_path)


def found(shelf, text, mode="words", **more):
    return [(h.release, h.alignment) for h in search.query(shelf, Query(text, mode=mode, **more))]


def lit_of(shelf, text, code, **more):
    hit = next(search.query(shelf, Query(text, mode="words", **more)))
    return [span.of(hit.sides[code].text) for span in hit.sides[code].highlights]


@pytest.mark.parametrize(
    ("text", "alignment"),
    [
        ("oeuvre", "a0"), ("ŒUVRE", "a0"), ("economie", "a2"), ("l’économie", "a2"), ("l'economie", "a2"),
        ("économies", "a2"), ("coeur", "a3"), ("élargir", "a3"), ("elargies", "a3"), ("widening", "a3"),
        ("economies", "a2"), ('"mise en œuvre"', "a0"), ('"MISE EN OEUVRE"', "a0"), ("écon*", "a2"), ("ECON*", "a2"),
        ("3,5 milliards", "a2"), ("3,5 milliards d’euros", "a2"), ("€3.5 billion", "a2"), ("25 %", "a3"),
        ("4 mars 2022", "a1"), ("4 March 2022", "a1"),
    ],
)  # fmt: skip
def test_it_is_found(shelf, text, alignment):
    assert ("plan-velo", alignment) in found(shelf, text)


@pytest.mark.parametrize("text", ['"œuvre en mise"', '"plan du"', "zzz", "9 milliards", '""', "", "   ", "*", '"'])
def test_it_is_not_found(shelf, text):
    assert found(shelf, text) == []


def test_a_phrase_is_as_it_was_typed_not_as_it_is_stemmed(shelf):
    assert found(shelf, '"pistes sont élargies"')
    assert not found(shelf, '"piste est élargie"')


def test_a_value_is_found_in_the_other_language(shelf):
    """The French way of writing it, looked for in the English texts only, and the other way round."""
    french = search.query(shelf, Query("3,5 milliards d’euros", lang="fr", mode="words"))
    assert [span.of(next(french).sides["en"].text) for span in next(french).sides["en"].highlights] == ["€3.5 billion"]
    assert lit_of(shelf, "€3.5 billion", "fr", lang="en") == ["3,5 milliards d’euros"]


def test_both_sides_light_up(shelf):
    assert lit_of(shelf, "Ville de Lyon", "en", lang="fr") == ["City of Lyon"]
    assert lit_of(shelf, "oeuvre", "fr") == ["œuvre"]
    assert lit_of(shelf, "oeuvre", "en") == ["Implementing the cycling plan"], "the sentence that says the same"
    assert lit_of(shelf, "repose", "en") == ["The economy of the plan rests on €3.5 billion."]


def test_what_some_words_fit_comes_after_what_all_fit(shelf):
    assert found(shelf, "economie du plan")[0][1] == "a2"
    assert len(found(shelf, "economie introuvable")) == 2


def test_a_figure_of_one_language_is_not_taken_for_loose_digits_by_another(tmp_path, make_release):
    cost = "1,2 milliard d’euros"
    told = [("paragraph", f"Il en coûte {cost}.", ((cost, "money", "1200000000", "EUR"),), ()),
            ("paragraph", "Tableau 2 : les 7 villes", (), ())]  # fmt: skip
    search.build([make_release("x", told, told)], Shelf(tmp_path), None)
    assert found(Shelf(tmp_path), "1,2 milliard") == [("x", "a0")]


def test_filters(shelf):
    assert {r for r, _ in found(shelf, "plan", release="bilan-2019")} == {"bilan-2019"}
    assert {r for r, _ in found(shelf, "plan", since="2020")} == {"plan-velo"}
    assert {r for r, _ in found(shelf, "plan", until="2019")} == {"bilan-2019"}
    assert {r for r, _ in found(shelf, "plan", since="2019-11", until="2019-11-30")} == {"bilan-2019"}
    assert found(shelf, "", entity="org.ville-de-lyon") == [("plan-velo", "a2"), ("bilan-2019", "a2")]
    assert found(shelf, "", finding=True) == [("plan-velo", "a3")]
    assert found(shelf, "", kind="heading") == [("plan-velo", "a4")]
    assert {a for _, a in found(shelf, "", kind="0-1")} == {"a3"}
    assert found(shelf, "economy", lang="fr") == []
    assert len(found(shelf, "plan", limit=1)) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"lang": "xx"}, "any, fr, en"), ({"mode": "magic"}, "words, meaning"), ({"since": "yesterday"}, "is no date")],
)
def test_what_does_not_exist_is_named(shelf, wrong, says):
    with pytest.raises(WrongUse, match=says):
        list(search.query(shelf, Query("plan", **wrong)))


def test_no_index_names_the_command(tmp_path):
    with pytest.raises(WrongUse, match="export search"):
        list(search.query(Shelf(tmp_path), Query("plan")))


def test_meaning_ranks_and_both_joins(shelf):
    near = found(shelf, "The economy of the plan rests on", mode="meaning")
    assert near[0][1] in ("a2", "a3")
    both = found(shelf, "economie", mode="both")
    assert both[0] == ("plan-velo", "a2")
    scores = [h.score for h in search.query(shelf, Query("economie", mode="both"))]
    assert scores == sorted(scores, reverse=True)
    assert {r for r, _ in found(shelf, "plan", mode="meaning", release="bilan-2019")} == {"bilan-2019"}


def test_words_alone_when_there_is_no_encoder(tmp_path, corpus):
    search.build(corpus, Shelf(tmp_path), None)
    assert found(Shelf(tmp_path), "economie", mode="both")
    with pytest.raises(WrongUse, match="no vectors"):
        found(Shelf(tmp_path), "economie", mode="meaning")


def test_the_contracts_shape(shelf):
    told = search.hit_json(next(search.query(shelf, Query("oeuvre", mode="words"))))
    assert list(told) == ["release", "alignment", "score", "page", "sides"]
    assert told["page"] == {"fr": 1, "en": 1}
    assert told["sides"]["fr"] == {"text": "La mise en œuvre du plan vélo", "highlights": [[11, 16]]}


class Many:
    """Releases by name, made anew each time; what is asked for is counted."""

    def __init__(self, make, names):
        self.make, self.names = make, names

    def __iter__(self):
        return (self.make(name, date=when) for name, when in self.names.items())


def test_what_is_added_goes_in_and_what_is_gone_goes_out(tmp_path, make_release):
    """An index that grew answers as one that was made at once, the meaning index too."""
    shelf, other = Shelf(tmp_path / "grown"), Shelf(tmp_path / "fresh")
    search.build(Many(make_release, {"a": "2020", "b": "2021"}), shelf, by_letters)
    search.build(Many(make_release, {"b": "2021", "c": "2022", "a": "2023"}), shelf, by_letters)
    search.build(Many(make_release, {"b": "2021", "c": "2022"}), shelf, by_letters)
    search.build(Many(make_release, {"b": "2021", "c": "2022"}), other, by_letters)
    for text in ("economie", "3,5 milliards", "plan velo", "écon*", '"mise en œuvre"'):
        for mode in ("words", "meaning", "both"):
            assert sorted(found(shelf, text, mode, limit=50)) == sorted(found(other, text, mode, limit=50)), (
                text,
                mode,
            )
    files = sorted(p.name for p in shelf.root.iterdir())
    assert len(files) == 3, "old vectors are swept away"


def test_an_unchanged_release_is_not_encoded_again(tmp_path, make_release):
    asked = []

    def counting(texts):
        asked.extend(texts)
        return by_letters(texts)

    search.build(Many(make_release, {"a": "2020"}), Shelf(tmp_path), counting)
    before = len(asked)
    search.build(Many(make_release, {"a": "2020"}), Shelf(tmp_path), counting)
    assert len(asked) == before > 0


def test_the_same_corpus_makes_the_same_bytes(tmp_path, corpus):
    for turn in ("one", "two"):
        search.build(corpus, Shelf(tmp_path / turn), by_letters)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / turn).iterdir()} for turn in ("one", "two"))
    assert one == two


def test_who_searches_while_it_is_made_anew_gets_an_answer(tmp_path, make_release):
    shelf = Shelf(tmp_path)
    search.build(Many(make_release, {"a": "2020"}), shelf, by_letters)
    wrong: list[BaseException] = []
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            try:
                assert ("a", "a2") in found(shelf, "economie", mode="both")
            except BaseException as error:
                wrong.append(error)
                return

    thread = threading.Thread(target=ask)
    thread.start()
    for n in range(8):
        search.build(Many(make_release, {"a": "2020", f"b{n}": "2021"}), shelf, by_letters)
    stop.set()
    thread.join()
    assert not wrong, wrong


def test_vectors_swept_away_under_who_asks_are_sought_in_the_new_index(tmp_path, make_release, monkeypatch):
    """However often that happens: here each of the first six times the vectors are opened, they are gone."""
    shelf, opened, n = Shelf(tmp_path), meaning.opened, itertools.count()
    search.build(Many(make_release, {"a": "2020"}), shelf, by_letters)

    def too_late(folder, name):
        if (turn := next(n)) < 6:
            monkeypatch.setattr(meaning, "opened", opened)
            search.build(Many(make_release, {"a": "2020", f"b{turn}": "2021"}), shelf, by_letters)
            monkeypatch.setattr(meaning, "opened", too_late)
        return opened(folder, name)

    monkeypatch.setattr(meaning, "opened", too_late)
    assert ("a", "a2") in found(shelf, "economie", mode="both")
    assert next(n) == 7


def test_vectors_that_are_gone_for_good_are_told(tmp_path, make_release):
    shelf = Shelf(tmp_path)
    search.build(Many(make_release, {"a": "2020"}), shelf, by_letters)
    for path in tmp_path.glob("search-*.bits"):
        path.unlink()
    with pytest.raises(WrongUse, match="export search"):
        found(shelf, "economie", mode="both")
    assert found(shelf, "economie", mode="words")
    search.build(Many(make_release, {"a": "2020"}), shelf, by_letters)
    assert found(shelf, "economie", mode="both")


def test_a_build_that_fails_leaves_the_old_index(shelf, make_release):
    def broken():
        yield make_release("new")
        raise RuntimeError("the disk is gone")

    before = {p.name: p.read_bytes() for p in shelf.root.iterdir()}
    with pytest.raises(RuntimeError):
        search.build(broken(), shelf, by_letters)
    assert {p.name: p.read_bytes() for p in shelf.root.iterdir()} == before


def test_a_damaged_index_is_made_anew(shelf, corpus):
    shelf.path(search.FILE).write_bytes(b"not a database" * 400)
    with pytest.raises(WrongUse, match="damaged"):
        found(shelf, "economie")
    search.build(corpus, shelf, by_letters)
    assert found(shelf, "economie")


def test_fresh_is_by_the_index_of_the_corpus(shelf):
    assert not search.fresh(shelf)
    shelf.path("index.json").write_text("{}")
    later = shelf.path(search.FILE).stat().st_mtime_ns + 10**9
    os.utime(shelf.path("index.json"), ns=(later, later))
    assert not search.fresh(shelf)
    os.utime(shelf.path(search.FILE), ns=(later, later))
    assert search.fresh(shelf)


SYNTAX = st.text(st.sampled_from("\"'*^:(){}[]+-—&|<>\\;%_,.$#@!~` \t\n\0\x1b\u202eabéœ19€NEARANDORT"), max_size=60)


@settings(max_examples=80, deadline=None)
@given(text=st.one_of(SYNTAX, st.text(max_size=80)), lang=st.sampled_from(["any", "fr", "en"]))
def test_nothing_that_is_typed_is_syntax(indexed, text, lang):
    for hit in search.query(indexed, Query(text, lang=lang, mode="words", limit=5)):
        for side in hit.sides.values():
            assert all(0 <= a < b <= len(side.text) for a, b in side.highlights)
    with sqlite3.connect(indexed.path(search.FILE)) as db:
        assert db.execute("SELECT count(*) FROM passages").fetchone()[0] == 20  # nothing was dropped


@pytest.fixture(scope="module")
def indexed(tmp_path_factory, whole_corpus):
    shelf = Shelf(tmp_path_factory.mktemp("indexed"))
    search.build(whole_corpus, shelf, None)
    return shelf


@pytest.mark.parametrize("n", range(10))
def test_a_hostile_text_can_be_found_as_what_it_is(shelf, hostile, n):
    text = hostile.text(hostile.alignments[n], "fr")
    words = [w.folded for w in analyser("fr").words(text) if not w.clitic]
    assert (hostile.id, f"a{n}") in found(shelf, " ".join(words), limit=30)


def test_a_language_without_a_folder_is_searched_without_stems(tmp_path, make_release):
    from dataclasses import replace

    release = make_release("x")
    told = release.readings["en"]
    paragraphs = tuple(replace(p, id=p.id.replace("en.", "xx.")) for p in told.document.paragraphs)
    readings = {
        "fr": release.readings["fr"],
        "xx": replace(told, document=replace(told.document, paragraphs=paragraphs)),
    }
    alignments = tuple(
        replace(a, sides={"fr": a.sides["fr"], "xx": tuple(i.replace("en.", "xx.") for i in a.sides["en"])},
                sentences=(), figures=(), entities=())
        for a in release.alignments
    )  # fmt: skip
    search.build([replace(release, readings=readings, alignments=alignments)], Shelf(tmp_path), by_letters)
    assert found(Shelf(tmp_path), "economy", lang="xx") == [("x", "a2")]
    assert found(Shelf(tmp_path), "economies", lang="xx") == []


def test_signs_and_bytes_find_the_nearest(tmp_path):
    """The two-step scan against exact cosine, on vectors around centres; more rows than a block holds."""
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(300, meaning.WIDTH))
    table = meaning._quantised(
        (centres[rng.integers(0, 300, 17_000)] + rng.normal(size=(17_000, meaning.WIDTH))).astype("f4")
    )
    with (tmp_path / "v.i8").open("wb") as first, (tmp_path / "v.bits").open("wb") as second:
        for block in meaning._blocks(iter([table[:7_000], table[7_000:]])):
            first.write(block.tobytes())
            second.write(meaning._signs(block).T.tobytes())
    vectors = meaning.opened(tmp_path, "v")
    plain = table.astype("f4")
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    hits = 0
    for row in range(0, 17_000, 1_700):
        asked = table[row].astype("f4") + rng.normal(scale=15, size=meaning.WIDTH).astype("f4")
        asked /= np.linalg.norm(asked)
        exact = plain @ asked
        near = meaning.nearest(vectors, asked, 10, None)
        assert near[0] == (row + 1, pytest.approx(float(exact[row]), abs=1e-5))
        hits += len({p for p, _ in near} & set(np.argsort(-exact)[:10] + 1))
    assert hits / 100 > 0.9
