"""Hostile files: each ends in a text or a typed error under the default limits, and nothing else happens.

VISAVIS_MUTANTS=1600 runs that many damaged files instead of a few; benchmarks/robustness.py prints seconds and
megabytes."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pdfs.hostile import FORMS, SAID, mutants, page, said, stream

from pipeline.config import Config
from pipeline.errors import TYPES, DocumentError
from pipeline.model.document import Source
from pipeline.pool import Pool, Slip
from pipeline.run.work import ReadTask, read
from pipeline.stages.extract import extract

HERE = Path(__file__).parents[2]
SLOW = {  # they use up what they may take before it ends them: seconds of processes
    "content_that_blows_up", "content_deflated_twice", "glyphs_that_blow_up", "laughing_forms", "map_that_blows_up",
    "one_line_of_50_MB",
}  # fmt: skip
DENSE = {  # and these where pdfplumber reads them, which takes fifty times as long as pdfium
    "a_hundred_thousand_words_on_one_spot", "one_line_of_a_million_letters", "twenty_thousand_scattered_words",
}  # fmt: skip
MUTANTS = int(os.environ.get("VISAVIS_MUTANTS", "40"))


def ends(paths: list[Path], engine: str = "auto") -> dict[Path, str]:
    """How each file ended: "text", an error's type, or "SLIP: ..." for an exception that nobody foresaw."""
    config = Config()
    pool = Pool(read, 2, config.limits.seconds, config.limits.memory)
    with tempfile.TemporaryDirectory() as cache:
        tasks = (ReadTask(p.stem, Source(p.name, "fr", p.name), p, engine, config, Path(cache), True) for p in paths)
        return {task.path: _end(value) for task, value in pool.results(tasks)}


def _end(value: Any) -> str:
    if isinstance(value, Slip):
        return f"SLIP: {value.says}"
    if isinstance(value, DocumentError):
        assert value.type in TYPES
        assert value.says
        return value.type
    return "text"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every form, made and read once, in a folder where nothing else may appear."""
    folder = tmp_path_factory.mktemp("forms")
    paths = []
    for name, form in FORMS.items():
        if name in SLOW:
            continue
        path = folder / f"{name}.pdf"
        path.write_bytes(form.make())
        paths.append(path)
    found = {path.stem: end for path, end in ends(paths).items()}
    assert sorted(folder.iterdir()) == sorted(paths), "reading a file has written another"
    return found


@pytest.mark.parametrize("name", [n for n in FORMS if n not in SLOW])
def test_a_hostile_form_ends_well(name: str, outcomes: dict[str, str]) -> None:
    assert outcomes[name] in FORMS[name].right


@pytest.mark.slow
def test_hostile_forms_end_well_in_the_second_engine(tmp_path: Path) -> None:
    paths = []
    for name in FORMS:
        if name not in SLOW | DENSE:
            paths.append(tmp_path / f"{name}.pdf")
            paths[-1].write_bytes(FORMS[name].make())
    wrong = {p.stem: end for p, end in ends(paths, "pdfplumber").items() if end not in {*TYPES, "text"}}
    assert not wrong


def test_mutants_end_well(tmp_path: Path) -> None:
    parents = [page(stream(said(), packed=True)), page(stream(said()))]
    parents += [p.read_bytes() for p in sorted(HERE.glob("corpus/*/*.pdf"))[:4]]
    paths = []
    for name, data in mutants(parents, MUTANTS):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        paths.append(path)
    found = ends(paths)
    slips = {
        p.name: e for p, e in found.items() if e.startswith("SLIP") or e in ("crashed", "timed-out", "out-of-memory")
    }
    assert not slips, f"{Counter(found.values())}"
    assert len(found) == MUTANTS


TEXTS = {
    "one_line_of_50_MB": (
        b"La Cour publie son rapport. " * 1_800_000,
        {"too-large"},
    ),
    "noughts": (bytes(100_000), {"wrong-encoding", "empty", "text"}),
    "utf_16": ("La Cour publie son rapport.\n".encode("utf-16") * 3, {"text", "wrong-encoding"}),
    "half_a_surrogate": (b"La Cour \xed\xa0\x80 publie.\n", {"text", "wrong-encoding"}),
    "white": (b" \n\t\r\n\xc2\xa0\n" * 1000, {"empty"}),
    "controls": (bytes(range(32)) * 100 + b"La Cour publie.\n", {"text", "wrong-encoding"}),
    "overrides": ("\u202eLa Cour\u202c \u2066publie\u2069 \u200b\ufeff son rapport.\n".encode(), {"text"}),
    "more_pages_than_may_be": (b"La Cour\f" * 20_002, {"too-large"}),
}


@pytest.fixture(scope="module")
def text_outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("texts")
    for name, (data, _) in TEXTS.items():
        if name not in SLOW:
            (folder / f"{name}.txt").write_bytes(data)
    return {path.stem: end for path, end in ends(sorted(folder.iterdir())).items()}


@pytest.mark.parametrize("name", [n for n in TEXTS if n not in SLOW])
def test_a_hostile_text_ends_well(name: str, text_outcomes: dict[str, str]) -> None:
    assert text_outcomes[name] in TEXTS[name][1]


def test_a_damaged_file_whose_text_can_be_read_says_so(tmp_path: Path) -> None:
    sound = page(stream(said(SAID * 9), packed=True))
    at, table = sound.index(b"stream\n") + 60, sound.index(b"0000000009")
    hurt = {
        "a_byte": sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :],
        "a_length": sound.replace(b"/Length %d" % _length(sound), b"/Length %d" % (_length(sound) - 4)),
        "a_place": sound[:table] + b"0000000019" + sound[table + 10 :],
    }
    for name, data in {"sound": sound, **hurt}.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        try:
            doubts = [d.reason for d in extract(Source(path.name, "fr"), path).doubts]
        except DocumentError as error:
            assert name != "sound"
            assert error.type == "damaged"
        else:
            assert doubts == ([] if name == "sound" else ["damaged"]), name


def _length(held: bytes) -> int:
    return int(held.partition(b"/Length ")[2].split()[0])


def test_notes_and_fields_over_a_page_are_told(tmp_path: Path) -> None:
    notes = {
        10: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Vingt) /Rect [9 9 99 30] /P 3 0 R >>",
        11: b"<< /Type /Annot /Subtype /Link /Rect [9 9 99 30] /P 3 0 R >>",
        12: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (b) /V () /Rect [9 9 99 30] /P 3 0 R >>",
    }
    over = ">> /Annots [10 0 R 11 0 R 12 0 R] /More <<"  # closes the page's resources
    for name, shown in (("text", said()), ("fields", b"")):
        data = page(stream(shown), over, more=notes)
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        try:
            told = [(d.reason, d.times) for d in extract(Source(path.name, "fr"), path).doubts]
        except DocumentError as error:
            assert (name, error.type) == ("fields", "empty")
            assert "fields that were filled in" in error.says
        else:
            assert (name, told) == ("text", [("notes-not-read", 1)])


@pytest.mark.slow
def test_bombs_end_well(tmp_path: Path) -> None:
    paths, right = [], {}
    for name in sorted(SLOW):
        made = (FORMS[name].make(), FORMS[name].right) if name in FORMS else TEXTS[name]
        path = tmp_path / f"{name}.{'pdf' if name in FORMS else 'txt'}"
        path.write_bytes(made[0])
        paths.append(path)
        right[name] = made[1]
    wrong = {p.stem: end for p, end in ends(paths).items() if end not in right[p.stem]}
    assert not wrong
