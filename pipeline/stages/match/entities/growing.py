"""Names that are longer than a witness saw them, as both sides show: no witness of one text alone could tell.

An acronym in brackets that both texts have explains the words before it ("parti X (ABC)"); a stroke or an "and" that
both texts have between the same nouns joins what it stands between ("Bibliothèque et Archives X"); `beside` has the
nouns that stand beside names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.languages.names import fold, grammar
from pipeline.languages.renderings import WORD
from pipeline.model.place import Span

from .beside import AROUND, TIES, Partners, beside, passage_of
from .likeness import ACRONYM, core, known, same_word
from .mentions import Mention, Sides, overlap
from .pairing import Pair
from .rendering import meanings, nouns, same_kind, small

LONGEST = 12  # words before a bracket among which its name begins
SHORT = 4  # spaces in a name that no witness saw and only a bracket shows

_LAST = re.compile(r"[^\W_]+(?=/?$)")
_JOINED = re.compile(r"([^\W_]+) ([^\W_]+|&) $")


def grown(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: names of one side or both in their whole length."""
    to = {x.place: y for p in pairs for x, y in ((p.left, p.right), (p.right, p.left))}
    out: list[Mention] = []
    for pair in pairs:
        fresh = _joined(both, pair, to) or _stroked(both, pair, to) or _explained(both, pair, to)
        fresh = fresh or _both_explained(both, pair, to)
        if not any(overlap(m, n) for m in fresh for n in out):
            out += fresh
    return out or beside(both, to)


def _both(both: Sides, pair: Pair, spans: Sequence[Span], to: Partners) -> list[Mention]:
    """The two names of a pair in these longer spans; none where a figure or a name linked to another is in the way."""
    out = []
    for n, (mention, span) in enumerate(zip((pair.left, pair.right), spans, strict=True)):
        passage = passage_of(both, n, mention)
        for m in both.touching(n, mention.paragraph, span):
            partner = to.get(m.place)
            other = (pair.right, pair.left)[n].paragraph, spans[1 - n]
            apart = partner is not None and not (
                partner.paragraph == other[0] and other[1].contains(partner.entity.span)
            )
            if apart or known(m.entity.key) or m.entity.label == "PER" or not span.contains(m.entity.span):
                return []
        if any(span.overlaps(f) for f in passage.figures):
            return []
        out.append((n, passage, span))
    slug = "-".join(fold(m[0]) for m in WORD.finditer(out[0][2].of(out[0][1].text)))
    entity = pair.left.entity._replace(id="", label="ORG", key=f"org.{slug}", found_by="on both sides")
    return [both.mention(n, p, entity._replace(span=span, text=span.of(p.text))) for n, p, span in out]


def _joined(both: Sides, pair: Pair, to: Partners) -> list[Mention]:
    """A body and the noun that an "and" joins to it on both sides, no article between."""
    spans = []
    ids: list[frozenset[str]] = []
    for n, mention in enumerate((pair.left, pair.right)):
        code, text = (both.first, both.second)[n], passage_of(both, n, mention).text
        start = mention.entity.span.start
        found = _JOINED.search(text[max(0, start - AROUND) : start])
        if mention.entity.label != "ORG" or len(core(mention.entity.text)) < 2 or not found:
            return []
        if fold(found[2]) not in grammar(code).joints or not found[1][0].isupper():
            return []
        ids.append(frozenset(i for i in meanings(fold(found[1]), code) if not i.startswith(("loc.", "="))))
        spans.append(Span(start - len(found[0]), mention.entity.span.end))
    named = [{m[0] for m in WORD.finditer(x.entity.text) if m[0][0].isupper()} for x in (pair.left, pair.right)]
    last = (core(x.entity.text)[-1] for x in (pair.left, pair.right))
    alike = named[0] & named[1] or same_word(*last)  # "Archives Canada": what is plainly one name
    return _both(both, pair, spans, to) if ids[0] & ids[1] and alike else []


def _stroked(both: Sides, pair: Pair, to: Partners) -> list[Mention]:
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
    texts = [passage_of(both, n, m).text for n, m in enumerate(pair[:2])]
    pieces = [fold(span.of(text)).split("/") for span, text in zip(spans, texts, strict=True)]
    if {*pieces[0]} & {*pieces[1]}:
        return []  # the same names in a row: each is one
    strokes = [len(some) - 1 for some in pieces]
    if not strokes[0] or strokes[0] != strokes[1] or any(m.place in to for m in inner):
        return []
    return _both(both, pair, spans, to)


def _row(both: Sides, side: int, mention: Mention) -> tuple[Span, list[Mention]]:
    """A name with what strokes join to it, names or single words with a capital; and which names these are."""
    text, span = passage_of(both, side, mention).text, mention.entity.span
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
        word = WORD.match(text, span.end + 1)
        if not some and not (word and word[0][0].isupper()):
            break
        found += some
        span = Span(span.start, some[-1].entity.span.end if some else word.end() if word else span.end)
    return span, found


def _explained(both: Sides, pair: Pair, to: Partners) -> list[Mention]:
    """The words before an acronym in brackets, where the other side has the same before its acronym as a name."""
    for n, (here, there) in enumerate(((pair.left, pair.right), (pair.right, pair.left))):
        letters = here.entity.text
        if not (letters.isupper() and letters.isalpha() and len(letters) >= ACRONYM and there.entity.text.isupper()):
            return []
        long = _before(both, 1 - n, there)
        passage, start = passage_of(both, n, here), here.entity.span.start
        text = passage.text
        if long is None or long.place in to or long.entity.label != "ORG" or text[start - 2 : start] != " (":
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


def _both_explained(both: Sides, pair: Pair, to: Partners) -> list[Mention]:
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
    texts = [passage_of(both, n, m).text for n, m in enumerate(some)]
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
    words = list(WORD.finditer(text, max(0, end - AROUND), end))[-LONGEST:]
    title = grammar(tongues[0]).titlecase
    best, after = None, end
    for word in reversed(words):
        if after != end and text[word.end() : after] not in TIES:
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
