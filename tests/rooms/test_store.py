"""Files appear whole or not at all; releases are read back one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.errors import WrongUse
from pipeline.store import Shelf, sha256_of


def test_a_file_appears_when_it_is_finished(tmp_path: Path) -> None:
    with Shelf(tmp_path).text("a/b.txt") as file:
        file.write("œuvre\n")
        assert not (tmp_path / "a" / "b.txt").exists()
    assert (tmp_path / "a" / "b.txt").read_bytes() == "œuvre\n".encode()


def test_a_file_whose_writing_fails_leaves_the_old_one_and_no_rest(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.binary_whole("x", b"old")
    with pytest.raises(ZeroDivisionError), shelf.binary("x") as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert (tmp_path / "x").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with shelf.folder("site") as made:
        made.binary_whole("old.html", b"1")
    with shelf.folder("site") as made:
        made.binary_whole("new.html", b"2")
        assert (tmp_path / "site" / "old.html").exists()
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["new.html"]
    with pytest.raises(ZeroDivisionError), shelf.folder("site") as made:
        made.binary_whole("half.html", b"3")
        raise ZeroDivisionError
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["new.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_the_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "e").write_bytes(b"")
    assert sha256_of(tmp_path / "e") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_reading_back_where_nothing_was_written_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="visavis extract"):
        pipeline.load(tmp_path)
    (tmp_path / "index.json").write_text("{", encoding="utf-8")
    with pytest.raises(WrongUse, match="damaged"):
        pipeline.load(tmp_path)
