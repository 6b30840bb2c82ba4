"""Values kept by content; what cannot be read back is simply absent; what was not used for longest goes first."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.run.cache import Cache, fingerprint, key_of


def test_a_value_comes_back_and_a_cut_one_is_absent(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("pages", "k", {"a": (1, 2)})
    assert cache.get("pages", "k") == {"a": (1, 2)}
    assert cache.has("pages", "k")
    path = tmp_path / "pages" / "k"
    path.write_bytes(path.read_bytes()[:7])
    assert cache.get("pages", "k") is None
    assert cache.get("pages", "other") is None


def test_a_fresh_cache_reads_nothing(tmp_path: Path) -> None:
    Cache(tmp_path).put("pages", "k", 1)
    fresh = Cache(tmp_path, fresh=True)
    assert not fresh.has("pages", "k")
    assert fresh.get("pages", "k") is None


def test_pruning_drops_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for n in range(4):
        cache.put("reading", str(n), b"x" * 1000)
        os.utime(tmp_path / "reading" / str(n), (n, n))
    assert cache.get("reading", "0")  # used again: now the youngest
    assert cache.prune(0.0022) == 2
    assert sorted(p.name for p in (tmp_path / "reading").iterdir()) == ["0", "3"]
    assert [(u.stage, u.files) for u in cache.usage()] == [("reading", 2)]


def test_keys_depend_on_the_stage_and_on_every_part() -> None:
    keys = {key_of("pages", "a"), key_of("document", "a"), key_of("pages", "a", "b"), key_of("pages", "ab")}
    assert len(keys) == 4
    assert fingerprint("pages") != fingerprint("checked")
