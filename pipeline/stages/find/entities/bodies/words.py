"""A text as the institution grammar sees it, and a name in the making."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from pipeline.stages.find.entities.lexicon import Form, Lexicon
from pipeline.stages.find.entities.tokens import Tokens

LONGEST = 22  # words of a name; the longest of the tables has 17


@dataclass
class Build:
    """A name in the making: words start..end, the ids of its parts, and what speaks for it."""

    start: int
    end: int
    ids: list[str] = field(default_factory=list)
    proper: bool = False  # a place, a body or a capital belongs to it
    matter: bool = False  # a known matter belongs to it
    quality: bool = False  # a known quality (national, public) belongs to it
    named: bool = False  # a name may follow the head with nothing between
    beside: bool = False  # and one does
    strong: bool = False  # the head makes a name in small letters
    unknown: bool = False  # a word belongs to it that no table knows
    territory: bool = False  # the head names the body that governs the place that follows
    placed: bool = False  # a measure that a place may belong to
    closed: bool = False  # its name ends with the place it governs
    measure: bool = False  # it is no body
    abroad: bool = False  # there is one in each place: "embassy in ..."
    at: bool = False  # the link before its last item says where it sits: only a place or a matter may follow
    toward: bool = False  # that link says what it is for or against: no place may follow
    tight: bool = False  # that link is one that stands inside the names of places (of)
    article: bool = False  # that link ends with an article
    link: str = ""  # the first letter of the link before its last item: de, du, d' begin alike


class Words:
    """One text with the forms of the tables in it: `known` by their first word, `ends` by the word after their last.
    `figures` are the words inside figures."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], figures: Set[int]) -> None:
        self.tokens, self.lexicon, self.known, self.figures = tokens, lexicon, known, figures
        self.grammar = lexicon.grammar
        self.ends = {i + len(f.words): f for i, f in known.items()}

    def proper(self, i: int) -> bool:
        """Word i has a capital of its own."""
        tokens = self.tokens
        return (
            0 <= i < len(tokens)
            and tokens.caps[i]
            and not tokens.loud
            and tokens.folds[i] not in self.grammar.calendar
            and not (
                tokens.folds[i] in self.grammar.openers and (tokens.initial(i, self.grammar) or self.grammar.titlecase)
            )
        )

    def past_articles(self, k: int) -> int:
        while k + 1 < len(self.tokens) and self.tokens.folds[k] in self.grammar.articles:
            k += 1
        return k

    def run(self, k: int) -> int:
        """The end of the words with capitals that begin at word k."""
        end = k
        while end < len(self.tokens) and (end == k or (self.tokens.tied[end] and not self.office(end))):
            if not self.proper(end):
                break
            end += 1
        return end

    def office(self, k: int) -> bool:
        """An office begins at word k: "Department of Environmental Protection | Acting Commissioner"."""
        if self.tokens.folds[k] in self.grammar.modifiers and k + 1 < len(self.tokens) and self.tokens.tied[k + 1]:
            k += 1
        role = self.lexicon.roles.at(self.tokens, k)
        return role is not None and self.lexicon.links.at(self.tokens, role[0]) is None  # "High Commissioner for ..."

    def hyphened(self, k: int) -> bool:
        """A hyphen and nothing else stands before word k."""
        start, end = self.tokens.ends[k - 1], self.tokens.starts[k]
        return end - start == 1 and not self.tokens.text[start].isspace()

    def noun(self, k: int) -> tuple[int, str] | None:
        """(end, id) of the head or measure that stands at word k."""
        return self.lexicon.heads.at(self.tokens, k) or self.lexicon.measures.at(self.tokens, k)

    def capital(self, k: int) -> bool:
        """Word k must have a capital to belong to this name: names have them on every word, and the head has one."""
        return not self.grammar.titlecase or self.tokens.caps[k] or self.tokens.loud
