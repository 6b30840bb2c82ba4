"""A pile whose names say nothing: contested pairs are compared closely, versions go with their own, doubt is told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.pairing import invented, lay
from pipeline.encoder import encode
from pipeline.languages import codes
from pipeline.model.document import Tongue
from pipeline.stages.discover import assign, discover
from pipeline.stages.discover.assign import Candidate, Field
from pipeline.stages.discover.closely import closely, units_of
from pipeline.stages.discover.likeness import Likeness
from pipeline.stages.discover.profile import READ, Profile, signs
from pipeline.stages.discover.walk import File
from pipeline.stages.identify import identify

TOWNS = ("Lyon", "Nantes", "Rouen", "Dijon", "Tours", "Metz", "Nancy", "Reims", "Angers", "Limoges")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def profile(name: str, code: str, text: str) -> Profile:
    return Profile(File(Path(name), name, "text/plain"), Tongue(code, code, 1.0), code, signs(text[:READ], code), text)


def test_short_releases_of_one_publisher_in_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas, subjects and dates repeat themselves, some were revised, a third lacks a side; few are compared."""
    draw = random.Random(4)
    truth = lay(tmp_path, invented(draw, 2021), 160, 0.2, draw)
    counted: list[int] = []
    monkeypatch.setattr(assign, "closely", lambda pairs, *rest: counted.append(len(pairs)) or closely(pairs, *rest))
    found = discover(tmp_path, read, identify, encode)
    paired = [[truth[s.path] for s in r.sources.values()] for r in found.releases]
    wanted = sum(list(truth.values()).count(key) == 2 for key in set(truth.values()))
    right = sum(one == two for one, two in paired)
    of_two = sum(one.partition(".")[0] != two.partition(".")[0] for one, two in paired)
    assert right >= 0.98 * wanted
    assert of_two == 0
    assert 0 < sum(counted) < 3 * len(truth), "it compares everything with everything"
    sure = [one == two for r, (one, two) in zip(found.releases, paired, strict=True) if r.confidence >= 0.9]
    assert sum(sure) >= 0.9 * len(sure)


def test_versions_that_differ_behind_the_first_page(tmp_path: Path) -> None:
    fr = [
        f"Le site de {town} a reçu {n * 37 + 1200} visiteurs et employé {n + 20} agents."
        for n, town in enumerate(TOWNS * 8)
    ]
    en = [
        f"The {town} site received {n * 37 + 1200} visitors and employed {n + 20} staff."
        for n, town in enumerate(TOWNS * 8)
    ]
    assert min(len(" ".join(own[:70])) for own in (fr, en)) > READ
    names = {codes()[0]: ("1", "2"), codes()[1]: ("9", "7")}
    for version, number in enumerate((5310, 6720)):
        ends = (f"Au total, {number} foyers sont concernés.", f"In all, {number} households are affected.")
        for code, own, end in zip(codes(), (fr, en), ends, strict=True):
            (tmp_path / f"{names[code][version]}.txt").write_text(" ".join([*own, end]), encoding="utf-8")
    found = discover(tmp_path, read, identify, None)
    assert {tuple(s.path for s in r.sources.values()) for r in found.releases} == {
        ("1.txt", "9.txt"), ("2.txt", "7.txt"),
    }  # fmt: skip
    assert all(r.confidence > 0.8 for r in found.releases)


def test_two_copies_are_told_to_be_a_toss_up(tmp_path: Path) -> None:
    text = {
        "fr": "La mairie de Cholet a voté 4 812 euros pour 37 bancs, le 3 mai 2021, sur avis de Mme Pichon.",
        "en": "Cholet town hall voted 4,812 euros for 37 benches on 3 May 2021, on the advice of Ms Pichon.",
    }
    for name, code in (("1", "fr"), ("2", "en"), ("3", "en")):
        (tmp_path / f"{name}.txt").write_text(text[code], encoding="utf-8")
    found = discover(tmp_path, read, identify, None)
    assert len(found.releases) == 1
    assert found.releases[0].confidence <= 0.55
    assert "which has another partner" in found.unpaired[0].reason


def _letters(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder for which texts mean the same when they begin with the same letter."""
    table = np.zeros((len(texts), 128), np.float32)
    for row, text in zip(table, texts, strict=True):
        row[ord(text[0]) % 128] = 1.0
    return table


def test_what_is_compared_closely() -> None:
    long = [f"{letter} says {'more ' * 14}and ends." for letter in "ABCD"]
    whole, other = profile("1", "fr", " ".join(long)), profile("2", "en", " ".join(long))
    part, turned = profile("3", "en", " ".join(long[:3])), profile("4", "en", " ".join(reversed(long)))
    got = closely([(whole, other), (whole, part), (whole, turned)], {}, _letters, READ)
    assert [round(c.shared, 2) for c in got[:2]] == [1.0, 0.86]
    assert got[0].mass > got[1].mass > got[2].mass
    assert got[2].shared < 0.5, "what answers each other must stand in order"


def test_sentences_that_answer_each_other_with_other_numbers_clash() -> None:
    here = profile("1", "fr", f"A {'word ' * 14}costs 4 812 euros, telephone 01 40 00 00 00.")
    there = profile("2", "en", f"A {'word ' * 14}costs 4,813 euros, telephone +33 1 40 00 00 00.")
    same = profile("3", "en", f"A {'word ' * 14}costs 4,812 euros, telephone +33 1 40 00 00 00.")
    assert [c.clash for c in closely([(here, there), (here, same)], {}, _letters, READ)] == [1, 0]


def test_units_are_neither_lines_nor_pages() -> None:
    text = "One. Two. " + "Three goes on. " * 12 + "x" * 1000
    assert all(60 <= len(u) <= 400 for u in units_of(text)[:-1])
    assert "".join(units_of(text)).replace(" ", "") == text.replace(" ", "")


def test_partners_are_exchanged_where_both_gain() -> None:
    """The likest of all pairs leaves too little for the others."""

    def one(i: int, j: int, worth: float) -> Candidate:
        return Candidate(Likeness(i, j, 0.0, 0.0, 0), 3.0, worth)

    field = Field([one(0, 0, 10.0), one(0, 1, 9.0), one(1, 0, 9.0), one(1, 1, 1.0)])
    field.choose()
    assert sorted(c.spot for c in field.chosen.values()) == [(0, 1), (1, 0)]
    assert field.rivals(field.chosen[0]) == [7.0], "one rival: the exchange of both pairs"


def test_two_versions_of_which_one_side_each_is_there_are_told(tmp_path: Path) -> None:
    """Nothing better is there, so they are a pair; but nobody shall take it for sure."""
    fr = [
        f"Le site de {town} a reçu {n * 37 + 1200} visiteurs et employé {n + 20} agents."
        for n, town in enumerate(TOWNS)
    ]
    en = [
        f"The {town} site received {n * 37 + 1200} visitors and employed {n + 20} staff."
        for n, town in enumerate(TOWNS)
    ]
    (tmp_path / "1.txt").write_text(" ".join([*fr, "Au total, 5310 foyers de la région sont concernés."]), "utf-8")
    (tmp_path / "2.txt").write_text(" ".join([*en, "In all, 6720 households of the region are affected."]), "utf-8")
    found = discover(tmp_path, read, identify, encode)
    assert len(found.releases) == 1
    assert found.releases[0].confidence <= 0.5
    assert "different numbers" in found.releases[0].reason
