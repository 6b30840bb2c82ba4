"""Any model of sentence-transformers (LaBSE ...) behind the same door; needs the `labse` extra."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.errors import WrongUse

from .network import Floats, Sums


class Transformer:
    """Here a sum is a vector weighted by the length of its text: what neighbours joined come to, nearly."""

    marks = 0.0
    threads = 1  # the library's own affair

    def __init__(self, model: Any) -> None:
        self._model = model
        size = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
        self.width = int(size())

    def sums(self, texts: Sequence[str]) -> Sums:
        vectors = np.asarray(
            self._model.encode(list(texts), batch_size=64, convert_to_numpy=True, show_progress_bar=False),
            dtype=np.float32,
        )
        lengths = np.fromiter((max(1, len(t)) for t in texts), dtype=np.float32, count=len(texts))
        norm = np.linalg.norm(vectors, axis=1, keepdims=True)
        weighted = vectors / np.maximum(norm, 1e-9) * lengths[:, None]
        none = np.zeros_like(weighted)
        return Sums(weighted, none, none, lengths)

    def finish(self, got: Sums) -> Floats:
        norm = np.linalg.norm(got.sums, axis=1, keepdims=True)
        out: Floats = (got.sums / np.maximum(norm, 1e-9)).astype(np.float32)
        return out


def load_model(model: str) -> Transformer:
    """A model by name or folder. Raises WrongUse when the library or the model is not to be had."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise WrongUse(
            f"the encoder sentence-transformers:{model} needs a library that is not installed: "
            "pip install 'visavis[labse]'"
        ) from None
    try:
        return Transformer(SentenceTransformer(model))
    except (OSError, ValueError) as error:
        raise WrongUse(f"the encoder sentence-transformers:{model} cannot be loaded: {error}") from None
