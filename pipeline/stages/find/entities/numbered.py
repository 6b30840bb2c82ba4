"""Names that numbers belong to: "Care Act 2014", "loi 25", "36th Franco-British Summit", "Paris 14e", "Airbus A350"."""

from __future__ import annotations

from collections.abc import Sequence

from .candidate import Candidate, bare_key
from .lexicon import Lexicon
from .tokens import Tokens

_YEARS = range(1700, 2100)
_LEGAL = frozenset({"act", "directive", "decree", "regulation"})
_SECTIONS = range(1, 100)  # a department's number after a body's letters: "CGT 35"


def numbered(settled: Sequence[Candidate], tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """The names of a text, without overlap and in its order, with the numbers that belong to them."""
    out: list[Candidate] = []
    for n, c in enumerate(settled):
        since = out[-1].end if out else 0
        if c.start < since:
            continue  # the number of the name before it
        after = settled[n + 1] if n + 1 < len(settled) else None
        room = after.start if after else len(tokens)
        if (
            after
            and c.label == "ORG"
            and after.start == c.end
            and after.bare
            and _model(tokens.spoken(c.end, after.end))
        ):
            room = after.end
        out.append(_with_number(c, tokens, lexicon, since, room))
    return out


def _with_number(c: Candidate, tokens: Tokens, lexicon: Lexicon, since: int, room: int) -> Candidate:
    start, end, label = c.start, c.end, c.label
    if tokens.loud:
        return c
    if label == "MISC":
        if start > since and tokens.tied[start] and tokens.caps[start] and _ordinal(tokens.words[start - 1]):
            start -= 1
        end = _dated(tokens, lexicon, start, end, room)
    elif label == "LOC" and _quarter(tokens, lexicon, end, room):
        end += 1
    elif label == "ORG" and end < room and tokens.tied[end] and _spaced(tokens, end):
        if _model(tokens.words[end]) and end - start == 1 and not tokens.words[start].isupper():
            end, label = end + 1, "MISC"
        elif _section(tokens, lexicon, c, end):
            end += 1
    if (start, end) == (c.start, c.end):
        return c
    key = bare_key(label, tokens.spoken(start, end)) if c.bare or label != c.label else c.key
    return c._replace(start=start, end=end, label=label, key=key)


def _spaced(tokens: Tokens, k: int) -> bool:
    return tokens.text[tokens.ends[k - 1] : tokens.starts[k]].isspace()


def _ordinal(word: str) -> bool:
    """36th, 7e."""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyzèé")
    return digits.isdigit() and len(digits) <= 3 and 0 < len(word) - len(digits) <= 3


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and int(word) in _YEARS


def _dated(tokens: Tokens, lexicon: Lexicon, start: int, end: int, room: int) -> int:
    """The end of an act's or an event's name with its year: "Care Act 2014", "Development Act of 2000"."""
    if end >= room or not tokens.tied[end] or not any(tokens.caps[start:end]):
        return end
    if _year(tokens.words[end]) and _spaced(tokens, end):
        return end + 1
    link, act = lexicon.links.at(tokens, end), lexicon.measures.before(tokens, end)
    if not link or not act or act[1] not in _LEGAL or link[1] not in lexicon.grammar.tight or link[0] >= room:
        return end
    return link[0] + 1 if _year(tokens.words[link[0]]) and tokens.tied[link[0]] and lexicon.grammar.titlecase else end


def _quarter(tokens: Tokens, lexicon: Lexicon, end: int, room: int) -> bool:
    """A town's quarter by its number, "Paris 14e", where such a word stands after what it counts among."""
    if lexicon.grammar.apposed != "after" or end >= room or not tokens.tied[end] or not _ordinal(tokens.words[end]):
        return False
    k, told = end + 1, lexicon.grammar
    alone = k >= len(tokens) or not tokens.tied[k] or not tokens.words[k][0].islower()
    return _spaced(tokens, end) and (
        alone or tokens.folds[k] in told.openers | told.articles | told.links | told.joints
    )


def _model(word: str) -> bool:
    """A350, i20: letters and digits in one word."""
    return len(word) >= 2 and word[0].isupper() and word[-1].isdigit() and word.isalnum() and len(word) <= 6


def _section(tokens: Tokens, lexicon: Lexicon, c: Candidate, end: int) -> bool:
    """A number of two figures after a body's letters, and no noun that it counts: "CGT 35"."""
    word, told = tokens.words[end], lexicon.grammar
    if told.apposed != "after" or c.end - c.start != 1 or not tokens.words[c.start].isupper():
        return False
    if len(word) != 2 or not word.isdigit() or int(word) not in _SECTIONS:
        return False
    k = end + 1
    return (
        k >= len(tokens)
        or not tokens.words[k].isalnum()
        or tokens.folds[k] in told.openers | told.articles | told.joints
    )


def laws(tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """A law's noun and its number: "loi 25", "Bill C-27", "Resolution 2433"; the noun has a capital where names do."""
    out: list[Candidate] = []
    if tokens.loud:
        return out
    for i in range(len(tokens) - 1):
        noun = lexicon.measures.at(tokens, i)
        if noun is None or noun[1] not in _LEGAL or noun[0] >= len(tokens) or not tokens.tied[noun[0]]:
            continue
        if lexicon.grammar.titlecase and not tokens.caps[i]:
            continue
        end = _code(tokens, noun[0])
        if end > noun[0]:
            text = tokens.spoken(i, end)
            out.append(Candidate(i, end, "MISC", bare_key("MISC", text), "measure", 4, bare=True))
    return out


def _code(tokens: Tokens, k: int) -> int:
    """The end of a number that begins at word k: 25, C27, C-27, 2016/679; k for none."""
    word = tokens.words[k]
    if not _spaced(tokens, k):
        return k
    if word.isupper() and word.isalpha() and len(word) <= 2 and k + 1 < len(tokens):
        near = tokens.starts[k + 1] - tokens.ends[k] == 1 and tokens.text[tokens.ends[k]] == "-"
        return k + 2 if near and tokens.words[k + 1].isdigit() else k
    if not (word.isdigit() or (word[0].isupper() and word[1:].isdigit())) or len(word) > 6:
        return k
    end = k + 1
    while end + 1 < len(tokens) and tokens.words[end] == "/":
        if not (tokens.words[end + 1].isdigit() or tokens.words[end + 1].isupper()):
            break
        end += 2
    return end
