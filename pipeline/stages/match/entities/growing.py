"""Names that are longer than a witness saw them, as both sides show: no witness of one text alone could tell.

An acronym in brackets that both texts have explains the words before it ("parti X (ABC)"); a stroke or an "and" that
both texts have between the same nouns joins what it stands between ("Bibliothèque et Archives X"); a noun beside an
acronym is its name where the other text has both in one ("ABC Treaty"); and a body's noun alone has a capital."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.languages import codes
from pipeline.languages.names import edition, fold, grammar, institutions
from pipeline.model.place import Span

from .fragments import fragment
from .likeness import ACRONYM, core, known, same_word
from .mentions import Mention, Passage, Sides
from .pairing import Pair
from .rendering import meanings, nouns, same_kind, small
from .runs import opening

LONGEST = 12  # words before a bracket among which its name begins
SHORT = 4  # spaces in a name that no witness saw and only a bracket shows
AROUND = 90  # letters before or after a name that are looked at: LONGEST words of seven

_TOKEN = re.compile(r"[^\W_]+")
_TIES = frozenset((" ", "-", "'", "’", "' ", "’ ", "\N{NO-BREAK SPACE}", "‑"))
_LAST = re.compile(r"[^\W_]+(?=/?$)")
_JOINED = re.compile(r"([^\W_]+) ([^\W_]+|&) $")
_PARTNERS = Mapping[tuple[str, Span], Mention]


def grown(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: names of one side or both in their whole length."""
    to = {_place(x): y for p in pairs for x, y in ((p.left, p.right), (p.right, p.left))}
    for pair in pairs:
        fresh = _joined(both, pair, to) or _stroked(both, pair, to) or _explained(both, pair, to)
        fresh = fresh or _both_explained(both, pair, to)
        if fresh:
            return fresh
    return [*_beside(both, to)] or [*_nouns(both, to)]


def _place(mention: Mention) -> tuple[str, Span]:
    return mention.paragraph, mention.entity.span


def _passage(both: Sides, side: int, mention: Mention) -> Passage:
    return next(p for p in both.passages[side] if p.paragraph == mention.paragraph)


def _both(both: Sides, pair: Pair, spans: Sequence[Span], to: _PARTNERS) -> list[Mention]:
    """The two names of a pair in these longer spans; none where a figure or a name linked to another is in the way."""
    out = []
    for n, (mention, span) in enumerate(zip((pair.left, pair.right), spans, strict=True)):
        passage = _passage(both, n, mention)
        for m in both.touching(n, mention.paragraph, span):
            partner = to.get(_place(m))
            other = (pair.right, pair.left)[n].paragraph, spans[1 - n]
            apart = partner is not None and not (
                partner.paragraph == other[0] and other[1].contains(partner.entity.span)
            )
            if apart or known(m.entity.key) or m.entity.label == "PER" or not span.contains(m.entity.span):
                return []
        if any(span.overlaps(f) for f in passage.figures):
            return []
        out.append((n, passage, span))
    slug = "-".join(fold(m[0]) for m in _TOKEN.finditer(out[0][2].of(out[0][1].text)))
    entity = pair.left.entity._replace(id="", label="ORG", key=f"org.{slug}", found_by="on both sides")
    return [both.mention(n, p, entity._replace(span=span, text=span.of(p.text))) for n, p, span in out]


def _joined(both: Sides, pair: Pair, to: _PARTNERS) -> list[Mention]:
    """A body and the noun that an "and" joins to it on both sides, no article between."""
    spans = []
    ids: list[frozenset[str]] = []
    for n, mention in enumerate((pair.left, pair.right)):
        code, text = (both.first, both.second)[n], _passage(both, n, mention).text
        start = mention.entity.span.start
        found = _JOINED.search(text[max(0, start - AROUND) : start])
        if mention.entity.label != "ORG" or len(core(mention.entity.text)) < 2 or not found:
            return []
        if fold(found[2]) not in grammar(code).joints or not found[1][0].isupper():
            return []
        ids.append(frozenset(i for i in meanings(fold(found[1]), code) if not i.startswith(("loc.", "="))))
        spans.append(Span(start - len(found[0]), mention.entity.span.end))
    named = [{m[0] for m in _TOKEN.finditer(x.entity.text) if m[0][0].isupper()} for x in (pair.left, pair.right)]
    last = (core(x.entity.text)[-1] for x in (pair.left, pair.right))
    alike = named[0] & named[1] or same_word(*last)  # "Archives Canada": what is plainly one name
    return _both(both, pair, spans, to) if ids[0] & ids[1] and alike else []


def _stroked(both: Sides, pair: Pair, to: _PARTNERS) -> list[Mention]:
    """Names with as many strokes between them on both sides, of which but one are linked: "groupe X/Y", "X/Y Group"."""
    spans, inner = [], []
    for n, mention in enumerate((pair.left, pair.right)):
        if mention.entity.label != "ORG":
            return []
        span, found = _row(both, n, mention)
        if any(m.entity.label in ("LOC", "PER") for m in found):
            return []
        spans.append(span)
        inner += found
    strokes = [s.of(_passage(both, n, m).text).count("/") for n, (s, m) in enumerate(zip(spans, pair[:2], strict=True))]
    if not strokes[0] or strokes[0] != strokes[1] or any(_place(m) in to for m in inner):
        return []
    return _both(both, pair, spans, to)


def _row(both: Sides, side: int, mention: Mention) -> tuple[Span, list[Mention]]:
    """A name with what strokes join to it, names or single words with a capital; and which names these are."""
    text, span = _passage(both, side, mention).text, mention.entity.span
    found: list[Mention] = []
    while span.start > 1 and text[span.start - 1] == "/":
        some = both.touching(side, mention.paragraph, Span(span.start - 2, span.start - 1))
        word = _LAST.search(text, max(0, span.start - AROUND), span.start - 1)
        if not some and not (word and word[0][0].isupper()):
            break
        found += some
        span = Span(some[0].entity.span.start if some else word.start() if word else span.start, span.end)
    while text[span.end : span.end + 1] == "/":
        some = both.touching(side, mention.paragraph, Span(span.end + 1, span.end + 2))
        word = _TOKEN.match(text, span.end + 1)
        if not some and not (word and word[0][0].isupper()):
            break
        found += some
        span = Span(span.start, some[-1].entity.span.end if some else word.end() if word else span.end)
    return span, found


def _explained(both: Sides, pair: Pair, to: _PARTNERS) -> list[Mention]:
    """The words before an acronym in brackets, where the other side has the same before its acronym as a name."""
    for n, (here, there) in enumerate(((pair.left, pair.right), (pair.right, pair.left))):
        letters = here.entity.text
        if not (letters.isupper() and letters.isalpha() and len(letters) >= ACRONYM and there.entity.text.isupper()):
            return []
        long = _before(both, 1 - n, there)
        passage, start = _passage(both, n, here), here.entity.span.start
        text = passage.text
        if long is None or _place(long) in to or long.entity.label != "ORG" or text[start - 2 : start] != " (":
            continue
        if text[here.entity.span.end : here.entity.span.end + 1] != ")" or _before(both, n, here) is not None:
            continue
        codes_ = (both.first, both.second)[n], (both.first, both.second)[1 - n]
        span = _headed(text, start - 2, long.entity.text, codes_)
        if span is None or both.touching(n, here.paragraph, span) or any(span.overlaps(f) for f in passage.figures):
            continue
        by = f"echo of {long.entity.found_by}"
        return [both.mention(n, passage, long.entity._replace(id="", span=span, text=span.of(text), found_by=by))]
    return []


def _both_explained(both: Sides, pair: Pair, to: _PARTNERS) -> list[Mention]:
    """The words before one acronym in brackets on both sides, where no witness saw a name: one noun heads them, and
    one side has capitals on all of them."""
    some = (pair.left, pair.right)
    tongues = (both.first, both.second)
    titled = [grammar(code).titlecase for code in tongues]
    if (
        pair.left.entity.text != pair.right.entity.text
        or len(pair.left.entity.text) < ACRONYM
        or titled[0] == titled[1]
    ):
        return []
    texts = [_passage(both, n, m).text for n, m in enumerate(some)]
    starts = [m.entity.span.start - 2 for m in some]
    for text, at, m in zip(texts, starts, some, strict=True):
        if at < 0 or text[at : at + 2] != " (" or text[m.entity.span.end : m.entity.span.end + 1] != ")":
            return []
    if not pair.left.entity.text.isupper() or any(_before(both, n, m) for n, m in enumerate(some)):
        return []
    plain = titled.index(False)
    mine = _headed(texts[plain], starts[plain], "", (tongues[plain], tongues[plain]))
    if mine is None or mine.of(texts[plain]).count(" ") > SHORT:
        return []
    name = mine.of(texts[plain])
    theirs = _headed(texts[1 - plain], starts[1 - plain], name, (tongues[1 - plain], tongues[plain]))
    if theirs is None:
        return []
    spans = (theirs, mine) if plain else (mine, theirs)
    if any(both.touching(n, m.paragraph, span) for n, (m, span) in enumerate(zip(some, spans, strict=True))):
        return []
    return _both(both, pair, spans, to)


def _before(both: Sides, side: int, acronym: Mention) -> Mention | None:
    """The name that stands right before an acronym in brackets."""
    end = acronym.entity.span.start - 2
    found = both.touching(side, acronym.paragraph, Span(max(0, end - 1), max(1, end)))
    return found[-1] if found and found[-1].entity.span.end == end else None


def _headed(text: str, end: int, name: str, tongues: tuple[str, str]) -> Span | None:
    """The words up to `end` from the nearest noun that heads `name` too; where names are title-cased, all of them with
    capitals. Without a `name`, from the nearest noun of names."""
    words = list(_TOKEN.finditer(text, max(0, end - AROUND), end))[-LONGEST:]
    title = grammar(tongues[0]).titlecase
    best, after = None, end
    for word in reversed(words):
        if after != end and text[word.end() : after] not in _TIES:
            break
        if title and not (word[0][0].isupper() or small(fold(word[0]), tongues[0])):
            break
        if best and small(fold(word[0]), tongues[0]):
            break  # "Members of the Brume Party"
        after = word.start()
        span = Span(after, end)
        first = bool(meanings(fold(word[0]), tongues[0]) & nouns())
        if (title and word[0][0].isupper()) or (not title and first):
            kind = not name or same_kind(span.of(text), tongues[0], name, tongues[1])
            if kind and span.of(text).count(" "):
                best = span
            if best and not title:
                break
    return best


def _beside(both: Sides, to: _PARTNERS) -> Iterator[Mention]:
    """ "traité ABC" for "ABC Treaty": the other side has the acronym's body, and the noun beside it."""
    for here, there in ((0, 1), (1, 0)):
        code, other = ((both.first, both.second)[n] for n in (here, there))
        keyed: dict[str, list[Mention]] = defaultdict(list)
        for m in both.mentions[there]:
            if _place(m) not in to:
                keyed[m.entity.key].append(m)
                keyed[_turned(m.entity.text)].append(m)
        for mention in both.mentions[here]:
            told = [m[0] for m in _TOKEN.finditer(mention.entity.text)]
            if _place(mention) in to or len(told) != 2 or mention.entity.label not in ("ORG", "MISC"):
                continue
            for noun, letters in (told, told[::-1]):
                means = meanings(fold(noun), code) & nouns()
                same = (
                    (*_acronyms(code, edition()).get(letters, ()), _turned(letters))
                    if means and letters.isupper()
                    else ()
                )
                for y in [y for name in same for y in keyed.get(name, ())]:
                    span = _noun_beside(both, there, y, means, other)
                    if span is not None and len(both.touching(there, y.paragraph, span)) == 1:
                        passage, by = _passage(both, there, y), f"echo of {mention.entity.found_by}"
                        entity = mention.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
                        yield both.mention(there, passage, entity)
                        for name in (y.entity.key, _turned(y.entity.text)):
                            keyed[name].remove(y)
                        break


def _turned(text: str) -> str:
    """The letters of an acronym in order: CE and EC have the same; "" for what is none."""
    return "".join(sorted(text)) if text.isalpha() and text.isupper() and len(text) > 1 else ""


def _noun_beside(both: Sides, side: int, name: Mention, means: frozenset[str], code: str) -> Span | None:
    """The name with a noun of this meaning before it, small words between, or right after it."""
    text, span = _passage(both, side, name).text, name.entity.span
    for word in reversed(list(_TOKEN.finditer(text, max(0, span.start - AROUND), span.start))):
        if not all(c in _TIES or c.isalnum() for c in text[word.end() : span.start]):
            break
        if meanings(fold(word[0]), code) & means:
            return Span(word.start(), span.end)
        if not small(fold(word[0]), code):
            break
    after = _TOKEN.match(text, span.end + 1)
    if after and text[span.end] == " " and meanings(fold(after[0]), code) & means:
        return Span(span.start, after.end())
    return None


@cache
def _acronyms(code: str, edition: str) -> Mapping[str, tuple[str, ...]]:
    """Acronym of a language -> the ids of what it stands for."""
    out: dict[str, tuple[str, ...]] = {}
    for row in institutions(codes()):
        for form in row.acronyms.get(code, ()):
            out[form] = (*out.get(form, ()), row.id)
    return out


def _nouns(both: Sides, to: _PARTNERS) -> Iterator[Mention]:
    """The noun alone of a body, with a capital in the midst of a sentence, where the other side has it so and a witness
    saw it."""
    for here, there in ((0, 1), (1, 0)):
        code, other = ((both.first, both.second)[n] for n in (here, there))
        spots: dict[str, list[tuple[Passage, Span]]] | None = None
        for mention in both.mentions[here]:
            noun = core(mention.entity.text)
            if _place(mention) in to or mention.entity.label != "ORG" or len(noun) != 1:
                continue
            if not mention.entity.text[0].isupper() or mention.entity.found_by.startswith("echo"):
                continue
            spots = _free_nouns(both, there, other) if spots is None else spots
            for id_ in sorted(meanings(noun[0], code) & nouns()):
                if spots.get(id_):
                    passage, span = spots[id_].pop(0)
                    by = f"echo of {mention.entity.found_by}"
                    entity = mention.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
                    fresh = both.mention(there, passage, entity)
                    if fresh.sentence == mention.sentence and not fragment(both, there, fresh):
                        yield fresh
                        return
                    break


def _free_nouns(both: Sides, side: int, code: str) -> dict[str, list[tuple[Passage, Span]]]:
    """By id, the nouns of bodies with a capital that stand alone: in no name, beside no other capital."""
    out: dict[str, list[tuple[Passage, Span]]] = defaultdict(list)
    for passage in both.passages[side]:
        words = list(_TOKEN.finditer(passage.text))
        capital = [not w[0][0].islower() for w in words]
        for i, word in enumerate(words):
            if word[0].isupper() or not capital[i] or any(capital[max(0, i - 1) : i]) or any(capital[i + 1 : i + 2]):
                continue
            span = Span(*word.span())
            ids = meanings(fold(word[0]), code) & nouns()
            if not ids or opening(passage.text, span.start) or both.touching(side, passage.paragraph, span):
                continue
            follows = [w for w in words[i + 1 : i + 4] if not small(fold(w[0]), code)]
            if follows and follows[0][0][0].isupper() and words[i + 1] is not follows[0]:
                continue  # "Council of Brume": a longer name
            for id_ in sorted(ids):
                out[id_].append((passage, span))
    return out
