"""Names of persons, bodies, places and measures: several witnesses, one reading, one key.

What is certain comes first: the tables, the institution grammar of the language, titles, quotation marks, the
document's own explanations of its acronyms. The statistical model is asked only about sentences in which a capital is
left that nobody has explained, in one batch over all documents of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.document import Document
from pipeline.model.facts import Entity, Figure, Label
from pipeline.model.place import Span

from .paper import Paper


def entities(
    documents: Sequence[Document],
    figures: Sequence[Sequence[tuple[Figure, ...]]],
    models: Mapping[str, str] | None = None,
) -> list[list[tuple[Entity, ...]]]:
    """For each document and each of its paragraphs the names in it, in order, ids `<paragraph>.e<n>` from 1.

    `figures` are those of the same paragraphs: what is a figure is no name. Names of one paragraph do not overlap.
    `models` maps a language to the package that is asked instead of the language's own."""
    papers = [Paper.of(d, f) for d, f in zip(documents, figures, strict=True)]
    _ask_the_model(papers, models or {})
    return [[_entities(sheet.tokens.text, sheet.id, found) for sheet, found in paper.names()] for paper in papers]


def _ask_the_model(papers: Sequence[Paper], models: Mapping[str, str]) -> None:
    from .model import named

    for code in dict.fromkeys(p.code for p in papers):
        asked = [(paper, *question) for paper in papers if paper.code == code for question in paper.questions()]
        once = list(dict.fromkeys(text for *_, text in asked))
        answers = dict(zip(once, named(code, once, models.get(code, "")), strict=True))
        for paper, n, span, text in asked:
            paper.hear(n, [(s.shifted(span.start), label) for s, label in answers[text]])


def _entities(text: str, pid: str, found: Sequence[tuple[Span, Label, str, str]]) -> tuple[Entity, ...]:
    return tuple(
        Entity(f"{pid}.e{n}" if pid else f"e{n}", span, span.of(text), label, key, by)
        for n, (span, label, key, by) in enumerate(found, 1)
    )
