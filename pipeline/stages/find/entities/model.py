"""The statistical witness: spaCy's only door. One model a language, tok2vec and ner alone, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pipeline.languages import load
from pipeline.model.place import Span

BATCH = 128  # texts a batch: 64 to 256 differ by less than the noise (14,000 words/s of French, one core)
_IDLE = ("morphologizer", "tagger", "parser", "lemmatizer", "attribute_ruler", "senter")


@cache
def _model(code: str) -> Any:
    """The language's pipeline, or None when its folder names no model."""
    name = load(code).spacy_model
    if not name:
        return None
    import importlib

    return importlib.import_module(name).load(exclude=list(_IDLE))


def named(code: str, texts: Sequence[str]) -> list[list[tuple[Span, str]]]:
    """For each text the spans the model takes for names, with the model's own label."""
    model = _model(code)
    if model is None or not texts:
        return [[] for _ in texts]
    out = []
    for doc in model.pipe(texts, batch_size=BATCH):
        out.append([(Span(e.start_char, e.end_char), e.label_) for e in doc.ents])
    return out
