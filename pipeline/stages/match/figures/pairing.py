"""One alignment's figures paired one to one: the same first, then one numeral said of two things, then the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model.facts import Figure
from pipeline.model.place import Span

from .worth import ends, in_si, keys, numeral, same_end, unlike

ELSEWHERE = 0.5  # what a figure of a sentence that is not linked to the other's sentence costs, in text lengths
MOST = 100  # figures of one worth that one figure is held against: a text without paragraphs has thousands
CLOSE = 0.25  # the same for small numbers in words, which must agree in kind and unit too
ONLY = 0.4  # kinds that may be mistaken for each other when they are all that is left
FAR = 0.45  # figures further apart than this share of the text are not one another's mistaken form
NEARLY = 0.02  # quantities in two units agree within rounding


@dataclass(frozen=True)
class Stand:
    """A figure and where it stands: `at` its place in the side's text 0..1, `sentence` the number of a link or -1."""

    figure: Figure
    paragraph: str
    span: Span
    at: float
    sentence: int = -1
    quoted: bool = False  # stands word for word on the other side, with what is around it: left untranslated

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def in_digits(self) -> bool:
        return any(c.isdigit() for c in self.figure.text)

    @property
    def slight(self) -> bool:
        """A small number in words, an ordinal, a half: as often an idiom as a figure."""
        f = self.figure
        return not (self.in_digits or f.kind in ("money", "percent", "date"))


@dataclass
class Paired:
    """`same` and `different` hold (left, right, why); what has no counterpart is in `left` and `right`."""

    same: list[tuple[Stand, Stand, str]] = field(default_factory=list)
    different: list[tuple[Stand, Stand, str]] = field(default_factory=list)
    left: list[Stand] = field(default_factory=list)
    right: list[Stand] = field(default_factory=list)
    quoted: list[Stand] = field(default_factory=list)  # what one grammar read and the other, in the same words, did not


def paired(left: Sequence[Stand], right: Sequence[Stand]) -> Paired:
    """The figures of two sides, one to one. Each step takes the nearest first and leaves the rest to the next."""
    done = Paired(left=list(left), right=list(right))
    _take(done, _counted(done.left, done.right), same=True)
    for strict in (True, False):
        _take(done, _equals(done.left, done.right, strict=strict), same=True)
    _split(done)
    done.quoted = [s for s in (*done.left, *done.right) if s.quoted]
    done.left = [s for s in done.left if not s.quoted]
    done.right = [s for s in done.right if not s.quoted]
    _take(done, _numerals(done.left, done.right), same=False)
    _take(done, _strays(done), same=False)
    return done


def _distance(a: Stand, b: Stand) -> float:
    apart = abs(a.at - b.at)
    if a.sentence >= 0 and b.sentence >= 0 and a.sentence != b.sentence:
        apart += ELSEWHERE
    return apart


Candidate = tuple[float, int, int, str]


def _take(done: Paired, candidates: list[Candidate], *, same: bool) -> None:
    """The nearest pairs first, each figure once."""
    used_left: set[int] = set()
    used_right: set[int] = set()
    kept: list[tuple[int, int, str]] = []
    for _, i, j, why in sorted(candidates):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            kept.append((i, j, why))
    into = done.same if same else done.different
    into.extend((done.left[i], done.right[j], why) for i, j, why in sorted(kept))
    done.left = [s for i, s in enumerate(done.left) if i not in used_left]
    done.right = [s for j, s in enumerate(done.right) if j not in used_right]


def _counted(left: Sequence[Stand], right: Sequence[Stand]) -> list[Candidate]:
    """Figures that stand as often on both sides, in their order: the first 12 % is the first 12 %."""
    sides: list[dict[tuple[object, ...], list[int]]] = []
    for stands in (left, right):
        by_identity: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i, s in enumerate(stands):
            by_identity[(s.figure.kind, s.figure.value, s.figure.to, s.figure.unit)].append(i)
        sides.append(by_identity)
    out: list[Candidate] = []
    for identity, mine in sides[0].items():
        theirs = sides[1].get(identity, [])
        if len(mine) == len(theirs):
            out.extend((0.0, i, j, _why(left[i].figure, right[j].figure)) for i, j in zip(mine, theirs, strict=True))
    return out


def _equals(left: Sequence[Stand], right: Sequence[Stand], *, strict: bool) -> list[Candidate]:
    by_key: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for j, stand in enumerate(right):
        for key in keys(stand.figure):
            by_key[key].append(j)
    out: list[Candidate] = []
    for i, stand in enumerate(left):
        near = dict.fromkeys(j for key in keys(stand.figure) for j in _nearest(by_key.get(key, []), right, stand.at))
        for j in near:
            a, b = stand.figure, right[j].figure
            if not same_end(a, b):
                continue
            if strict and not _identical(a, b):
                continue
            if not strict and not _alike(a, b):
                continue
            out.append((_distance(stand, right[j]), i, j, _why(a, b)))
    if not strict:
        out.extend(_converted(left, right))
    return out


def _nearest(some: list[int], stands: Sequence[Stand], at: float) -> list[int]:
    """The MOST of the figures that stand nearest, of figures in the order in which they stand; mostly all of them."""
    if len(some) <= MOST:
        return some
    start = bisect_left(some, at, key=lambda j: stands[j].at) - MOST // 2
    return some[max(0, min(start, len(some) - MOST)) :][:MOST]


def _identical(a: Figure, b: Figure) -> bool:
    return a.kind == b.kind and a.unit == b.unit and a.value == b.value


def _alike(a: Figure, b: Figure) -> bool:
    """One key shared, and nothing that says they are two things: a currency, a sign of per cent, another unit."""
    if a.kind == b.kind == "quantity" and a.unit != b.unit:
        return in_si(a) is not None and in_si(a) == in_si(b)
    if a.kind == b.kind == "date" and len(a.value) == len(b.value) == 10:
        return a.value == b.value or "XXXX" in (a.value[:4], b.value[:4]) or bool(a.open or b.open)
    shared = {k[0] for k in set(keys(a)) & set(keys(b))}
    return not (shared == {"share"} and {a.kind, b.kind} == {"number", "percent"})


def _converted(left: Sequence[Stand], right: Sequence[Stand]) -> list[Candidate]:
    """10 km and 6.2 miles."""
    out: list[Candidate] = []
    for i, one in enumerate(left):
        first = in_si(one.figure) if one.figure.kind == "quantity" else None
        if first is None or not first[1]:
            continue
        for j, other in enumerate(right):
            second = in_si(other.figure) if other.figure.kind == "quantity" else None
            if second is None or second[0] != first[0] or one.figure.unit == other.figure.unit:
                continue
            if abs(second[1] / first[1] - 1) <= NEARLY:
                out.append((_distance(one, other), i, j, "the same in another unit"))
    return out


def _why(a: Figure, b: Figure) -> str:
    if a.value.startswith("-") != b.value.startswith("-") and a.kind == b.kind:
        return "the sign stands on one side only; on the other it may be in the words"
    if a.open or b.open:
        return a.open or b.open
    if a.kind == b.kind == "date" and a.value != b.value and "XXXX" in (a.value[:4], b.value[:4]):
        return "the year is said on one side only"
    if a.kind != b.kind:
        return f"{a.kind} on one side, {b.kind} on the other, of the same worth"
    return ""


def _split(done: Paired) -> None:
    """A range or ratio on one side, its two figures on the other: « de 9 à 12 » and "9 and up to 12"."""
    for mine, theirs, flipped in ((done.left, done.right, False), (done.right, done.left, True)):
        for stand in [s for s in mine if ends(s.figure)]:
            wanted = ends(stand.figure)
            found = [_single(end, theirs, stand) for end in wanted]
            hits = [hit for hit in found if hit is not None]
            if stand.slight and found[1] is not None and found[1].slight:
                hits = [found[1]]  # « un mois ou deux », "a month or two"
            elif len(hits) < 2 or hits[0] is hits[1]:
                continue
            mine.remove(stand)
            turned = hits[0].at > hits[-1].at  # "800 to 700" for « 700 à 800 »
            for hit in hits:
                theirs.remove(hit)
                pair = (hit, stand) if flipped else (stand, hit)
                (done.different if turned else done.same).append((*pair, "one figure on one side, two on the other"))


def _single(end: Figure, theirs: Sequence[Stand], stand: Stand) -> Stand | None:
    wanted = set(keys(end))
    found = [s for s in theirs if s.figure.to is None and wanted & set(keys(s.figure))]
    return min(found, key=lambda s: _distance(s, stand), default=None)


def _numerals(left: Sequence[Stand], right: Sequence[Stand]) -> list[Candidate]:
    """The same digits, another scale, currency or unit."""
    by_digits: dict[str, list[int]] = defaultdict(list)
    for j, stand in enumerate(right):
        if digits := numeral(stand.figure):
            by_digits[digits].append(j)
    out: list[Candidate] = []
    for i, stand in enumerate(left):
        for j in by_digits.get(numeral(stand.figure), ()):
            out.append((_distance(stand, right[j]) + unlike(stand.figure, right[j].figure), i, j, ""))
    return out


def _strays(done: Paired) -> list[Candidate]:
    """What is left on both sides and could be one figure said wrongly: near in place and in kind."""
    out: list[Candidate] = []
    kinds = Counter(s.figure.kind for s in (*done.left, *done.right))
    slight = [[s for s in side if s.slight and s.figure.kind != "ordinal"] for side in (done.left, done.right)]
    only = len(slight[0]) == len(slight[1]) == 1
    for i, one in enumerate(done.left):
        for j, other in enumerate(done.right):
            apart, strange = _distance(one, other), unlike(one.figure, other.figure)
            if (one.slight or other.slight) and not _slips(one, other, strange, apart, only=only):
                continue
            alone = kinds[one.figure.kind] == 2 and one.figure.kind == other.figure.kind
            if strange < 1.0 and (apart <= FAR or alone or len(done.left) == len(done.right) == 1):
                out.append((apart + strange, i, j, ""))
    return out


def _slips(one: Stand, other: Stand, strange: float, apart: float, *, only: bool) -> bool:
    """Small numbers in words are one another's mistaken form when near, or when nothing else is left on either side."""
    if "ordinal" in (one.figure.kind, other.figure.kind):
        return False
    return (only and strange < ONLY) or (strange == 0 and apart <= CLOSE)
