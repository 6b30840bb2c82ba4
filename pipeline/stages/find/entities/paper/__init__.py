"""One document under reading: what its witnesses said of each paragraph, and what it says of its own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.document import Document
from pipeline.model.facts import Figure, Label
from pipeline.model.place import Span

from .asked import questions
from .certain import explain
from .heard import hear
from .settling import names
from .sheet import Notes, Sheet, notes


class Paper:
    """A document's paragraphs with their candidates; `questions` and `hear`, then `names`."""

    def __init__(self, told: Notes) -> None:
        self._notes = told

    @classmethod
    def of(cls, document: Document, figures: Sequence[tuple[Figure, ...]]) -> Paper:
        """What the certain witnesses say of a document; `figures` are those of each paragraph."""
        told = notes(document, figures)
        explain(told)
        return cls(told)

    @property
    def code(self) -> str:
        """The language whose grammar it is read with."""
        return self._notes.lexicon.grammar.code

    def questions(self) -> Iterator[tuple[int, Span, str]]:
        """(paragraph, stretch of its text, that text) where a capital stands that no certain witness explains."""
        for n, span in questions(self._notes):
            yield n, span, span.of(self._notes.sheets[n].tokens.text)

    def hear(self, n: int, said: Sequence[tuple[Span, str]]) -> None:
        """Takes down what the model said of paragraph n: spans of the paragraph, the model's own labels."""
        hear(self._notes, n, said)

    def names(self) -> Iterator[tuple[Sheet, list[tuple[Span, Label, str, str]]]]:
        """For each paragraph (its sheet, [(span, label, key, witnesses)])."""
        return names(self._notes)
