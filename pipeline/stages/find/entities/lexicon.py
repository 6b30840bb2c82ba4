"""The forms a language's names are recognised by, ready for looking up word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from pipeline.languages import codes
from pipeline.languages.names import Grammar, demonyms, edition, firms, fold, given_names, grammar, institutions
from pipeline.model.facts import Label

from .tokens import Tokens, split


class Form(NamedTuple):
    """One way to write a name. `words` folded; `shape` says for each word what its writing must be:
    "a" any, "A" a capital first, "!" exactly `written`."""

    words: tuple[str, ...]
    written: tuple[str, ...]
    shape: str
    key: str
    label: Label
    kind: str  # "" | "class" | "acronym"
    own: bool  # in the language of the text


@dataclass
class Table:
    """Forms by their first word, longest first."""

    forms: dict[str, list[Form]] = field(default_factory=dict)

    def put(self, form: Form) -> None:
        self.forms.setdefault(form.words[0], []).append(form)

    def sorted(self) -> Table:
        for some in self.forms.values():
            some.sort(key=lambda f: (-len(f.words), not f.own, f.kind == "acronym"))
        return self

    def over(self, tokens: Tokens) -> dict[int, Form]:
        """The forms of a text by their first word, longest first from the left; none stands inside another."""
        out, end, forms = {}, 0, self.forms
        for i, folded in enumerate(tokens.folds):
            if i >= end and folded in forms and (form := self.at(tokens, i)):
                out[i] = form
                end = i + len(form.words)
        return out

    def at(self, tokens: Tokens, i: int) -> Form | None:
        """The longest form that stands at word i, written as it must be."""
        some = self.forms.get(tokens.folds[i])
        if some is None:
            return None
        for form in some:
            n = len(form.words)
            if n == 1:
                if _written(form, tokens, i):
                    return form
            elif tokens.folds[i + 1 : i + n] == list(form.words[1:]) and _written(form, tokens, i):
                return form
        return None


def _written(form: Form, tokens: Tokens, i: int) -> bool:
    for k, shape in enumerate(form.shape):
        word = tokens.words[i + k]
        if k and not tokens.tied[i + k]:
            return False
        if shape == "A":
            if not tokens.caps[i + k]:
                return False
        elif shape == "!" and word != form.written[k]:
            return False
    return not (tokens.loud and form.kind == "acronym" and len(form.words[0]) < 4)


class Phrases:
    """Words of the grammar (form -> id), several words each, longest first."""

    def __init__(self, forms: Mapping[str, str] | Iterable[str], written: Iterable[str] = ()) -> None:
        self.accents = {fold(w): w for form in written for w in form.split() if fold(w) != w and len(w) == 1}
        pairs = forms.items() if isinstance(forms, Mapping) else ((f, f) for f in forms)
        self.table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for form, id_ in pairs:
            words = split(form)
            self.table.setdefault(words[0], []).append((words, id_))
        for some in self.table.values():
            some.sort(key=lambda pair: -len(pair[0]))

    def at(self, tokens: Tokens, i: int) -> tuple[int, str] | None:
        """(end, id) of the longest that stands at word i."""
        if i >= len(tokens.folds):
            return None
        some = self.table.get(tokens.folds[i])
        if some is None:
            return None
        for words, id_ in some:
            n = len(words)
            if words[0] in self.accents and tokens.words[i].lower() != self.accents[words[0]] and not tokens.loud:
                return None  # "a" is not "à"
            if n == 1 or (tokens.folds[i + 1 : i + n] == list(words[1:]) and all(tokens.tied[i + 1 : i + n])):
                return i + n, id_
        return None

    def before(self, tokens: Tokens, i: int) -> tuple[int, str] | None:
        """(start, id) of the longest that ends before word i."""
        for start in range(max(0, i - 4), i):
            got = self.at(tokens, start)
            if got and got[0] == i:
                return start, got[1]
        return None


@dataclass(frozen=True)
class Lexicon:
    """All that `entities` looks up in a text of one language."""

    grammar: Grammar
    names: Table
    heads: Phrases
    qualities: Phrases
    matters: Phrases
    measures: Phrases
    links: Phrases
    roles: Phrases
    portfolios: Phrases
    offices: Phrases  # the roles of every language
    sites: Phrases
    parts: Phrases
    works: Phrases
    demonyms: frozenset[str]  # of every language, folded
    given: frozenset[str]  # given names, folded
    firms: frozenset[str]  # words that end the names of firms, folded
    last: Mapping[str, Label]  # words that end a name, in languages that have their heads last -> what they make of it
    acronyms: Mapping[str, tuple[str, Label]]  # written acronym -> key, label
    kinds: Mapping[str, str]  # key -> kind
    strong: frozenset[str]  # heads that make a name in small letters


def shape_of(written: tuple[str, ...], label: Label, *, own: bool) -> str:
    """What the writing of each word must be: a body's long name may be written in small letters, a place may not."""
    if own and label == "ORG" and len(written) >= 3:
        return "a" * len(written)
    return "".join("A" if w[0].isupper() else "a" for w in written)


def lexicon(code: str) -> Lexicon:
    """The lexicon of a language: names of all languages (its own first), its grammar."""
    return _lexicon(code, edition())


@cache
def _lexicon(code: str, edition: str) -> Lexicon:
    told, names = grammar(code), Table()
    acronyms: dict[str, tuple[str, Label]] = {}
    kinds: dict[str, str] = {}
    ordered = (code, *(c for c in codes() if c != code))
    for row in institutions(codes()):
        kinds[row.id] = row.kind
        for lang in ordered:
            own = lang == code
            for name in row.names.get(lang, ()):
                if form := _form(name, row.id, row.label, row.kind, own=own):
                    names.put(form)
            for name in row.acronyms.get(lang, ()):
                written = tuple(m for m in _words(name))
                if own or len(name) > 2:
                    names.put(Form(split(name), written, "!" * len(written), row.id, row.label, "acronym", own))
                    acronyms.setdefault(name, (row.id, row.label))
    return Lexicon(
        grammar=told,
        names=names.sorted(),
        heads=Phrases(told.heads),
        qualities=Phrases(told.qualities),
        matters=Phrases(told.matters),
        measures=Phrases(told.measures),
        links=Phrases(told.links, told.accented),
        roles=Phrases(told.roles | told.portfolios),
        portfolios=Phrases(told.portfolios),
        offices=Phrases(r for c in ordered for r in sorted(grammar(c).roles | grammar(c).portfolios)),
        sites=Phrases(told.sites),
        parts=Phrases(told.parts),
        works=Phrases(told.works),
        demonyms=demonyms(),
        given=given_names(),
        firms=firms(),
        last=_last(ordered),
        acronyms=acronyms,
        kinds=kinds,
        strong=frozenset(" ".join(split(form)) for form in told.strong),
    )


def _last(codes: Iterable[str]) -> dict[str, Label]:
    """Folded words that say at the end of a name what it names; those that say two things are left out."""
    out: dict[str, Label] = {}
    doubtful: set[str] = set()
    for told in (grammar(code) for code in codes):
        for words, label in ((told.heads, "ORG"), (told.measures, "MISC")) if told.before else ():
            for word in words:
                doubtful |= {word} if out.setdefault(word, label) != label else set()  # type: ignore[arg-type]
    return {word: label for word, label in out.items() if word not in doubtful}


def _words(name: str) -> list[str]:
    from .tokens import WORD

    return [m[0] for m in WORD.finditer(name)]


def _form(name: str, key: str, label: Label, kind: str, *, own: bool) -> Form | None:
    written = tuple(_words(name))
    if not own and ((len(written) == 1 and label != "LOC") or not written[0][0].isupper()):
        return None  # a foreign word in small letters, or one capital word: too weak a sign
    shape = shape_of(written, label, own=own)
    return Form(split(name), written, shape, key, label, kind, own)
