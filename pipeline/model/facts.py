"""What was found in a document: sentences, figures, entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from .document import Document
from .place import Span

FigureKind = Literal["number", "ordinal", "percent", "money", "quantity", "ratio", "date", "duration"]
Comparator = Literal[">", "<", ">=", "<=", "~"]
Label = Literal["PER", "ORG", "LOC", "MISC"]


class Figure(NamedTuple):
    """A number of the text with its value. `span` is in the paragraph's mended text.

    `value` (and `to`, the end of a range, in the same form): a decimal string without exponent or trailing zeros; a
    date in EDTF (2021-12-09, 2021-06, 2019, 199X, XXXX-12-09); a duration in ISO 8601 (P3Y); a ratio "19/33".
    `unit`: ISO 4217 for money; for a quantity a singular British unit name with _ (kilometre) or, for things that are
    counted, the head noun's lemma in its own language. `per`: year month week day hour, or a unit.
    `id` is `<paragraph id>.f<n>`, n from 1; empty where there is no paragraph (the doors `find` and `compare`).
    `open`: a reading that the text leaves open (12/10/2023, "billion" in an old French text), said for a person."""

    id: str
    span: Span
    text: str
    kind: FigureKind
    value: str
    to: str | None = None
    unit: str | None = None
    per: str | None = None
    comparator: Comparator | None = None
    open: str = ""


class Entity(NamedTuple):
    """A name. `key` is the same for the same thing in every language; `found_by` names the witnesses, joined by +."""

    id: str
    span: Span
    text: str
    label: Label
    key: str
    found_by: str


class Facts(NamedTuple):
    """All that was found in one paragraph; sentences cover the mended text, white space between them apart."""

    sentences: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A document and, for each of its paragraphs in the same order, its facts."""

    document: Document
    facts: tuple[Facts, ...]

    def __post_init__(self) -> None:
        if len(self.facts) != len(self.document.paragraphs):
            raise ValueError(f"{len(self.document.paragraphs)} paragraphs, {len(self.facts)} facts")
