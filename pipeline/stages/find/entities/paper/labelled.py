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
    last = lex.last.get(tokens.folds[end - 1])
    if last and label != "LOC":
        return last
    if last == "ORG" and not lex.heads.at(tokens, end - 1):
        return last
    if label == "PER" and start > 0 and tokens.tied[start] and tokens.folds[start - 1] in lex.grammar.definite:
        return "MISC"  # "the Galloway Hoard"
    return label
