"""Whatever a text, a release.json, a corrections.toml or a file's name says: a value or a typed error."""

from __future__ import annotations

import json
import string
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from fuzz.targets import figures_hold, mending_holds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from steps import steps

from pipeline import codec, languages
from pipeline.corrections import read_corrections, write_corrections
from pipeline.errors import WrongUse
from pipeline.model.corrections import Anchor, Correction, Corrections
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.release import Release
from pipeline.model.text import Text
from pipeline.stages.discover.ids import give_ids
from pipeline.stages.discover.papers import read_papers
from pipeline.stages.find.figures import figures
from pipeline.stages.repair import repair

CODES = st.sampled_from(languages.codes())
# What breaks readers of figures and menders of words: numbers and signs glued in all ways, controls, halves of letters.
PIECES = st.sampled_from(
    [
        *"0123456789.,:;/-–%€$£°²³()[]«»'’\n\t œŒﬁ½Ⅻ٣万", "M€", "Md", "k", "1er", "ème", "th", "million",
        "milliards", "cent",
        "mille", "vingt", "et", "de", "à", "between", "and", "hundred", "thousand", "dozen",
        "janvier", "May", "2021", "19",
        "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}", "\x00", "\x1b[2J",
        "\ud800", "e\N{COMBINING ACUTE ACCENT}", "\ue001", "uvre", "c", "ur", "relate", "t", "o",
        "=HYPERLINK(", "<b>", "'; DROP", "NaN", "1e309",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=24).map("".join), st.lists(PIECES, max_size=16).map(" ".join), st.text(max_size=60)
)  # fmt: skip


@given(TEXTS, CODES)
def test_figures_of_any_text_stand_in_it(text: str, code: str) -> None:
    figures_hold(code, text)


@given(st.lists(TEXTS, min_size=1, max_size=5), CODES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_mending_any_text_can_be_undone(texts: list[str], code: str) -> None:
    mending_holds(code, texts)


UNITS = (
    "1", "1 ", "1.", "1,", "cent ", "vingt et ", "a hundred and ", "(", "€ ", "2021-", "œ\n", "c\nœ\nur ", "a b ", "- ",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("code", languages.codes())
def test_work_grows_with_length_and_no_faster(unit: str, code: str) -> None:
    """A search from each place to the end shows here; what a pattern does within one call, in benchmarks/odd.py."""

    def work(count: int) -> int:
        text = unit * (count // len(unit))
        document = Document(
            Source("a.txt", code), Tongue(code, code, 1.0), (Paragraph(f"{code}.0", "paragraph", Text(text)),)
        )
        return steps(lambda: (figures(text, languages.load(code)), repair(document)))

    work(200)  # what is loaded once is not counted
    assert work(2_000) <= 1_000 + 6 * work(500), f"{unit!r} is worse than linear"


@pytest.mark.parametrize("code", languages.codes())
def test_a_number_of_ten_thousand_digits_is_no_slip(code: str) -> None:
    """Python refuses to read more than 4,300 digits as one number."""
    for text in ("1" * 10_000, "1 " + "000 " * 5_000, "0," + "1" * 10_000, "1" * 10_000 + " €"):
        for figure in figures(text, languages.load(code)):
            assert figure.span.of(text) == figure.text
            assert figure.value.strip("0123456789.") == "", "a value is digits and a point, however long"


# ---------------------------------------------------------------- release.json


@cache
def _sound(make: Callable[..., Release]) -> Any:
    return json.loads(codec.encode(make()))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.just([1, 2, 3]), st.just({"span": [5, 1]}), st.just([[]]),
)  # fmt: skip


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_release_json_is_read_or_refused(make_release: Callable[..., Release], data: st.DataObject) -> None:
    told = json.loads(json.dumps(_sound(make_release)))
    for _ in range(data.draw(st.integers(1, 3))):
        _spoilt(told, data)
    try:
        release = codec.decode(json.dumps(told).encode("utf-8", "surrogatepass"))
    except WrongUse as error:
        assert "run extract again" in error.says
    else:
        assert isinstance(release, Release)


def _spoilt(told: Any, data: st.DataObject) -> None:
    """One value, somewhere, is something else, or gone."""
    here = told
    for _ in range(12):
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(here[key], (dict, list)) and here[key] and data.draw(st.integers(0, 3)):
            here = here[key]
            continue
        if data.draw(st.booleans()):
            here[key] = deepcopy(data.draw(JUNK))
        else:
            del here[key]
        return


@given(st.binary(max_size=200))
def test_bytes_that_are_no_release_are_refused(held: bytes) -> None:
    with pytest.raises(WrongUse):
        codec.decode(held)


# ---------------------------------------------------------------- corrections.toml, release.toml

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANCHORS = st.builds(Anchor, st.sampled_from(["fr", "en", "x"]), WORDS, WORDS, st.integers(1, 9))
ENTRIES = st.builds(
    Correction,
    st.sampled_from(["link", "unlink", "join", "text", "accept"]),
    st.lists(ANCHORS, min_size=1, max_size=3).map(tuple),
    WORDS, WORDS, WORDS, WORDS,
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("toml") / "corrections.toml"


@given(st.lists(ENTRIES, max_size=4))
def test_corrections_come_back_as_they_were_written(place: Path, entries: list[Correction]) -> None:
    corrections = Corrections(tuple(entries), place.name)
    write_corrections(place, corrections)
    assert read_corrections(place) == corrections


KEYS = st.sampled_from(["correction", "action", "at", "language", "begins", "nth", "title", "date", "x"])
TOML = st.recursive(
    st.one_of(st.text(max_size=6), st.integers(-9, 9), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.one_of(st.binary(max_size=80), st.dictionaries(KEYS, TOML)))
def test_any_toml_is_read_or_refused(place: Path, told: bytes | dict[str, Any]) -> None:
    try:
        place.write_bytes(told if isinstance(told, bytes) else tomli_w.dumps(told).encode())
    except UnicodeEncodeError:
        return  # half a surrogate: no file can hold it
    try:
        assert isinstance(read_corrections(place), Corrections)
    except WrongUse as error:
        assert error.says
    papers, said = read_papers(place)
    assert all(isinstance(v, str) for v in vars(papers).values())
    assert all(said)


# ---------------------------------------------------------------- ids


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_ids_are_names_of_folders_all_different(wishes: list[str]) -> None:
    ids = [own for own, _ in give_ids(wishes, frozenset({"site"}))]
    assert len({unicodedata.normalize("NFC", i.casefold()) for i in ids}) == len(wishes)
    for own in ids:
        own.encode("utf-8")
        assert own not in (".", "..", "", "site")
        assert not set(own) & set('/\\:*?"<>|' + string.whitespace[1:] + "\x00")
        assert own == own.strip(" ")
        assert not own.endswith(".")
