"""Persons by what stands before them: "M. Rochester", "Mme de Warens", "President Macron", and in contacts."""

from __future__ import annotations

from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon
from .tokens import Tokens

LONGEST = 5  # words of a person's name


def titled(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """A title and the capitals after it; the title itself stays outside."""
    out = []
    told = lexicon.grammar
    for i in range(len(tokens) - 1):
        if tokens.folds[i] not in told.titles or not _is_title(tokens, i, lexicon):
            continue
        k = i + 1
        if tokens.words[k] == "." and k + 1 < len(tokens):
            k += 1
        if tokens.starts[k] - tokens.ends[k - 1] > 2:
            continue
        end = person_end(tokens, k, lexicon)
        if (
            end > k
            and not tokens.loud
            and not (k in known and known[k].label != "PER" and k + len(known[k].words) >= end)
        ):
            out.append(Candidate(k, end, "PER", bare_key("PER", tokens.spoken(k, end)), "title", 4, bare=True))
    return out


def _is_title(tokens: Tokens, i: int, lexicon: Lexicon) -> bool:
    """ "M" needs its point or a capital of its own; a title in small letters (oncle) is one where a name follows."""
    word = tokens.words[i]
    if len(word) == 1:
        return word.isupper() and i + 1 < len(tokens) and tokens.words[i + 1] == "."
    return tokens.starts[i + 1] - tokens.ends[i] <= 2


def person_end(tokens: Tokens, k: int, lexicon: Lexicon) -> int:
    """The end of the person's name that begins at word k; k when none does."""
    told, end, i = lexicon.grammar, k, k
    while i < len(tokens) and i - k < LONGEST:
        if (
            i > k
            and not tokens.tied[i]
            and not (tokens.words[i - 1] == "." and tokens.starts[i] - tokens.ends[i - 1] <= 1)
        ):
            break
        word = tokens.words[i]
        if tokens.caps[i] and word[0].isalpha() and tokens.folds[i] not in told.openers:
            i += 1
            end = i
            if len(word) == 1 and i < len(tokens) and tokens.words[i] == ".":
                i += 1  # an initial: "J. Dupont"
        elif tokens.folds[i] in told.particles and (i > k or word.islower()):
            i += 1
        else:
            break
    return end


def contact(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """The person a line of contacts begins with: two to four words with capitals, then its end or an office."""
    told, n = lexicon.grammar, len(tokens)
    end = 0
    while end < n and end < 5 and (end == 0 or tokens.tied[end]):
        if lexicon.roles.at(tokens, end) or lexicon.heads.at(tokens, end) or tokens.folds[end] in told.openers:
            break
        if not (tokens.words[end].isalpha() and (tokens.caps[end] or tokens.folds[end] in told.particles)):
            break
        end += 1
    shouted = sum(w.isupper() for w in tokens.words[:end])
    if not 2 <= end <= 4 or shouted == end or any(i in known for i in range(end)):
        return []
    if end < n and not (lexicon.roles.at(tokens, end) or not tokens.words[end].isalpha()):
        return []
    return [Candidate(0, end, "PER", bare_key("PER", tokens.spoken(0, end)), "contact", 4, bare=True)]
