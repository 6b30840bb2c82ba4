"""Corpus and outputs in an object store (fsspec's own, in memory): the same corpus, only changes are moved."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from laid import files, lay

from pipeline.errors import WrongUse
from pipeline.run.remote import is_remote, mirrored

fsspec = pytest.importorskip("fsspec", reason="the [dask] extra is not installed")


def test_what_lies_there_is_here_and_what_changes_here_is_put_there(tmp_path: Path) -> None:
    place = f"memory://{uuid.uuid4().hex}"
    store, root = fsspec.core.url_to_fs(place)
    store.pipe_file(f"{root}/a/fr.txt", b"un")
    store.pipe_file(f"{root}/old.txt", b"old")
    with mirrored(place, tmp_path, put_back=True) as local:
        assert files(local).keys() >= {"a/fr.txt", "old.txt"}
        (local / "new.txt").write_bytes(b"new")
        (local / "old.txt").unlink()
    assert store.cat_file(f"{root}/new.txt") == b"new"
    assert not store.exists(f"{root}/old.txt")
    store.pipe_file(f"{root}/a/fr.txt", b"deux")
    store.rm_file(f"{root}/new.txt")
    with mirrored(place, tmp_path, put_back=False) as local:
        assert (local / "a" / "fr.txt").read_bytes() == b"deux"
        assert not (local / "new.txt").exists()


def test_what_was_finished_is_put_there_even_when_the_run_fails(tmp_path: Path) -> None:
    place = f"memory://{uuid.uuid4().hex}"
    with pytest.raises(ZeroDivisionError), mirrored(place, tmp_path, put_back=True) as local:
        lay(local, "one")
        raise ZeroDivisionError
    store, root = fsspec.core.url_to_fs(place)
    assert store.exists(f"{root}/one/fr.txt")


def test_a_store_that_is_not_known_is_said_so(tmp_path: Path) -> None:
    assert not is_remote("outputs")
    with pytest.raises(WrongUse, match="nosuch"), mirrored("nosuch://x", tmp_path, put_back=False):
        pass
