"""Documents to readings: sentences, figures and entities of each paragraph, one language at a time."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.languages import load
from pipeline.model.document import Document
from pipeline.model.facts import Facts, Figure, Reading
from pipeline.model.place import Span

from .figures import figures
from .sentences import sentences


def find(documents: Sequence[Document], *, names: bool = True) -> list[Reading]:
    """A reading for each document, in order. All documents of a call share one pass through the language models.

    `names=False` leaves the entities out, and with them the models: for who only needs figures and sentences.

    Raises WrongUse when there is no language data for a document's language."""
    spans: list[list[tuple[Span, ...]]] = []
    numbers: list[list[tuple[Figure, ...]]] = []
    for document in documents:
        language = load(document.source.language)
        spans.append([sentences(p.text.mended, language) for p in document.paragraphs])
        numbers.append([figures(p.text.mended, language, p.id) for p in document.paragraphs])
    if names:
        from .entities import entities

        found = entities(documents, numbers)
    else:
        found = [[()] * len(d.paragraphs) for d in documents]
    return [
        Reading(d, tuple(Facts(*facts) for facts in zip(s, f, e, strict=True)))
        for d, s, f, e in zip(documents, spans, numbers, found, strict=True)
    ]
