"""Any model of sentence-transformers (LaBSE ...) behind the same door; needs the `labse` extra."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import WrongUse

from .measure import measured, probes
from .network import Floats, Sums

_SMALL = 1_000_000  # bytes of a file up to which all of it says which model a folder holds; of larger ones the ends
_END = 65_536


class Transformer:
    """Here a sum is a vector weighted by the length of its text: what neighbours joined come to, nearly.

    What all texts have in common (measure.py) is taken away, so that texts which have nothing to do with each other
    have cosines near 0 whatever the model."""

    marks = 0.0
    threads = 1  # the library's own affair

    def __init__(self, model: Any) -> None:
        self._model = model
        size = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
        self.width = int(size())
        sides = [self._plain(texts) for texts in probes()]
        self.measure = measured(sides)
        self.stretch = self.measure.stretch

    def sums(self, texts: Sequence[str]) -> Sums:
        lengths = np.fromiter((max(1, len(t)) for t in texts), dtype=np.float32, count=len(texts))
        weighted = (self._plain(texts) - self.measure.common) * lengths[:, None]
        none = np.zeros_like(weighted)
        return Sums(weighted, none, none, lengths)

    def finish(self, got: Sums) -> Floats:
        return _unit(got.sums)

    def _plain(self, texts: Sequence[str]) -> Floats:
        """Unit vectors as the model gives them; a text's vector does not depend on its neighbours."""
        vectors = self._model.encode(list(texts), batch_size=64, convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.width))


def _unit(rows: Floats) -> Floats:
    out: Floats = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return out


def load_model(model: str) -> Transformer:
    """A model by name or folder. Nothing is fetched unless HF_HUB_OFFLINE=0 allows it. Raises WrongUse when the library
    or the model is not to be had."""
    offline = os.environ.setdefault("HF_HUB_OFFLINE", "1") != "0"  # the hub's library reads it as it is loaded
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # no bars on stderr but our own
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # no threads that a fork would lose
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise WrongUse(
            f"the encoder sentence-transformers:{model} needs a library that is not installed: "
            "pip install 'visavis[labse]'"
        ) from None
    try:
        return Transformer(SentenceTransformer(model, local_files_only=offline))
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        why = " ".join(str(error).split())[:200]
        raise WrongUse(
            f"the encoder sentence-transformers:{model} cannot be loaded: {_remedy(model)} ({why})"
        ) from None


def _remedy(model: str) -> str:
    if Path(model).is_dir():
        return "the folder holds no sound model of sentence-transformers (modules.json, config.json, weights)"
    if Path(model).is_absolute() or model.startswith("."):
        return "there is no such folder"
    return f"it is not on this machine; fetch it once (hf download {model}), or name a folder that holds it"


def content_of(model: str) -> str:
    """What distinguishes the model in a folder from another that lay there; "" for a model by name."""
    folder = Path(model)
    if not folder.is_dir():
        return ""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode("utf-8", "surrogatepass"))
        with path.open("rb") as file:
            digest.update(file.read(_SMALL if size <= _SMALL else _END))
            if size > _SMALL:
                file.seek(-_END, os.SEEK_END)
                digest.update(file.read())
    return digest.hexdigest()
