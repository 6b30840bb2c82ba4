"""How alike two names are, and why: each witness gives a score 0..1, the best one counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.languages import codes
from pipeline.languages.names import Institution, edition, exonyms, fold, grammar, institutions
from pipeline.languages.renderings import WORD, also_called
from pipeline.model.facts import Entity

from .rendering import but_for_its_noun, meanings, nouns, same_kind, same_sound, same_words, small, sounds_in

# Scores order the witnesses. Read by eye on 49,000 words of parallel prose, software and novels (539 links):
# of the 31 links that are neither a key's nor a spelling's none is wrong.
KEY, SPELLING, EXONYM, PART, KIN, GRAMMAR, PLACE = 1.0, 0.99, 0.97, 0.93, 0.9, 0.9, 0.85
WORDS, SOUND = 0.91, 0.9
SAME_SOUND = "the same sound"
SHORT = "short form"
ALSO = "called so too"
MOST = "most of the words"
BUT_A_NOUN = ("without its head", "without its noun")
CLOSE = 82  # rapidfuzz ratio (0..100) of folded forms from which two spellings are one name: Aristote, Aristotle
OTHER_LABEL = 0.88  # ratio from which it does not matter that the witnesses took one for a place, one for a person
SHORTEST = 5  # letters below which nearly the same is not the same
ACRONYM = 3  # letters of an acronym that are told from chance
LEAST = 0.8  # below this nothing is a link


def likeness(one: Entity, two: Entity, tongues: tuple[str, str]) -> tuple[float, str]:
    """(score, witness); (0, "") when nothing speaks for it. `tongues`: the languages the two stand in."""
    if hollow(one) or hollow(two):
        return 0.0, ""
    if one.key == two.key:
        return KEY, "key"
    if _akin(one.key, two.key) or _akin(two.key, one.key):
        return KIN, "kind"
    if two.key in also_called().get(one.key, ()):
        return PLACE, ALSO
    if known(one.key) and known(two.key):
        return 0.0, ""  # the tables say that they are two
    if _short_of(one, two) or _short_of(two, one):
        return KIN, SHORT
    if _one_noun(one, two, tongues):
        return KIN, "the same noun"
    if _town(one, two) or _town(two, one):
        return PLACE, "the place itself"
    if _headless(one, two) or _headless(two, one):
        return PLACE, BUT_A_NOUN[0]
    a, b = core(one.text), core(two.text)
    if (a == b and a) or _plural(one.text, two.text) or _plural(two.text, one.text):
        return SPELLING, "spelling"
    if len(weighty := _weighty(a, tongues[0])) > 1 and weighty == _weighty(b, tongues[1]):
        return EXONYM, "another order"
    if _exonyms(one.text, two.text, a, b):
        return EXONYM, "exonym"
    if one.label == two.label == "PER" and (sounds_in(a, b) or sounds_in(b, a)):
        return PART, "part of the name"
    if shared := _grammar(one.key, two.key):
        return shared, "parts"
    if "PER" not in (one.label, two.label) and (shared := same_words(one.text, tongues[0], two.text, tongues[1])):
        return (WORDS * shared, "the same words") if WORDS * shared >= LEAST else (LEAST, MOST)
    if one.label == two.label == "PER" and len(a) > 1 and a != b and same_sound(one.text, two.text):
        return SOUND, SAME_SOUND
    if (spelt := _spelling(one, two, a, b))[0]:
        return spelt
    if _of_a_kind(one, two) and but_for_its_noun(one.text, tongues[0], two.text, tongues[1]):
        return PLACE, BUT_A_NOUN[1]
    if one.label == two.label and one.label in ("PER", "LOC") and same_sound(one.text, two.text):
        return LEAST, SAME_SOUND
    if _lettered(one, two, tongues) or _lettered(two, one, tongues[::-1]):
        return PLACE, "letters of its words"
    return 0.0, ""


def _plural(one: str, two: str) -> bool:
    """UID, UIDs: an acronym and more than one of it."""
    return len(one) > 2 and one.isupper() and two[:-1] == one and two[-1].islower()


def _weighty(words: tuple[str, ...], code: str) -> list[str]:
    """The words of a name but those that only hold it together, sorted: "Rangers de Brume", "Brume Rangers"."""
    return sorted(word for word in words if not small(word, code))


def _of_a_kind(one: Entity, two: Entity) -> bool:
    """A place and a place, or a measure and what it is called after; the university of a town is not the town."""
    return "PER" not in (one.label, two.label) and (one.label == two.label or "MISC" in (one.label, two.label))


def hollow(entity: Entity) -> bool:
    """A person of whom nothing is said but the office: "Madame la Présidente" names nobody."""
    return entity.label == "PER" and all(word in _offices() for word in words(entity.text))


@cache
def _offices() -> frozenset[str]:
    told = [grammar(code) for code in codes()]
    forms = (form for g in told for form in (*g.titles, *g.roles, *g.articles, *g.links))
    return frozenset(word for form in forms for word in words(form))


@lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(m[0]) for m in WORD.finditer(text))


@lru_cache(maxsize=100_000)
def core(text: str) -> tuple[str, ...]:
    """The folded words of a name without an article at its head: la Teuse, Teuse."""
    all_ = words(text)
    articles = _articles()
    while len(all_) > 1 and all_[0] in articles:
        all_ = all_[1:]
    return all_


@cache
def _articles() -> frozenset[str]:
    return frozenset(word for code in codes() for word in grammar(code).articles)


def alike(one: str, two: str) -> float:
    """How nearly two spellings are the same, 0..1; 0 below CLOSE, for short names, and for other first letters."""
    from rapidfuzz import fuzz

    if min(len(one), len(two)) < SHORTEST or one[0] != two[0]:
        return 0.0
    ratio = float(fuzz.ratio(one, two))
    return ratio / 100 if ratio >= CLOSE else 0.0


def same_word(one: str, two: str) -> bool:
    """Whether two folded words are one name, letter for letter or by the exonyms."""
    rows = exonyms(codes())
    return one == two or bool(rows.get(one, frozenset()) & rows.get(two, frozenset()))


def _exonyms(one: str, two: str, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if same_word(fold(one), fold(two)):
        return True
    return len(a) == len(b) and all(same_word(x, y) for x, y in zip(a, b, strict=True))


def _akin(kind: str, member: str) -> bool:
    """A kind of body and one of that kind, or a body and its part: org.x and org.x.paris; a country is no kind."""
    return not kind.startswith("loc.") and kind.count(".") >= 1 and member.startswith(kind + ".")


def _short_of(short: Entity, whole: Entity) -> bool:
    """ "la Ville" for "City of Paris": a head alone, and a body whose name is built on the same head."""
    if not short.found_by.startswith("short") or short.key.count(".") != 1 or whole.label != "ORG":
        return False
    if whole.found_by.startswith("short"):
        return False
    told, all_ = short.key.partition(".")[2], words(whole.text)
    spoken = {" ".join(all_[i:j]) for i in range(len(all_)) for j in range(i + 1, min(i + 4, len(all_)) + 1)}
    return any(id_ == told and form in spoken for code in codes() for form, id_ in grammar(code).heads.items())


def _one_noun(one: Entity, two: Entity, tongues: tuple[str, str]) -> bool:
    """The noun alone on both sides, with a capital: "Conseil", "Council"."""
    if "ORG" not in (one.label, two.label) or "PER" in (one.label, two.label):
        return False
    a, b = core(one.text), core(two.text)
    if len(a) != 1 or len(b) != 1 or not (one.text[:1].isupper() and two.text[:1].isupper()):
        return False
    return bool(meanings(a[0], tongues[0]) & meanings(b[0], tongues[1]) & nouns())


def _lettered(short: Entity, whole: Entity, tongues: tuple[str, str]) -> bool:
    """ "groupe ABC" for "Group of the Alliance of Country Bakers": one noun heads both, and the rest of the one are the
    first letters of the other's words, in its own language's order; nouns among them may have no letter."""
    letters = _letters(short.text)
    if not letters or short.label != "ORG" or whole.label != "ORG" or _letters(whole.text):
        return False
    if not same_kind(short.text, tongues[0], whole.text, tongues[1]):
        return False
    some = [w for w in words(whole.text) if not small(w, tongues[1])]
    heads = grammar(tongues[1]).heads
    noun = frozenset(i for w in words(short.text) if w != letters for i in meanings(w, tongues[0])) & nouns()
    rest = some[:-1] if meanings(some[-1], tongues[1]) & noun else some[1:]
    bare = [w for w in rest if w not in heads]
    return any(sorted(w[0] for w in told) == sorted(letters) for told in (rest, bare))


@lru_cache(maxsize=100_000)
def _letters(text: str) -> str:
    """The acronym, folded, of a name that is an acronym and one word in other letters; else ""."""
    told = [m[0] for m in WORD.finditer(text)]
    capitals = [w for w in told if w.isupper() and w.isalpha() and len(w) >= ACRONYM]
    return fold(capitals[0]) if len(told) == 2 and len(capitals) == 1 else ""


def _town(body: Entity, place: Entity) -> bool:
    """ "City of Montreuil" for "Montreuil": the body that a place is."""
    parts = body.key.split(".")
    if body.label != "ORG" or place.label != "LOC" or len(parts) != 3 or parts[2] != place.key.rpartition(".")[2]:
        return False
    return any(word in grammar(code).places for code in codes() for word in words(body.text))


def _headless(body: Entity, name: Entity) -> bool:
    """ "société Vinci" for "Vinci": a head and nothing between it and what the other language calls the body."""
    whole, rest = core(body.text), core(name.text)
    if body.label != "ORG" or not rest or len(whole) <= len(rest) or (name.label == "LOC" and known(name.key)):
        return False
    at = len(whole) - len(rest)
    parts = ((whole[:at], whole[at:]), (whole[len(rest) :], whole[: len(rest)]))  # its head before it or after it
    return any(tail == rest and " ".join(head) in grammar(code).heads for head, tail in parts for code in codes())


def _grammar(one: str, two: str) -> float:
    """Above 0.9 when two composed keys have one head and half of their parts in common; else 0."""
    a, b = one.split("."), two.split(".")
    if len(a) < 3 or len(b) < 3 or a[:2] != b[:2] or a[0] != "org":
        return 0.0
    x, y = set(a[2:]), set(b[2:])
    share = 2 * len(x & y) / (len(x) + len(y))
    if len(x) == len(y) == 1 and (_built_on(*x, *y) or _built_on(*y, *x)):
        share = 0.5  # "Conseil de l'Organisation": of the body whose name is built on the noun
    return GRAMMAR + 0.1 * share if share >= 0.5 else 0.0


def _built_on(noun: str, body: str) -> bool:
    """Whether a part of a composed key is the noun that the names of a body of the tables begin or end with."""
    return any(
        grammar(code).heads.get(words_[at]) == noun
        for row in _called(edition()).get(body, ())
        for code, names in row.names.items()
        for words_ in map(words, names)
        for at in (0, -1)
        if words_
    )


@cache
def _called(edition: str) -> Mapping[str, tuple[Institution, ...]]:
    """The bodies of the tables by the last part of their ids."""
    out: dict[str, tuple[Institution, ...]] = {}
    for row in institutions(codes()):
        if row.label == "ORG":
            last = row.id.rpartition(".")[2]
            out[last] = (*out.get(last, ()), row)
    return out


def _spelling(one: Entity, two: Entity, a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, str]:
    if len(a) != len(b) and (set(a) < set(b) or set(b) < set(a)):
        return 0.0, ""  # Build-Depends-Arch is another than Build-Depends
    ratio = alike(" ".join(a), " ".join(b))
    if not ratio or (one.label != two.label and "MISC" not in (one.label, two.label) and ratio < OTHER_LABEL):
        return 0.0, ""
    return LEAST + (ratio - CLOSE / 100) / (1 - CLOSE / 100) * (0.98 - LEAST), "nearly the same spelling"


def known(key: str) -> bool:
    """Whether the key, or the kind it belongs to, is a row of the tables."""
    rows = _rows(edition())
    return key in rows or key.rpartition(".")[0] in rows


def row(key: str) -> Institution | None:
    """The tables' row of a key."""
    return _rows(edition()).get(key)


@cache
def _rows(edition: str) -> Mapping[str, Institution]:
    return {row.id: row for row in institutions(codes())}
