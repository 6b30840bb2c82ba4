"""Which words in a row translate each other: counted over linked sentences, checked by meaning, one to one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pipeline.languages.names import fold, grammar
from pipeline.model.document import FURNITURE
from pipeline.model.release import Alignment, Release

LONGEST = 5  # words of a term: "mise en œuvre du plan" is long enough
LEAST = 2  # linked sentences a pair must stand in; a term seen once is a word of that sentence
MOST_CASES = 60  # linked sentences looked at for a term; more do not change which word goes with it
MOST_TERMS = (
    20_000  # terms of a language looked at, the most frequent first: 10,000 releases hold more, none of them rare
)
ROOM = 2_000_000  # runs of words counted at once; when there are more, those seen once so far are forgotten
# Confidence (0..1) from which a pair is told. Read by eye on seven releases of our own: of 84 pairs above it four do
# not translate each other, all of them below 0.6.
SURE = 0.45

# An elided word ("l'", "d'", "qu'"), a word, or a sign; addresses are one sign.
_WORD = re.compile(r"\S*[@/]\S*|[^\W\d_]{1,2}['’](?=\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\s]")
# What stands before a word in the midst of a sentence: a word, perhaps a comma or a short title's full stop.
_BEFORE = re.compile(r"\b(?:[\w'’-]+[,;)]?|\w{1,3}\.) $")


@dataclass(frozen=True)
class Term:
    """A pair of terms. `counts`: linked sentences that hold the term of each side; `examples`: one of them."""

    sides: Mapping[str, str]
    count: int
    counts: Mapping[str, int]
    confidence: float
    release: str
    alignment: str
    examples: Mapping[str, str]


@dataclass(frozen=True)
class Unit:
    """Linked sentences: where they stand, and each side's text with names and figures taken out."""

    release: str
    alignment: str
    texts: tuple[str, str]
    runs: tuple[list[str], list[str]]


def harvest(releases: Iterable[Release]) -> list[Term]:
    """Terms of every two languages of the corpus, the most confident first."""
    pairs = dict.fromkeys(pair for r in releases for pair in combinations(r.languages, 2) if pair[0] == r.languages[0])
    found = [term for pair in pairs for term in _of_pair(releases, pair)]
    return sorted(found, key=lambda t: (-t.confidence, -t.count, tuple(t.sides.values())))


def _of_pair(releases: Iterable[Release], pair: tuple[str, str]) -> list[Term]:
    kept = [_frequent(releases, pair, side) for side in (0, 1)]
    postings: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    cases: list[tuple[str, str, tuple[frozenset[str], frozenset[str]]]] = []
    for unit in _units(releases, pair):
        sets = tuple(frozenset(run for run in unit.runs[side] if run in kept[side]) for side in (0, 1))
        if sets[0] and sets[1]:
            for side in (0, 1):
                for run in sets[side]:
                    postings[side].setdefault(run, []).append(len(cases))
            cases.append((unit.release, unit.alignment, (sets[0], sets[1])))
    scored = _scored(postings, [c[2] for c in cases])
    chosen = _one_to_one(_weighed(scored), postings)
    return _told(releases, pair, chosen, postings, cases)


def _frequent(releases: Iterable[Release], pair: tuple[str, str], side: int) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for unit in _units(releases, pair):
        counts.update(set(unit.runs[side]))
        if len(counts) > ROOM:
            counts = Counter({run: n for run, n in counts.items() if n > 1})
    often = [(n, run) for run, n in counts.items() if n >= LEAST]
    often.sort(key=lambda one: (-one[0], one[1]))
    return frozenset(run for _, run in often[:MOST_TERMS])


def _scored(
    postings: tuple[dict[str, list[int]], dict[str, list[int]]], cases: list[tuple[frozenset[str], frozenset[str]]]
) -> list[tuple[float, int, str, str]]:
    """(association, count together, one, other) of pairs that stand together often enough."""
    out = []
    for one, where in sorted(postings[0].items()):
        some = where[:MOST_CASES]
        together: Counter[str] = Counter()
        for n in some:
            together.update(cases[n][1])
        for other, count in together.most_common(12):
            if count < LEAST:
                break
            share = count / len(some)  # how often the other side has it where this side has it
            back = min(1.0, share * len(where) / len(postings[1][other]))
            both = min(share, back)
            careful = both * count / (count + 1.0)  # two of two is less than ten of ten
            if both >= 0.3:
                out.append((careful, round(share * len(where)), one, other))
    return out


def _weighed(scored: list[tuple[float, int, str, str]]) -> list[tuple[float, int, str, str]]:
    """The association weighed with the cosine of the encoder."""
    if not scored:
        return []
    from pipeline.encoder import encode

    ones = list(dict.fromkeys(s[2] for s in scored))
    others = list(dict.fromkeys(s[3] for s in scored))
    left = dict(zip(ones, encode(ones), strict=True))
    right = dict(zip(others, encode(others), strict=True))
    out = []
    for careful, count, one, other in scored:
        cosine = max(0.0, float(left[one] @ right[other]))
        out.append((round(careful**0.4 * cosine**0.6, 4), count, one, other))
    return sorted(out, key=lambda s: (-s[0], -s[1], s[2], s[3]))


def _one_to_one(
    weighed: list[tuple[float, int, str, str]], postings: tuple[dict[str, list[int]], dict[str, list[int]]]
) -> list[tuple[float, int, str, str]]:
    """Each term once, the likeliest first; a part of a term that never stands without it is not told beside it."""
    taken: tuple[set[str], set[str]] = (set(), set())
    out: list[tuple[float, int, str, str]] = []
    for one in weighed:
        if one[0] < SURE:
            break
        if one[2] not in taken[0] and one[3] not in taken[1]:
            taken[0].add(one[2])
            taken[1].add(one[3])
            out.append(one)
    whole = defaultdict(list)
    for one in out:
        for word in one[2].split():
            whole[word].append(one[2])
    return [o for o in out if not any(_within(o[2], w, postings[0]) for w in whole[o[2].split()[0]])]


def _within(part: str, whole: str, where: Mapping[str, list[int]]) -> bool:
    return part != whole and f" {part} " in f" {whole} " and len(where[part]) <= len(where[whole])


def _told(
    releases: Iterable[Release],
    pair: tuple[str, str],
    chosen: list[tuple[float, int, str, str]],
    postings: tuple[dict[str, list[int]], dict[str, list[int]]],
    cases: list[tuple[str, str, tuple[frozenset[str], frozenset[str]]]],
) -> list[Term]:
    first: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for _, _, one, other in chosen:
        at = min(set(postings[0][one]) & set(postings[1][other]), default=None)
        if at is not None:
            first.setdefault(cases[at][:2], []).append((one, other))
    examples: dict[tuple[str, str], tuple[str, str, tuple[str, str]]] = {}
    forms = Forms([(one, other) for _, _, one, other in chosen])
    for unit in _units(releases, pair):
        forms.hear(unit)
        for one, other in first.get((unit.release, unit.alignment), ()):
            if one in unit.runs[0] and other in unit.runs[1]:
                examples.setdefault((one, other), (unit.release, unit.alignment, unit.texts))
    out = []
    for score, count, one, other in chosen:
        if (one, other) in examples and not forms.name(one, other):
            release, alignment, texts = examples[one, other]
            counts = {pair[0]: len(postings[0][one]), pair[1]: len(postings[1][other])}
            shown = dict(zip(pair, (" ".join(t.split())[:300] for t in texts), strict=True))
            sides = {pair[0]: forms.of(0, one), pair[1]: forms.of(1, other)}
            out.append(Term(sides, count, counts, score, release, alignment, shown))
    return out


class Forms:
    """How terms are written in the midst of sentences, where a capital is the word's own: Sunday, implementation."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        both = list(pairs)
        self._wanted = (frozenset(one for one, _ in both), frozenset(other for _, other in both))
        self._seen: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)

    def hear(self, unit: Unit) -> None:
        for side in (0, 1):
            text = " ".join(unit.texts[side].split())
            low = text.lower()
            for run in self._wanted[side].intersection(unit.runs[side]) if len(low) == len(text) else ():
                at = low.find(run)
                while at >= 0:
                    end = at + len(run)
                    before = _BEFORE.search(text[max(0, at - 24) : at])
                    shout = text[at:end].isupper() and before is not None and before[0].isupper()
                    if before and not shout and not text[end : end + 1].isalnum():
                        self._seen[side, run][text[at:end]] += 1
                    at = low.find(run, end)

    def of(self, side: int, run: str) -> str:
        """The form seen most often; in small letters when all there is may be a sentence's capital."""
        seen = self._seen.get((side, run))
        return min(seen, key=lambda form: (-seen[form], form != run, form)) if seen else run

    def name(self, one: str, other: str) -> bool:
        """Whether the two are one proper name that no witness took for one."""
        left, right = self.of(0, one), self.of(1, other)
        return fold(left) == fold(right) and left[0].isupper() and right[0].isupper()


# ---- the units


def _units(releases: Iterable[Release], pair: tuple[str, str]) -> Iterator[Unit]:
    for release in releases:
        for alignment in release.alignments:
            sides = [[release.paragraph(i) for i in alignment.sides.get(code, ())] for code in pair]
            if all(sides) and not any(p.kind in FURNITURE for side in sides for p in side):
                yield from _of_alignment(release, alignment, pair)


def _of_alignment(release: Release, alignment: Alignment, pair: tuple[str, str]) -> Iterator[Unit]:
    """A unit for each sentence link with both sides; the whole alignment where there is none."""
    links = [[link.sides.get(code, ()) for code in pair] for link in alignment.sentences]
    spans = [[[(x.paragraph, x.start, x.end) for x in side] for side in link] for link in links if all(link)]
    if not spans:
        whole = [[(i, 0, len(release.paragraph(i).text.mended)) for i in alignment.sides[code]] for code in pair]
        spans = [whole]
    for both in spans:
        texts = tuple(" ".join(release.paragraph(i).text.mended[a:b] for i, a, b in side) for side in both)
        bare = tuple(" ; ".join(_bare(release, *place) for place in side) for side in both)
        runs = tuple(list(_runs(text, code)) for text, code in zip(bare, pair, strict=True))
        yield Unit(release.id, alignment.id, (texts[0], texts[1]), (runs[0], runs[1]))


def _bare(release: Release, paragraph: str, start: int, end: int) -> str:
    """A stretch with its names and figures made into signs that no term runs over."""
    text, facts = release.paragraph(paragraph).text.mended, release.facts(paragraph)
    out, at = [], start
    for span in sorted([f.span for f in facts.figures] + [e.span for e in facts.entities]):
        if at <= span.start < end:
            out += [text[at : span.start], " ; "]
            at = span.end
    return "".join(out) + text[at:end]


def _runs(text: str, code: str) -> Iterator[str]:
    """Words in a row that may be a term: no small word at either end, none but words between."""
    told = grammar(code)
    small = told.openers | told.articles | told.joints | told.links
    words = [(m.start(), m.end(), fold(m[0].rstrip("'’")) or m[0]) for m in _WORD.finditer(text)]
    heavy = [f[0].isalpha() and f not in small and b - a > 2 and "@" not in f and "/" not in f for a, b, f in words]
    for i, (start, _, first) in enumerate(words):
        if not heavy[i]:
            continue
        for j in range(i, min(i + LONGEST, len(words))):
            if not words[j][2][0].isalpha() or "@" in words[j][2] or "/" in words[j][2]:
                break
            if heavy[j] and not (i == j and len(first) < 4):
                yield " ".join(text[start : words[j][1]].lower().split())
