"""The face: what is wrong in a call is said in one sentence, never shown as a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app, main
from pipeline.errors import WrongUse


@pytest.mark.parametrize(
    ("words", "line", "says"),
    [
        (["align"], '{"id": "a", "sides": {"fr": ["Bonjour."]}}', '"sides"'),
        (["align"], '{"id": "a", "level": "word", "sides": {"fr": ["a"], "en": ["b"]}}', "paragraph, sentence"),
        (["align"], r'{"id": "a", "sides": {"fr": ["\ud800"], "en": ["b"]}}', "surrogate"),
        (["compare"], r'{"id": "a", "sides": {"fr": "3 km \udc00", "en": "3 km"}}', "surrogate"),
        (["compare"], '{"id": "a", "sides": {"fr": "3 km"}}', '"sides"'),
        (["compare"], "[" * 100_000, "nested too deeply"),
        (["text", "nowhere.pdf"], "", "no file"),
        (["text", "."], "", "is a folder"),
    ],
)
def test_a_bad_line_is_told_with_what_is_wrong(words: list[str], line: str, says: str) -> None:
    ended = CliRunner().invoke(app, words, input=line)
    assert isinstance(ended.exception, WrongUse)
    assert says in ended.exception.says


@pytest.mark.parametrize("bad", ["\xff\n", "x" * 5_000_000])
def test_what_stands_before_a_bad_line_is_answered(bad: str) -> None:
    ended = CliRunner().invoke(app, ["find", "--lang", "fr"], input=b"Le 4 mars 2022.\nRien.\n" + bad.encode("latin-1"))
    assert isinstance(ended.exception, WrongUse)
    assert "line 3" in ended.exception.says
    assert [json.loads(line)["text"] for line in ended.stdout.splitlines()] == ["Le 4 mars 2022.", "Rien."]


@pytest.mark.parametrize("door", ["align", "compare"])
def test_items_before_a_bad_one_are_answered(door: str) -> None:
    sound = {"fr": "Le plan coûte 3 M€.", "en": "The plan costs €3 million."}
    sides = {code: [text] for code, text in sound.items()} if door == "align" else sound
    lines = [json.dumps({"id": "one", "sides": sides}), json.dumps({"id": "two", "sides": 5})]
    ended = CliRunner().invoke(app, [door], input="\n".join(lines))
    assert isinstance(ended.exception, WrongUse)
    assert [json.loads(line)["id"] for line in ended.stdout.splitlines()] == ["one"]


def test_a_text_too_long_to_compare_is_refused() -> None:
    line = json.dumps({"id": "book", "sides": {"fr": "mot " * 60_000, "en": "word " * 60_000}})
    ended = CliRunner().invoke(app, ["compare"], input=line)
    assert isinstance(ended.exception, WrongUse)
    assert "'book'" in ended.exception.says


def test_a_pair_of_surrogates_is_a_character() -> None:
    from pipeline.cli.speak import read_json_lines

    line = rb'{"text": "\ud83d\ude00"}'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
        assert [o["text"] for o in read_json_lines("-", 100)] == ["\N{GRINNING FACE}"]


def test_the_cache_is_shown_without_pruning(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["cache", "--from", str(tmp_path)])
    assert ended.exit_code == 0
    assert "stage" in ended.stdout


def test_a_reader_who_has_seen_enough_is_no_fault() -> None:
    """`visavis schema | head -c 1`: 1 is our word for faults found, and there are none."""
    with subprocess.Popen([sys.executable, "-m", "pipeline", "schema"], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(30) == 0


def test_main_is_the_console_command() -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as end:
        patch.setattr(sys, "argv", ["visavis", "text", "nowhere.pdf"])
        main()
    assert end.value.code == 2
