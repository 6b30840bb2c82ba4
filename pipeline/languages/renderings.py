"""How a name's words are said in the languages: places and their adjectives, the grammar's nouns, common words.

`any/demonyms.tsv` gives the adjectives of countries under the ids of institutions.tsv, `any/words_in_names.tsv` common
words under ids of its own, `any/sounds.tsv` the letters that ways of writing foreign names put for one sound,
`any/also_called.tsv` places that one language calls by another's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from .folder import read_tsv
from .names import edition, fold, grammar, institutions

LONGEST = 4  # words of a phrase that is looked up

WORD = re.compile(r"[^\W_]+")


def phrases(code: str, codes: tuple[str, ...]) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Folded words of `code` -> the ids of what they may mean; places under their names in every language of `codes`.

    >>> phrases("fr", ("fr", "en"))["mer",] & phrases("en", ("fr", "en"))["sea",]
    frozenset({'sea'})
    """
    return _phrases(code, codes, edition())


@cache
def _phrases(code: str, codes: tuple[str, ...], edition: str) -> Mapping[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for form, id_ in _forms(code, codes):
        words = tuple(fold(m[0]) for m in WORD.finditer(form))
        if 0 < len(words) <= LONGEST:
            found.setdefault(words, set()).add(id_)
    also = also_called()
    return {words: frozenset(ids).union(*(also.get(i, ()) for i in ids)) for words, ids in found.items()}


@cache
def also_called() -> Mapping[str, frozenset[str]]:
    """Id of a place -> the ids of places that the other language may call it by: `any/also_called.tsv`."""
    found: dict[str, set[str]] = {}
    for row in read_tsv("any", "also_called"):
        found.setdefault(row["one"], set()).add(row["other"])
        found.setdefault(row["other"], set()).add(row["one"])
    return {id_: frozenset(others) for id_, others in found.items()}


def _forms(code: str, codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    articles = frozenset(word for other in codes for word in grammar(other).articles)
    for row in institutions(codes):
        if row.label == "LOC":
            for name in (name for some in row.names.values() for name in some):
                yield name, row.id
                article, _, rest = name.partition(" ")
                if rest and fold(article) in articles:
                    yield rest, row.id  # "port du Havre": Le Havre
            yield from ((name, row.id) for name in row.acronyms.get(code, ()))
    told = grammar(code)
    for table in (told.heads, told.measures, told.qualities, told.matters, told.sites):
        yield from table.items()
    for line in read_tsv(code, "months"):
        yield from ((form.rstrip("."), f"{line['kind']}.{line['number']}") for form in line["names"].split("|"))
    for file in ("demonyms", "words_in_names"):
        for line in read_tsv("any", file):
            yield from ((form.strip(), line["id"]) for form in line.get(code, "").split("|") if form.strip())


@cache
def _parts(name: str, code: str, codes: tuple[str, ...], longest: int, edition: str) -> tuple[frozenset[str], ...]:
    known, small = phrases(code, codes), small_words(code)
    words = [fold(m[0]) for m in WORD.finditer(name)]
    out, i = [], 0
    while i < len(words):
        size = next((n for n in range(min(longest, len(words) - i), 1, -1) if tuple(words[i : i + n]) in known), 1)
        some = tuple(words[i : i + size])
        if size > 1 or some[0] not in small:
            out.append(known.get(some, frozenset()) | {"=" + " ".join(some)})
        i += size
    return tuple(out)


def parts(name: str, code: str, codes: tuple[str, ...], longest: int = LONGEST) -> tuple[frozenset[str], ...]:
    """The words of weight of a name, each as the ids of what it may mean and its own letters ("=treasury"); phrases of
    the tables of up to `longest` words are one.

    >>> [len(part) > 1 for part in parts("comité Nobel norvégien", "fr", ("fr", "en"))]
    [True, False, True]
    """
    return _parts(name, code, codes, longest, edition())


@cache
def small_words(code: str) -> frozenset[str]:
    """Folded words that hold a name together and say nothing: of, the, and, 's."""
    told = grammar(code)
    some = (*told.links, *told.articles, *told.definite, *told.joints, *told.possessive)
    return frozenset(m[0] for form in some for m in WORD.finditer(form))


@cache
def sound(word: str) -> str:
    """The consonants of a folded word as sounds: the same for most ways of writing one foreign name.

    >>> sound("bechir") == sound("bashir"), sound("kadhafi") == sound("gaddafi"), sound("martin") == sound("durand")
    (True, True, False)
    """
    out, at, letters = "", 0, _letters()
    while at < len(word):
        size, said = next(((n, s) for n in (4, 3, 2, 1) if (s := letters.get(word[at : at + n])) is not None), (1, ""))
        if said and not out.endswith(said):
            out += said
        at += size
    return out


@cache
def _letters() -> Mapping[str, str]:
    return {form: line["sound"].strip() for line in read_tsv("any", "sounds") for form in line["letters"].split("|")}
