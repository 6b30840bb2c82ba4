"""The fuzzed targets, fed with where they begin, some chance, and what the fuzzer has found (`make fuzz`)."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.document import Document

sys.path.insert(0, str(Path(__file__).parents[1]))
from fuzz import targets
from fuzz.targets import SEEDS, TARGETS

# What broke once, with what it broke: each is as small as it could be made.
FOUND: dict[str, dict[str, bytes]] = {
    "codec": {
        "a confidence that is null": b"]\x90\x90\xe0\x00\x00\x00\x00\x00\x00]",
        "half a character": b"](\x87\x86\xd6\x86\x88\x86\x86\x9c",
    },
    "review_xlsx": {
        "a sheet that ends in the middle": b"\xb1",
        "a row that says it is a later one than any": b"\xff&\0\0n\5\0\5" + bytes(7) + b"\3\5\0",
    },
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_its_seeds_and_for_chance(name: str) -> None:
    rng = random.Random(name)
    for seed in SEEDS[name]:
        TARGETS[name](seed)
        for _ in range(6):
            data = bytearray(seed)
            for _ in range(rng.randrange(1, 6)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            TARGETS[name](bytes(data))
    for _ in range(12):
        TARGETS[name](rng.randbytes(rng.randrange(60)))


@pytest.mark.parametrize(("name", "what"), [(n, w) for n, found in FOUND.items() for w in found])
def test_what_was_found_stays_mended(name: str, what: str) -> None:
    TARGETS[name](FOUND[name][what])


@pytest.mark.parametrize(("name", "room"), [("repair", "repair"), ("figures", "figures")])
def test_a_target_sees_what_is_wrong(name: str, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target asserts by itself: with a room that loses what it was given, the same seeds fail."""
    right = getattr(targets, room)

    def careless(*given: object) -> object:
        got = right(*given)
        if isinstance(got, Document):
            return replace(got, paragraphs=())
        return tuple(f._replace(text=f.text + "?") for f in got)

    monkeypatch.setattr(targets, room, careless)
    with pytest.raises(AssertionError):
        for seed in SEEDS[name]:
            TARGETS[name](seed)
