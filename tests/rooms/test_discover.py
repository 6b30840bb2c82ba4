"""Discovery: release folders, piles paired by name and by content, and what a hostile folder may hold."""

from __future__ import annotations

import os
import random
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from steps import steps

from pipeline.errors import Damaged
from pipeline.exports import ROLL
from pipeline.languages import codes
from pipeline.languages.naming import naming
from pipeline.model.document import Tongue
from pipeline.stages.discover import Discovery, discover

FR = (
    "Le {day} {month_fr} {year}. La commune de {place} a consacré {sum} euros à la rénovation de {count} logements. "
    "Le maire, {person}, présente le bilan de cette opération, qui a concerné {people} habitants durant des mois. "
    "Les travaux ont été confiés à la société {firm}, et le coût du mètre carré atteint {price} euros."
)
EN = (
    "{day} {month_en} {year}. The municipality of {place} spent {sum_en} euros on the renovation of {count} homes. "
    "The mayor, {person}, presents the results of this operation, which concerned {people} inhabitants for months. "
    "The works were entrusted to the company {firm}, and the cost per square metre amounts to {price_en} euros."
)
MONTHS = (("janvier", "January"), ("mars", "March"), ("mai", "May"), ("juillet", "July"), ("octobre", "October"))
SYLLABLES = ("Bel", "Mont", "Ruf", "Gar", "Tol", "Ver", "Nau", "Pi", "Sar", "Lem", "Cor", "Dra", "Fon", "Hau")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def look(corpus: Path) -> Discovery:
    return discover(corpus, read, encode=None)


def texts(rng: random.Random) -> tuple[str, str]:
    """One release that nobody wrote: the same facts in both languages."""
    month_fr, month_en = rng.choice(MONTHS)
    name = lambda n: "".join(rng.choices(SYLLABLES, k=n)).capitalize()  # noqa: E731 - four uses, three lines below
    total, price = rng.randrange(10_000, 9_000_000), rng.randrange(900, 4_000)
    facts = {
        "day": rng.randrange(1, 29), "year": rng.randrange(2015, 2024), "month_fr": month_fr, "month_en": month_en,
        "place": f"{name(2)}-{name(2)}", "person": f"{name(2)} {name(3)}", "firm": name(3),
        "count": rng.randrange(20, 900), "people": rng.randrange(100, 9_000),
        "sum": f"{total:,}".replace(",", "\N{NO-BREAK SPACE}"), "sum_en": f"{total:,}",
        "price": f"{price / 10:.1f}".replace(".", ","), "price_en": f"{price / 10:.1f}",
    }  # fmt: skip
    return FR.format(**facts), EN.format(**facts)


def pairs(found: Discovery) -> set[tuple[str, ...]]:
    return {tuple(s.path for s in r.sources.values()) for r in found.releases}


def test_a_folder_is_a_release(tmp_path: Path) -> None:
    write(tmp_path / "bilan" / "fr.txt", "Le bilan.")
    write(tmp_path / "bilan" / "en.pdf", "%PDF-1.7")
    write(tmp_path / "bilan" / "release.toml", 'title = "Bilan"\ndate = 2021-12-09\n')
    (release,) = look(tmp_path).releases
    assert (release.id, list(release.sources), release.papers.title, release.papers.date) == (
        "bilan", ["fr", "en"], "Bilan", "2021-12-09",
    )  # fmt: skip
    assert release.sources["en"].media_type == "application/pdf"
    assert release.paths["fr"] == tmp_path / "bilan" / "fr.txt"


def test_a_missing_side_is_typed_and_the_rest_is_there(tmp_path: Path) -> None:
    write(tmp_path / "a" / "fr.txt", "Le bilan.")
    write(tmp_path / "b" / "fr.txt", "Le bilan.")
    write(tmp_path / "b" / "en.txt", "The results.")
    found = look(tmp_path)
    assert [r.id for r in found.releases] == ["a", "b"]
    (error,) = found.errors
    assert (error.release, error.language, error.path, error.error.type) == ("a", "en", "a/en", "missing-side")


def test_broken_papers_are_told(tmp_path: Path) -> None:
    for code in codes():
        write(tmp_path / "a" / f"{code}.txt", "x")
    write(tmp_path / "a" / "release.toml", "title = ")
    assert "release.toml cannot be read" in look(tmp_path).releases[0].said[0]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("x-fr.txt", "x-en.txt", "x"),
        ("x_f_2021.txt", "x_e_2021.txt", "x_2021"),
        ("x-fra.txt", "x-eng.txt", "x"),
        ("x.fr.txt", "x.en.txt", "x"),
        ("FR Bilan.txt", "EN Bilan.txt", "Bilan"),
        ("fr/bilan.txt", "en/bilan.txt", "bilan"),
        ("fr/bilan-fr.txt", "en/bilan-en.txt", "bilan"),
        ("mise-en-place-fr.txt", "mise-en-place-en.txt", "mise-en-place"),
        ("rapport-fr-FR.txt", "rapport-en-GB.txt", "rapport"),
        ("study-fr.txt", "study.txt", "study"),
        ("Bilan (français).txt", "Bilan (english).txt", "Bilan"),
    ],
)
def test_pairs_by_name(first: str, second: str, named: str, tmp_path: Path) -> None:
    french, english = texts(random.Random(1))
    write(tmp_path / first, french)
    write(tmp_path / second, english)
    (release,) = look(tmp_path).releases
    assert (release.id, pairs(look(tmp_path))) == (named, {(first, second)})
    assert release.confidence > 0.9


def test_a_name_that_lies_is_contradicted(tmp_path: Path) -> None:
    french, english = texts(random.Random(2))
    write(tmp_path / "x-en.txt", french)
    write(tmp_path / "x-fr.txt", english)
    (release,) = look(tmp_path).releases
    assert release.sources["fr"].path == "x-en.txt"
    assert len(release.said) == 2
    assert "its text is written in fr" in release.said[0]


def test_two_files_of_one_language_are_typed(tmp_path: Path) -> None:
    write(tmp_path / "x-fr.txt", texts(random.Random(3))[0])
    write(tmp_path / "x-en.txt", texts(random.Random(4))[0])
    found = look(tmp_path)
    assert not found.releases
    assert {e.error.type for e in found.errors} == {"same-language"}
    assert {e.path for e in found.errors} == {"x-fr.txt", "x-en.txt"}


def test_names_that_put_the_wrong_files_together_are_not_believed(tmp_path: Path) -> None:
    a, b = texts(random.Random(5)), texts(random.Random(6))
    write(tmp_path / "one-fr.txt", a[0])
    write(tmp_path / "one-en.txt", b[1])
    write(tmp_path / "two-fr.txt", b[0])
    write(tmp_path / "two-en.txt", a[1])
    assert pairs(look(tmp_path)) == {("one-fr.txt", "two-en.txt"), ("two-fr.txt", "one-en.txt")}


def test_a_file_that_cannot_be_read_is_paired_by_name(tmp_path: Path) -> None:
    write(tmp_path / "x-fr.pdf", "not a pdf")
    write(tmp_path / "x-en.pdf", "%PDF-1.4 broken")
    (release,) = discover(tmp_path, lambda path: "", encode=None).releases
    assert "names alone" in release.reason


def test_not_every_file_is_compared_with_every_other(tmp_path: Path) -> None:
    """Four times the files are about four times the work; they share what all releases share."""
    rng = random.Random(8)
    for n in range(80):
        for name, text in zip("ab", texts(rng), strict=True):
            write(tmp_path / "many" / f"{name}{n}.txt", text)
            if n < 20:
                write(tmp_path / "few" / f"{name}{n}.txt", text)
    assert steps(lambda: look(tmp_path / "many")) < 8 * steps(lambda: look(tmp_path / "few"))


def test_five_hundred_files_with_useless_names(tmp_path: Path) -> None:
    """220 pairs, 30 orphans of either side, some in the wrong folder, 15 of the pairs in two versions."""
    rng = random.Random(7)
    numbers = rng.sample(range(10_000), 700)
    truth: set[tuple[str, str]] = set()

    def put(text: str, folder: str) -> str:
        name = f"{folder}/scan{numbers.pop():05d}.txt"
        write(tmp_path / name, text)
        return name

    for n in range(220):
        french, english = texts(rng)
        wrong = n % 20 == 0
        truth.add((put(french, "en" if wrong else "fr"), put(english, "en")))
        if n < 15:  # a revised version: one sum is another
            again = (french.replace("logements", "appartements"), english.replace("homes", "flats"))
            changed = [t.replace(" 2", " 3").replace(" 1", " 4") for t in again]
            truth.add((put(changed[0], "fr"), put(changed[1], "en")))
    for n in range(30):
        put(texts(rng)[n % 2], "fr" if n % 2 == 0 else "en")
    found = look(tmp_path)
    got = pairs(found)
    assert len(got & truth) >= 0.98 * len(truth)
    assert len(got - truth) <= 0.02 * len(truth)
    assert sum(len(r.sources) for r in found.releases) + len(found.unpaired) + len(found.errors) == 500
    assert all(r.reason and 0 <= r.confidence <= 1 for r in found.releases)
    assert all(lone.reason for lone in found.unpaired)


def test_strange_names_make_safe_ids(tmp_path: Path) -> None:
    for name in ("a\nb", "x..", "CON", "lpt1.fr", "trail.", "a:b", "x" * 200, "=cmd", "\u202eabc", "site", "report"):
        for code in codes():
            write(tmp_path / name / f"{code}.txt", "x")
    found = look(tmp_path)
    assert len(found.releases) == 11
    for release in found.releases:
        assert not set(release.id) & set('\n\r/\\:*?"<>|')
        assert ".." not in release.id.split("/")
        assert not release.id.startswith(".")
        assert len(release.id) <= 150
    told = {r.id: r.said for r in found.releases}
    assert "site-release" in told
    assert "whole corpus" in told["site-release"][0]
    assert all(told[i] for i in told if i.startswith("a_b-"))


def test_ids_differ_where_file_systems_see_no_difference(tmp_path: Path) -> None:
    names = ["Été", unicodedata.normalize("NFD", "Été"), "ÉTÉ", "été"]
    for name in names:
        for code in codes():
            write(tmp_path / name / f"{code}.txt", "x")
    ids = [r.id for r in look(tmp_path).releases]
    assert len(ids) == len({unicodedata.normalize("NFC", i).casefold() for i in ids}) == len(list(tmp_path.iterdir()))


def test_links_out_pipes_and_devices_are_refused(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "secret.txt"
    outside.write_text("secret")
    write(corpus / "a" / "fr.txt", "x")
    (corpus / "a" / "en.txt").symlink_to(outside)
    (corpus / "etc").symlink_to("/etc")
    (corpus / "zero.pdf").symlink_to("/dev/zero")
    (corpus / "round.pdf").symlink_to("round.pdf")
    os.mkfifo(corpus / "pipe.pdf")
    (corpus / "b").mkdir()
    (corpus / "b" / "fr.txt").symlink_to(corpus / "a" / "fr.txt")
    write(corpus / "b" / "en.txt", "x")
    found = look(corpus)
    assert {e.path for e in found.errors if e.error.type == "not-a-pdf"} == {
        "a/en.txt", "etc", "zero.pdf", "round.pdf", "pipe.pdf",
    }  # fmt: skip
    assert any("lead out of the corpus" in e.error.says for e in found.errors)
    assert [e.release for e in found.errors if e.error.type == "missing-side"] == ["a"]
    assert ("b/fr.txt", "b/en.txt") in pairs(found)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    for code in codes():
        write(tmp_path / os.fsdecode(b"caf\xe9") / f"{code}.txt", "x")
    (release,) = look(tmp_path).releases
    release.id.encode()
    release.sources["fr"].path.encode()
    assert release.paths["fr"].read_bytes() == b"x"


def test_our_own_outputs_and_papers_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "out" / "a" / "release.json", "{}")
    write(tmp_path / "out" / "index.json", "{}")
    write(tmp_path / "out" / "a" / "fr.txt", "x")
    write(tmp_path / "README.md", "x")
    write(tmp_path / "bilan.docx", "x")
    found = look(tmp_path)
    assert (found.releases, [lone.path for lone in found.unpaired]) == ((), ["bilan.docx"])


def test_no_release_can_take_the_name_of_an_output() -> None:
    names = {f.partition("/")[0].casefold() for e in ROLL.values() for f in e.files} | {"corpus.jsonl", "index.json"}
    lacking = names - naming(codes()).reserved
    assert not lacking, f"languages/any/naming.toml, reserved: add {sorted(lacking)}"


def test_the_same_corpus_gives_the_same_discovery(tmp_path: Path) -> None:
    rng = random.Random(8)
    for n in range(12):
        for code, text in zip(codes(), texts(rng), strict=True):
            write(tmp_path / f"{code}{n * 7 % 12}.txt", text)
    assert repr(look(tmp_path)) == repr(look(tmp_path))


def test_texts_without_a_number_are_paired_by_sense(tmp_path: Path) -> None:
    """Nothing is written alike in both languages: only the encoder can tell. Ours is told what each text is about."""
    topics = (
        (
            "les fuites des canalisations sont réparées par la commune avec ses agents",
            "leaks in pipes are mended by the municipality with its staff",
        ),
        (
            "les autobus de nuit roulent pour ceux qui travaillent quand tout dort",
            "night buses run for those who work while all the others are asleep",
        ),
        (
            "le débroussaillement protège la forêt et les maisons de ses habitants",
            "clearing the brush protects the forest and the homes of its people",
        ),
    )
    axes = {text: n for n, pair in enumerate(topics) for text in pair}
    for n, (french, english) in enumerate(topics):
        write(tmp_path / f"a{n}.txt", french)
        write(tmp_path / f"b{(n + 1) % 3}.txt", english)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        table = np.full((len(texts), 8), 0.1, np.float32)
        for row, text in zip(table, texts, strict=True):
            row[axes[text]] = 1.0
        return table

    assert look(tmp_path).releases == ()
    found = discover(tmp_path, read, encode=encode)
    assert pairs(found) == {("a0.txt", "b1.txt"), ("a1.txt", "b2.txt"), ("a2.txt", "b0.txt")}
    assert all("like things" in r.reason for r in found.releases)


def test_a_file_that_fails_stops_no_other(tmp_path: Path) -> None:
    rng = random.Random(9)
    for n in range(3):
        for code, text in zip(codes(), texts(rng), strict=True):
            write(tmp_path / f"{n}-{code}.txt", text)

    def sample(path: Path) -> str:
        if path.name == "1-fr.txt":
            raise Damaged
        return read(path)

    found = discover(tmp_path, sample, encode=None)
    assert len(found.releases) == 3
    assert sorted("names alone" in r.reason for r in found.releases) == [False, False, True]


def test_a_language_without_data_is_told(tmp_path: Path) -> None:
    write(tmp_path / "x.txt", "La relazione annuale della corte dei conti viene pubblicata in italiano e in tedesco.")
    found = discover(tmp_path, read, lambda text, name: Tongue(name, "it", 0.99), encode=None)
    assert found.unpaired[0].reason == "written in 'it', a language there are no data for"
