"""Whether two names of two languages say the same, word by word or by their sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.languages import codes
from pipeline.languages.names import edition, exonyms, fold, grammar, institutions
from pipeline.languages.renderings import WORD, parts, phrases, small_words, sound

# Share of the words of both names that must answer each other. Read by eye on 180 pairs of parliament's and press
# prose: of the links it adds none is wrong at 0.8; "Bank of England", "Bank of Japan" have 0.5.
ENOUGH = 0.8
COGNATE = 0.75  # rapidfuzz ratio (0..1) of two words from which one is the other's rendering: trésor, treasury
SHORTEST = 4  # letters of words that may be cognates
NEAR = 0.5  # rapidfuzz ratio (0..1) two words of one sound need besides: Béchir, Bashir 0.67
CLOSE = 0.82  # the same from which the sound does not matter: Benyamin, Benjamin
ALONE = 0.72  # the same for a name of one word: Martin and Morton have one sound, and 0.67
HEARD = 2  # sounds of a word that can be told from others


def same_words(one: str, left: str, two: str, right: str) -> float:
    """How much (0..1) of `one` (in the language `left`) and `two` (in `right`) is each other's rendering; 0 below
    ENOUGH and where fewer than two words answer each other: "Triangle de Weimar", "Weimar Triangle" 1.0."""
    found = answered(one, left, two, right)
    return found if found >= ENOUGH else 0.0


def answered(one: str, left: str, two: str, right: str) -> float:
    """The share (0..1) of the words of weight of two names that answer each other; 0 for fewer than two of them."""
    if not _ids(one, left, edition()) & _ids(two, right, edition()):
        return 0.0
    a, b = parts(one, left, codes()), parts(two, right, codes())
    best = _answered(a, b)
    if best < 1 and any(
        " " in id_ for part in (*a, *b) for id_ in part
    ):  # a phrase of one language is words of another
        best = max(best, _answered(parts(one, left, codes(), 1), parts(two, right, codes(), 1)))
    return best


def _answered(one: Sequence[frozenset[str]], two: Sequence[frozenset[str]]) -> float:
    a, b = list(one), list(two)
    total, found = len(a) + len(b), 0
    for alike in (_shared, _cognate):
        for x in tuple(a):
            y = next((y for y in b if alike(x, y)), None)
            if y is not None:
                a.remove(x)
                b.remove(y)
                found += 1
    return 2 * found / total if found > 1 else 0.0


def but_for_its_noun(one: str, left: str, two: str, right: str) -> bool:
    """Whether one name is the other and no more than common nouns: "accord de Schengen", "Schengen"."""
    if not _ids(one, left, edition()) & _ids(two, right, edition()):
        return False
    a, b = list(parts(one, left, codes())), list(parts(two, right, codes()))
    if len(a) == len(b):
        return False
    few, many = sorted((a, b), key=len)
    for x in few:
        y = next((y for y in many if x & y), None)
        if y is None or _common(x) or _common(y):
            return False
        many.remove(y)
    return bool(few) and all(_common(y) for y in many)


def elsewhere(one: str, left: str, two: str, right: str) -> bool:
    """Whether each name says where, and not the same: "Banque du Danemark", "Bank of Norway"."""
    a, b = (_places(name, code) for name, code in ((one, left), (two, right)))
    return bool(a and b) and not a & b


def same_kind(one: str, left: str, two: str, right: str) -> bool:
    """Whether one noun of names heads both: the first or the last word of weight of each."""
    a, b = (parts(name, code, codes()) for name, code in ((one, left), (two, right)))
    ends = [frozenset(id_ for part in (some[0], some[-1]) for id_ in part if id_ in nouns()) for some in (a, b) if some]
    return len(ends) == 2 and bool(ends[0] & ends[1])


@cache
def nouns() -> frozenset[str]:
    """The ids of the nouns that bodies and measures are named by, in any language."""
    return frozenset(
        id_ for code in codes() for some in (grammar(code).heads, grammar(code).measures) for id_ in some.values()
    )


def _places(name: str, code: str) -> frozenset[str]:
    return frozenset(id_ for part in parts(name, code, codes()) for id_ in part if id_.startswith("loc."))


def _common(part: frozenset[str]) -> bool:
    """Whether a word of weight is a noun or an adjective of the language's tables and the name of no place."""
    return len(part) > 1 and not any(id_.startswith("loc.") for id_ in part)


@cache
def _ids(name: str, code: str, edition: str) -> frozenset[str]:
    """All that the words of a name may mean: names that share nothing need no second look."""
    return frozenset().union(*parts(name, code, codes()))


def meanings(word: str, code: str) -> frozenset[str]:
    """The ids of what a folded word may mean in a language, and its own letters: "=cour"."""
    known = phrases(code, codes()).get((word,), frozenset())
    return known | {"=" + word} | _within(code, edition()).get(word, frozenset())


def small(word: str, code: str) -> bool:
    """Whether a folded word only holds names together."""
    return word in small_words(code)


def same_sound(one: str, two: str) -> bool:
    """Whether two names are one foreign name in two ways of writing: "Omar el-Béchir", "Omar al-Bashir"."""
    a, b = _spoken(one), _spoken(two)
    if len(a) != len(b) or not a:
        return False
    near = NEAR if len(a) > 1 else ALONE
    return all(x == y or _sounds(x, y, near) for x, y in zip(a, b, strict=True))


def sounds_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether each folded word of a person's name stands in the other, in its own or another way of writing."""
    return bool(part) and all(x in whole or any(_sounds(x, y, ALONE) for y in whole) for x in part)


def _sounds(one: str, two: str, near: float) -> bool:
    from rapidfuzz import fuzz

    rows = exonyms(codes())
    if rows.get(one, frozenset()) & rows.get(two, frozenset()):
        return True
    if min(len(one), len(two)) >= SHORTEST and one[0] == two[0] and fuzz.ratio(one, two) >= 100 * CLOSE:
        return True
    said = sound(one)
    return len(said) >= HEARD and said == sound(two) and fuzz.ratio(one, two) >= 100 * near


@cache
def _within(code: str, edition: str) -> dict[str, frozenset[str]]:
    """Word -> the ids of the phrases it begins or ends: a rendering may begin with "santé publique"."""
    out: dict[str, frozenset[str]] = {}
    for some, ids in phrases(code, codes()).items():
        if len(some) > 1:
            for word in (some[0], some[-1]):
                out[word] = out.get(word, frozenset()) | ids
    return out


@cache
def _spoken(name: str) -> tuple[str, ...]:
    told = [grammar(code) for code in codes()]
    words = [fold(m[0]) for m in WORD.finditer(name)]
    return tuple(w for w in words if not any(w in g.particles or w in g.articles for g in told))


def _shared(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one & two)


def _cognate(one: frozenset[str], two: frozenset[str]) -> bool:
    from rapidfuzz import fuzz

    x, y = (next(id_[1:] for id_ in some if id_[0] == "=") for some in (one, two))
    return min(len(x), len(y)) >= SHORTEST and x[0] == y[0] and fuzz.ratio(x, y) >= 100 * COGNATE


def forms(code: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Key -> the folded words of its names and acronyms in a language, and their capitals; the longest first."""
    return _table(code, edition())


@cache
def _table(code: str, edition: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    out = {}
    for row in institutions(codes()):
        names = [*(n for n in row.names.get(code, ()) if row.kind != "word"), *row.acronyms.get(code, ())]
        forms = {(tuple(fold(m[0]) for m in WORD.finditer(n)), "".join(c for c in n if c.isupper())) for n in names}
        if forms:
            out[row.id] = tuple(sorted(forms, key=lambda f: (-len(f[0]), f)))
    return out
