"""Documents to readings: sentences, figures and entities of each paragraph, one language at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.languages import Language, load
from pipeline.model.document import Document, Paragraph
from pipeline.model.facts import Facts, Figure, Reading
from pipeline.model.place import Span

from .figures import figures
from .sentences import sentences


def find(
    documents: Sequence[Document], *, names: bool = True, models: Mapping[str, str] | None = None
) -> list[Reading]:
    """A reading for each document, in order. All documents of a call share one pass through the language models.

    `names=False` leaves the entities out, and with them the models: for who only needs figures and sentences.
    `models` maps a language to a spaCy package that is asked instead of the language's own.

    Raises WrongUse when there is no language data for a document's language."""
    spans: list[list[tuple[Span, ...]]] = []
    numbers: list[list[tuple[Figure, ...]]] = []
    for document in documents:
        language = load(document.source.language)
        spans.append([_sentences(p, language) for p in document.paragraphs])
        numbers.append([_figures(p, language) for p in document.paragraphs])
    if names:
        from .entities import entities

        found = entities(documents, numbers, models)
    else:
        found = [[()] * len(d.paragraphs) for d in documents]
    return [
        Reading(d, tuple(Facts(*facts) for facts in zip(s, f, e, strict=True)))
        for d, s, f, e in zip(documents, spans, numbers, found, strict=True)
    ]


def _sentences(paragraph: Paragraph, language: Language) -> tuple[Span, ...]:
    """The sentences of a paragraph; of a table its rows."""
    if paragraph.rows:
        return tuple(Span(row[0].start, row[-1].end) for row in paragraph.rows if row)
    return sentences(paragraph.text.mended, language)


def _figures(paragraph: Paragraph, language: Language) -> tuple[Figure, ...]:
    """The figures of a paragraph; in a table none runs from one cell into the next."""
    if not paragraph.rows:
        return figures(paragraph.text.mended, language, paragraph.id)
    found = [
        figure._replace(span=figure.span.shifted(cell.start))
        for row in paragraph.rows
        for cell in row
        for figure in figures(cell.of(paragraph.text.mended), language, paragraph.id)
    ]
    return tuple(figure._replace(id=f"{paragraph.id}.f{n}") for n, figure in enumerate(found, 1))
