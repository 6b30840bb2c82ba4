"""Repair rules: each is an entry of `<code>/repairs.toml` (or `any/`), and its tests travel inside it.

    [[rule]]
    id = "lone-stop"                 known as "<folder>.lone-stop"
    phase = "text"                   glyph, word or text: when it runs (see stages/repair)
    find = '''\\n([,.;)])'''           a regular expression; a line feed of the page is "\\n" here
    put = '''\\1'''                    what stands in its place; \\1 is a group
    needs = ["\\n"]                   one of these must be in the document, else the rule is not tried (speed)
    why = "a stop belongs to the word before it"
    mends = [["fin\\n. Or", "fin. Or"]]
    leaves = ["fin. Or"]

`phrase = true` keeps a rule away from behind words on which no phrase ends ("see also ."): there, more was lost.
A rule without `find` is carried out by code in stages/repair under the same id; its entry gives the reason and tests.
A third cell in `mends` or a pair in `leaves` names the language in which the test speaks (an `any` rule's tests speak
the first language unless they say so). A rule with `flag` does not mend: `put` is then its suggestion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.errors import WrongUse

from .folder import read_toml
from .layout import layout

PHASES = ("glyph", "word", "text", "flag")


@dataclass(frozen=True)
class Rule:
    """One way in which text breaks and what mends it."""

    id: str
    phase: str
    find: re.Pattern[str] | None
    put: str
    needs: tuple[str, ...]
    why: str
    phrase: bool  # not where the word before is one on which no phrase ends
    flag: str  # the reason of the flag it raises; "" for a rule that mends
    mends: tuple[
        tuple[str, str, str], ...
    ]  # broken, mended (or, of a flag, its suggestion), language ("" = the folder's)
    leaves: tuple[tuple[str, str], ...]  # sound text, language


@dataclass(frozen=True)
class Repairs:
    """All that repair knows of a language, that of `any` included. Words are lower case, apostrophes straight."""

    rules: tuple[Rule, ...]
    one_letter_words: frozenset[str]
    elided: frozenset[str]  # words that lose a vowel before another ("l", "qu")
    hyphen_prefixes: frozenset[str]  # words that keep their hyphen before another ("socio")
    hyphen_suffixes: frozenset[str]  # words that keep their hyphen behind another ("ci")
    glue: frozenset[str]  # words of the grammar that stick to their neighbours when spaces are lost; no prefixes
    ordinal_nouns: frozenset[str]  # nouns that are numbered by ordinals, singular
    ordinal_plurals: frozenset[str]
    ordinal_joiners: frozenset[str]  # "and", "or"
    ordinal_forms: tuple[tuple[re.Pattern[str], str], ...]  # (what the number must match, its ending), first match wins
    leading: frozenset[str]  # words on which no phrase ends (of layout.toml)
    ordinal_endings: frozenset[str]  # "th" (of layout.toml)
    loose_relatives: frozenset[str]  # words that a comma or a dash comes before
    top_domains: tuple[str, ...]  # likeliest first

    def phase(self, name: str) -> tuple[Rule, ...]:
        return tuple(r for r in self.rules if r.phase == name and r.find)

    def ordinal(self, number: str) -> str:
        """The number with its ordinal ending ("18th"); unchanged when the language has told none."""
        return number + next((end for when, end in self.ordinal_forms if when.fullmatch(number)), "")


@cache
def repairs(code: str) -> Repairs:
    """The repair knowledge of a language. Raises WrongUse, naming the entry, when a rule is not whole."""
    told = [read_toml(folder, "repairs") for folder in dict.fromkeys(("any", code))]
    listed = {
        name: frozenset(w for t in told for w in t.get(name, ()))
        for name in (
            "one_letter_words", "elided", "hyphen_prefixes", "hyphen_suffixes", "glue",
            "ordinal_nouns", "ordinal_plurals", "ordinal_joiners", "loose_relatives",
        )
    }  # fmt: skip
    folders = zip(dict.fromkeys(("any", code)), told, strict=True)
    return Repairs(
        rules=tuple(_rule(folder, entry) for folder, t in folders for entry in t.get("rule", ())),
        ordinal_forms=tuple((re.compile(a), b) for t in told for a, b in t.get("ordinal_forms", ())),
        top_domains=tuple(d for t in reversed(told) for d in t.get("top_domains", ())),
        leading=layout(code).leading,
        ordinal_endings=layout(code).ordinal_endings,
        **listed,
    )


def _rule(folder: str, entry: dict[str, Any]) -> Rule:
    name = f"{folder}.{entry.get('id', '?')}"
    missing = [k for k in ("id", "why", "mends", "leaves") if k not in entry]
    if missing:
        raise WrongUse(f"languages/{folder}/repairs.toml: the rule {name} lacks {', '.join(missing)}")
    if entry.get("phase", "text") not in PHASES:
        raise WrongUse(f"languages/{folder}/repairs.toml: {name}: phase is one of {', '.join(PHASES)}")
    try:
        find = re.compile(entry["find"], re.MULTILINE) if "find" in entry else None
    except re.error as error:
        raise WrongUse(f"languages/{folder}/repairs.toml: {name}: {error}") from None
    return Rule(
        id=name,
        phase=entry.get("phase", "text"),
        find=find,
        put=entry.get("put", ""),
        needs=tuple(entry.get("needs", ())),
        why=entry["why"],
        phrase=entry.get("phrase", False),
        flag=entry.get("flag", ""),
        mends=tuple((m[0], m[1], m[2] if len(m) > 2 else "") for m in entry["mends"]),
        leaves=tuple((x, "") if isinstance(x, str) else (x[0], x[1]) for x in entry["leaves"]),
    )
