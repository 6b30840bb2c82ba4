"""Bodies with the country they are at home in right after their name: "Siemens France", "Microsoft Canada"."""

from __future__ import annotations

from collections.abc import Sequence

from .candidate import Candidate, tail
from .lexicon import Lexicon
from .tokens import Tokens

# What has countries under it, where a place may stand before the noun it belongs to: "EU Ukraine policy".
_ABOVE = ("org.int", "org.eu", "org.un")


def daughters(settled: Sequence[Candidate], tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """The names of a text, without overlap and in its order; a body and a place with one space between are one body."""
    out: list[Candidate] = []
    for c in settled:
        if out and _one(out[-1], c, tokens, lexicon):
            body = out[-1]
            out[-1] = body._replace(end=c.end, key=f"{body.key}.{tail(c.key)}", witness=f"{body.witness}+place")
        else:
            out.append(c)
    return out


def _one(body: Candidate, place: Candidate, tokens: Tokens, lexicon: Lexicon) -> bool:
    if lexicon.kinds.get(body.key) == "article" or (
        lexicon.grammar.apposed == "before" and body.key.startswith(_ABOVE)
    ):
        return False
    if body.label != "ORG" or place.label != "LOC" or body.end != place.start or tokens.loud:
        return False
    if tokens.text[tokens.ends[body.end - 1] : tokens.starts[place.start]] != " ":
        return False
    more = place.end < len(tokens) and tokens.tied[place.end] and tokens.caps[place.end]
    return not more and tokens.caps[body.end - 1] and tokens.caps[body.start]
