"""What is known of names: bodies and places with an id (`institutions.tsv`), the grammar of the rest (`heads.toml`).

`any/institutions.tsv` has a row for each thing and two columns for each language (the code, the code and `_acronym`); a
language's own `institutions.tsv` may add names to ids that are there, or rows of its own. Variants stand apart by `|`,
the first is the one to show. `any/cities.tsv` and `any/subdivisions.tsv` have towns and provinces that every language
writes alike. `heads.toml` gives a language's institution grammar: the nouns that head a name, what may stand before and
after them, and the ids that make "parquet de Paris" and "Paris prosecutor's office" one thing without
a table. `any/exonyms.tsv` has persons' names that each language writes its own way. A corpus may bring names of its
own, `names.toml`: see `use`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.errors import WrongUse
from pipeline.model.facts import Label

from .folder import read_toml, read_tsv, read_words


class Institution(NamedTuple):
    """One body, place or measure. `names` and `acronyms` by language code, the preferred form first.

    `id` is `<label>.<where>.<name>`: org.fr.cour-des-comptes, loc.fr.bretagne, org.eu.commission. `kind`: "class" for a
    kind of body of which there are many (a regional health agency): with a place it names one of them; "word" for a
    name that is an ordinary word too; "article" for one that names only after an article (the State).
    `source` says who gives both names."""

    id: str
    label: Label
    kind: str
    names: Mapping[str, tuple[str, ...]]
    acronyms: Mapping[str, tuple[str, ...]]
    source: str


class Word(NamedTuple):
    """A word (or words) of the grammar: `id` is shared by the languages, `form` is folded and may hold spaces."""

    id: str
    form: str


@dataclass(frozen=True)
class Grammar:
    """How a language builds the names of bodies; every form folded (`fold`), several words apart by a space.

    heads: form -> id of the noun a name is built on; `strong` heads make a name with any known complement, the others
    need a capital or a place. qualities: adjectives (form -> id). matters: what a body is about (form -> id).
    measures: nouns of named plans, laws, programmes. titles: what stands before a person. roles: offices of persons.
    links, articles, joints (and): what holds a name together; `accented`: the links as they are written; `definite`:
    the articles that may stand inside a name.
    openers: words that begin sentences and are no names. particles: small words inside persons' names.
    endings: of adjectives, for words no table knows. possessive: the words a possessive adds.
    apposed: whether the place of an acronym stands "after" or "before" it.
    named: ids of heads that a name may follow with nothing between; outside: ids of measures whose noun is no part of
    the name.
    before, after: what may stand before and after a head ("quality", "matter", "place", "capital").
    common: acronyms that are words of the language and name nothing in particular (GDP, VAT).
    titlecase: names of bodies have a capital on every word of weight.
    portfolios: roles after which the matter of the office stands, and no body: "minister of ..."; several: titles of
    more than one person. sites: nouns (form -> id) that with a name make a place: "gare de ...", "... Airport";
    leading: ids of those that stand before the name although the language has its heads last (Lake ...).
    territories: ids of heads (region, city) that with a name are the body that governs it, and after a word of
    `inside` ("in the region of ...") only a place. ranks: words that count one among several (first, other).
    at: links that say where a body sits; toward: links that say what it is for: no place follows them in a name.
    tight: links that stand inside the names of places (of); abroad: ids of heads of which there is one in each place:
    only these go on over `at`. paired: ids of heads of which two may make one body (Museum and Art Gallery).
    calendar: names of months and days, which belong to no name.
    placed: ids of measures that a place may belong to (the Treaty of ...); lawbooks: ids of measures that a known
    matter makes a name in small letters.
    modifiers: what stands before a role and belongs to it (acting, former). parts: words (form -> id) that make a part
    of a place of it (southern, greater). proud: ids of sites whose noun has a capital where it belongs to the name.
    closed: ids of heads whose name ends with the place they govern. crowds: words before the people of a place, who
    end in `inhabitants`. works: words before a title between quotation marks (film, called). contracted: links that
    hold an article (du). answered: ids of heads of bodies that a minister may answer for.
    tailed: words that a hyphen joins to a name they are no part of (led); whole: ids of `outside` whose noun
    belongs to a name of several words.
    labels: what the language's spaCy model calls PER, ORG, LOC, MISC; others are left out."""

    code: str
    heads: Mapping[str, str]
    strong: frozenset[str]
    measures: Mapping[str, str]
    qualities: Mapping[str, str]
    matters: Mapping[str, str]
    places: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    links: frozenset[str]
    accented: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    joints: frozenset[str]
    openers: frozenset[str]
    common: frozenset[str]
    particles: frozenset[str]
    endings: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    possessive: tuple[str, ...]
    apposed: str
    named: frozenset[str]
    outside: frozenset[str]
    titlecase: bool
    labels: Mapping[str, Label]
    portfolios: frozenset[str]
    several: frozenset[str]
    sites: Mapping[str, str]
    leading: frozenset[str]
    inside: frozenset[str]
    territories: frozenset[str]
    ranks: frozenset[str]
    placed: frozenset[str]
    at: frozenset[str]
    toward: frozenset[str]
    tight: frozenset[str]
    abroad: frozenset[str]
    paired: frozenset[str]
    calendar: frozenset[str]
    lawbooks: frozenset[str]
    modifiers: frozenset[str]
    parts: Mapping[str, str]
    proud: frozenset[str]
    closed: frozenset[str]
    crowds: frozenset[str]
    inhabitants: tuple[str, ...]
    works: frozenset[str]
    contracted: frozenset[str]
    answered: frozenset[str]
    tailed: frozenset[str]
    whole: frozenset[str]


_FOLDS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "’": "'", "´": "'", "‐": "-", "‑": "-"}
)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word without case, accents and ligatures; apostrophes and hyphens of one kind.

    >>> fold("Œuvre"), fold("Île-de-France"), fold("l’État")
    ('oeuvre', 'ile-de-france', "l'etat")
    """
    import unicodedata

    plain = word.lower()
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain.translate(_FOLDS))
    return "".join(c for c in plain if not unicodedata.combining(c))


_own = ""  # the corpus's names.toml, as text


def use(told: str = "") -> None:
    """From here on the corpus's own names count too: the text of its names.toml, "" for none.

        [[names]]
        key = "org.fr.cour-des-comptes"     the id of a table's row, to add names to it, or an id of one's own
        fr = ["la Haute juridiction"]       names by language code; fr_acronym = [...] for acronyms
        by = "A. Reviser"                   who accepted it

    Raises WrongUse when it is no TOML or an entry has no key."""
    global _own
    _read_own(told)
    _own = told


def edition() -> str:
    """What tells the names in use from others; for who keeps something made from them."""
    return _own


def institutions(codes: tuple[str, ...]) -> tuple[Institution, ...]:
    """All rows of the tables and of the corpus's own names, names for these languages."""
    return _institutions(codes, _own)


@cache
def _institutions(codes: tuple[str, ...], own: str) -> tuple[Institution, ...]:
    found = _tables(codes)
    for entry in _read_own(own):
        id_ = str(entry["key"])
        old = found.get(id_) or Institution(id_, _label(id_), "", {}, {}, f"names.toml {entry.get('by', '')}".strip())
        names = {c: (*old.names.get(c, ()), *entry.get(c, ())) for c in codes}
        acronyms = {c: (*old.acronyms.get(c, ()), *entry.get(f"{c}_acronym", ())) for c in codes}
        kept = {c: some for c, some in names.items() if some}
        found[id_] = old._replace(names=kept, acronyms={c: some for c, some in acronyms.items() if some})
    return tuple(found.values())


def _read_own(told: str) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(told).get("names", [])
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"names.toml is not TOML: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and e.get("key") for e in entries):
        raise WrongUse("names.toml: each [[names]] needs a key, such as org.fr.cour-des-comptes")
    return entries


def _tables(codes: tuple[str, ...]) -> dict[str, Institution]:
    """The rows of the tables by id; the table of `any` first, then those of the languages."""
    found: dict[str, Institution] = {}
    for row in read_tsv("any", "institutions"):
        names = {c: variants for c in codes if (variants := _variants(row.get(c, "")))}
        acronyms = {c: variants for c in codes if (variants := _variants(row.get(f"{c}_acronym", "")))}
        found[row["id"]] = Institution(
            row["id"], _label(row["id"]), row.get("kind", ""), names, acronyms, row["source"]
        )
    taken = {name for one in found.values() for some in one.names.values() for name in some}
    for table in ("cities", "subdivisions"):
        for row in read_tsv("any", table):
            if row["name"] in taken:
                continue
            names = dict.fromkeys(codes, (row["name"],))
            found.setdefault(row["id"], Institution(row["id"], "LOC", "", names, {}, table))
    for code in codes:
        for row in read_tsv(code, "institutions"):
            old = found.get(row["id"]) or Institution(
                row["id"], _label(row["id"]), row.get("kind", ""), {}, {}, row["source"]
            )
            names = {**old.names, code: (*old.names.get(code, ()), *_variants(row["name"]))}
            acronyms = {**old.acronyms, code: (*old.acronyms.get(code, ()), *_variants(row.get("acronym", "")))}
            found[row["id"]] = old._replace(names=names, acronyms={c: a for c, a in acronyms.items() if a})
    return found


@cache
def given_names() -> frozenset[str]:
    """Folded given names of persons, of every language: `any/given_names.txt`."""
    return frozenset(fold(name) for name in read_words("any", "given_names"))


@cache
def firms() -> frozenset[str]:
    """Folded words that end the names of firms, of every language: `any/firms.txt`."""
    return frozenset(fold(word) for word in read_words("any", "firms"))


@cache
def demonyms() -> frozenset[str]:
    """Folded words, of every language, for what belongs to a country: `any/demonyms.tsv`."""
    rows = read_tsv("any", "demonyms")
    return frozenset(fold(w) for row in rows for c, cell in row.items() if c != "id" for w in _variants(cell))


@cache
def exonyms(codes: tuple[str, ...]) -> Mapping[str, frozenset[int]]:
    """Folded name -> the rows of `any/exonyms.tsv` it stands in: two names that share a row are one name.

    >>> rows = exonyms(("fr", "en"))
    >>> bool(rows["jean"] & rows["john"])
    True
    """
    found: dict[str, set[int]] = {}  # the row's label: `exonym_label`
    for n, row in enumerate(read_tsv("any", "exonyms")):
        for code in codes:
            for name in _variants(row.get(code, "")):
                found.setdefault(fold(name), set()).add(n)
    return {name: frozenset(rows) for name, rows in found.items()}


def exonym_label(row: int) -> Label:
    """What the names of a row of `any/exonyms.tsv` are."""
    return _label(read_tsv("any", "exonyms")[row]["label"].lower())


@cache
def grammar(code: str) -> Grammar:
    """The institution grammar of a language; an empty one when its folder has no heads.toml."""
    told: dict[str, Any] = read_toml(code, "heads")
    heads = _forms(told.get("heads", {}))
    return Grammar(
        code=code,
        heads=heads,
        strong=_folded(told, "strong"),
        measures=_forms(told.get("measures", {})),
        qualities=_forms(told.get("qualities", {})),
        matters=_forms(told.get("matters", {})),
        places=_folded(told, "places"),
        titles=_folded(told, "titles"),
        roles=_folded(told, "roles"),
        links=_folded(told, "links"),
        accented=frozenset(told.get("links", ())),
        articles=_folded(told, "articles"),
        definite=_folded(told, "definite"),
        joints=_folded(told, "joints"),
        openers=frozenset(fold(w) for w in read_words(code, "openers")),
        common=frozenset(read_words(code, "common_acronyms")) | frozenset(read_words("any", "common_acronyms")),
        particles=_folded(told, "particles"),
        endings=tuple(told.get("endings", ())),
        before=frozenset(told.get("before", ())),
        after=frozenset(told.get("after", ())),
        possessive=tuple(told.get("possessive", ())),
        named=frozenset(told.get("named", ())),
        outside=frozenset(told.get("outside", ())),
        apposed=str(told.get("apposed", "after")),
        titlecase=bool(told.get("titlecase", False)),
        labels=dict(told.get("labels", {})),
        portfolios=_folded(told, "portfolios"),
        several=_folded(told, "several"),
        sites=_forms(told.get("sites", {})),
        leading=frozenset(told.get("leading", ())),
        inside=_folded(told, "inside"),
        territories=frozenset(told.get("territories", ())),
        ranks=_folded(told, "ranks"),
        placed=frozenset(told.get("placed", ())),
        at=_folded(told, "at"),
        toward=_folded(told, "toward"),
        tight=_folded(told, "tight"),
        abroad=frozenset(told.get("abroad", ())),
        paired=frozenset(told.get("paired", ())),
        calendar=frozenset(
            fold(w) for row in read_tsv(code, "months") if row["kind"] != "season" for w in _variants(row["names"])
        ),
        lawbooks=frozenset(told.get("lawbooks", ())),
        modifiers=_folded(told, "modifiers"),
        parts=_forms(told.get("parts", {})),
        proud=frozenset(told.get("proud", ())),
        closed=frozenset(told.get("closed", ())),
        crowds=_folded(told, "crowds"),
        inhabitants=tuple(told.get("inhabitants", ())),
        works=_folded(told, "works"),
        contracted=_folded(told, "contracted"),
        answered=frozenset(told.get("answered", ())),
        tailed=_folded(told, "tailed"),
        whole=frozenset(told.get("whole", ())),
    )


def _label(id_: str) -> Label:
    got: Label = {"org": "ORG", "loc": "LOC", "per": "PER"}.get(id_.split(".", 1)[0], "MISC")  # type: ignore[assignment]
    return got


def _variants(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _folded(told: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(fold(w) for w in told.get(name, ()))


def _forms(table: Mapping[str, Any]) -> dict[str, str]:
    return {fold(form): id_ for id_, forms in table.items() for form in forms}
