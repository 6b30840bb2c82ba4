"""What a name that only the model saw is: its last word may say it, or the article before it."""

from __future__ import annotations

from pipeline.model.facts import Label
from pipeline.stages.find.entities.tokens import Tokens

from .sheet import Notes


def label_of(notes: Notes, tokens: Tokens, start: int, end: int, label: Label) -> Label:
    """The label of words `start` to `end`, which the model calls `label`.

    A firm's or a body's last word makes a body of it, in a text of any language ("Risk Assessment Group"); a person
    stands after no article."""
    lex = notes.lexicon
    if end - start < 2 or not tokens.caps[end - 1] or tokens.loud:
        return label
    if label == "PER" and tokens.folds[start] in lex.given:
        return label
    word = tokens.folds[end - 1]
    if label != "LOC" and word in lex.last:
        return lex.last[word]
    if label in ("PER", "LOC") and word in lex.firms:
        return "ORG"
    if label == "PER" and start > 0 and tokens.tied[start] and tokens.folds[start - 1] in lex.grammar.definite:
        return "MISC"  # "the Galloway Hoard"
    return label
