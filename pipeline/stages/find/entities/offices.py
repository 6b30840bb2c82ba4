"""Offices: "ministre de l'Innovation, des Sciences et de l'Industrie", "Minister of Energy and Natural Resources".

What a minister is minister of has capitals and names nothing."""

from __future__ import annotations

from typing import NamedTuple

from .lexicon import Form, Lexicon
from .tokens import Tokens

LONGEST = 24  # words of an office; the longest seen, of a minister with four portfolios, has 21


class Office(NamedTuple):
    """Words `start` (in) to `end` (out) say an office; the words of the role alone are `start`..`role`.

    `portfolio`: what follows the role, or stands before it, is the matter of the office."""

    start: int
    role: int
    end: int
    portfolio: bool


def offices(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Office]:
    """The offices of a text from left to right; none stands in another."""
    out: list[Office] = []
    i = 0
    while i < len(tokens):
        role = lexicon.roles.at(tokens, i)
        if role is None or (i > 0 and tokens.tied[i] and tokens.text[tokens.ends[i - 1]] == "-"):
            i += 1
            continue
        portfolio = lexicon.portfolios.at(tokens, i)
        end = max(role[0], portfolio[0] if portfolio else 0)
        least = out[-1].end if out else 0
        if portfolio is None:
            out.append(Office(_modified(tokens, lexicon, i, least), end, end, False))
        else:
            start = _modified(tokens, lexicon, _before(tokens, lexicon, known, i, least), least)
            out.append(Office(start, end, _after(tokens, lexicon, known, end), True))
        i = max(out[-1].end, i + 1)
    return out


def _modified(tokens: Tokens, lexicon: Lexicon, i: int, least: int) -> int:
    """ "Acting | Commissioner": where what belongs to an office that begins with word i begins."""
    while i > least and tokens.tied[i] and tokens.folds[i - 1] in lexicon.grammar.modifiers:
        i -= 1
    return i


def _before(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], i: int, least: int) -> int:
    """ "Environment and Climate Change | Minister": where the language sets the matter before the office."""
    told, start = lexicon.grammar, i
    if not told.titlecase or not tokens.caps[i]:
        return i
    names = {k for at, form in known.items() for k in range(at, at + len(form.words))}
    while start > least and tokens.tied[start]:
        k = start - 1
        if (
            tokens.caps[k]
            and k not in names
            and tokens.folds[k] not in told.openers | told.titles | set(told.possessive)
        ) or (tokens.folds[k] in told.joints and k > least and tokens.tied[k] and tokens.caps[k - 1]):
            start = k
        else:
            break
    return start


def _after(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], i: int) -> int:
    """The end of the matters that links hang on an office that ends before word i."""
    told, end, begun = lexicon.grammar, i, i
    while "quality" in told.after and end < len(tokens) and tokens.tied[end] and not tokens.caps[end]:
        if not (lexicon.qualities.at(tokens, end) or tokens.words[end].endswith(told.endings or ("\0",))):
            break
        end += 1  # "ministre délégué", "commissaire européen"
    begun = end
    while end < len(tokens) and end - i < LONGEST:
        link = _link(tokens, lexicon, end, first=end == begun)
        if link is None:
            break
        item = _item(tokens, lexicon, known, link)
        if item == link:
            break
        end = item
    return end


def _link(tokens: Tokens, lexicon: Lexicon, k: int, *, first: bool) -> int | None:
    """The word after what joins another matter: a link, or, after the first, a comma or an "and"."""
    told = lexicon.grammar
    if k >= len(tokens):
        return None
    at = k
    if not first:
        if tokens.words[k] == ",":
            at += 1
        if at < len(tokens) and tokens.folds[at] in told.joints:
            at += 1
        if at == k:
            link = lexicon.links.at(tokens, k)
            return link[0] if link and tokens.tied[k] and not told.titlecase else None
    elif not tokens.tied[k]:
        return None
    link = lexicon.links.at(tokens, at) if at < len(tokens) else None
    if link:
        return link[0]
    return at if not first and told.titlecase and at < len(tokens) else None


def _item(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], k: int) -> int:
    """The end of one matter that begins at word k; k when none does."""
    told, end = lexicon.grammar, k
    while end < len(tokens) and tokens.folds[end] in told.articles:
        end += 1
    begun = end
    form = known.get(end)
    if form and form.label in ("ORG", "LOC") and not _listed(tokens, lexicon, end + len(form.words)):
        return k  # "Minister of State of France", "ministre du Canada": a name
    if _answered(tokens, lexicon, end):
        return k  # "responsible for the Economic Development Agency of Canada": a body
    while end < len(tokens) and (end == begun or tokens.tied[end]):
        if lexicon.roles.at(tokens, end) or (tokens.caps[end] and tokens.folds[end] in lexicon.given):
            break
        if (matter := lexicon.matters.at(tokens, end)) and (end == begun or tokens.caps[end]):
            end = matter[0]
        elif _goes_on(tokens, lexicon, end, first=end == begun):
            end += 1
        else:
            break
    return end if end > begun else k


def _answered(tokens: Tokens, lexicon: Lexicon, k: int) -> bool:
    """A body that a minister may answer for begins at word k: its head first, or at the end of the capitals."""
    told, end = lexicon.grammar, k
    while end < len(tokens) and tokens.caps[end] and (end == k or tokens.tied[end]):
        head = lexicon.heads.at(tokens, end)
        if head and head[1] in told.answered and not lexicon.matters.at(tokens, end):
            return True
        if not told.titlecase:
            return False
        end += 1
    return False


def _goes_on(tokens: Tokens, lexicon: Lexicon, k: int, *, first: bool) -> bool:
    """Word k may stand in the matter of an office: the first of it any word or, where names are so, one with a capital;
    later ones adjectives."""
    told = lexicon.grammar
    if told.titlecase:
        return bool(lexicon.qualities.at(tokens, k)) or (tokens.caps[k] and tokens.words[k][0].isalpha())
    if first:
        return tokens.words[k].isalpha()
    small = not tokens.caps[k] and tokens.words[k].endswith(told.endings or ("\0",))
    return small or bool(lexicon.qualities.at(tokens, k))


def _listed(tokens: Tokens, lexicon: Lexicon, k: int) -> bool:
    """Another matter follows: "de l'Europe et des affaires étrangères"."""
    told = lexicon.grammar
    return (
        k + 1 < len(tokens)
        and tokens.folds[k] in told.joints
        and bool(lexicon.links.at(tokens, k + 1) or lexicon.matters.at(tokens, k + 1))
    )
