"""The statistical witness: spaCy's only door. One model a language, tok2vec and ner alone, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pipeline.errors import WrongUse
from pipeline.languages import load
from pipeline.model.place import Span

BATCH = 128  # texts a batch: 64 to 256 differ by less than the noise (14,000 words/s of French, one core)
_IDLE = ("morphologizer", "tagger", "parser", "lemmatizer", "attribute_ruler", "senter")


@cache
def _model(package: str) -> Any:
    """The pipeline of this package. Raises WrongUse when it is not installed."""
    import importlib

    try:
        return importlib.import_module(package).load(exclude=list(_IDLE))
    except ModuleNotFoundError:
        raise WrongUse(f"the model {package} is not installed: see `visavis doctor`") from None


def named(code: str, texts: Sequence[str], package: str = "") -> list[list[tuple[Span, str]]]:
    """For each text the spans the model takes for names, with the model's own label.

    `package` is asked instead of the language's own model; a language without any finds nothing."""
    package = package or load(code).spacy_model
    if not package or not texts:
        return [[] for _ in texts]
    model = _model(package)
    out = []
    for doc in model.pipe(texts, batch_size=BATCH):
        out.append([(Span(e.start_char, e.end_char), e.label_) for e in doc.ents])
    return out
