"""visavis.toml: defaults without it, a sentence that names the key when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Config, Limits, read_config
from pipeline.errors import WrongUse


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path) == Config()


def test_it_is_found_in_the_corpus_and_beside_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "visavis.toml").write_text('language = "fr"\n[limits]\nseconds = 3\n', encoding="utf-8")
    assert read_config(corpus) == Config(language="fr", limits=Limits(seconds=3))
    (corpus / "visavis.toml").write_text('[checks]\norder_kept = "off"\n', encoding="utf-8")
    assert read_config(corpus).checks == {"order_kept": "off"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 1", "colour"),
        ("[limits]\nhours = 1", "hours"),
        ('[checks]\norder_kept = "awful"', "awful"),
        ("x = [", "not TOML"),
        ("[[silence]]\nreason = 'because'", "check"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "visavis.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=says):
        read_config(tmp_path)
