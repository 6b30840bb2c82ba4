"""What an "and" or a comma joins to a name: "Women, Community and Social Development"."""

from __future__ import annotations

from .words import Build, Words


def list_goes_on(about: Words, k: int) -> bool:
    """After a comma only a known matter may follow."""
    return about.lexicon.matters.at(about.tokens, about.past_articles(k)) is not None


def run_joined(about: Words, build: Build, k: int) -> int:
    """The end of what an "and" joins without a link, when it is no matter of the tables; 0 when it is another name.

    "Women and Gender Equality", "Museum and Art Gallery"; "sciences et technologies du numérique"."""
    tokens, told = about.tokens, about.grammar
    if not tokens.caps[build.start] or tokens.loud or k in about.known:
        return 0
    if told.titlecase:
        end = about.run(k)
        words = range(k, end)
        told_of = [about.lexicon.matters.at(tokens, w) or about.lexicon.qualities.at(tokens, w) for w in words]
        nouns = [bool(about.lexicon.heads.at(tokens, w)) for w in words]
        if any(nouns):
            return end if all(a or b for a, b in zip(told_of, nouns, strict=True)) and nouns[-1] else 0
        if any(about.lexicon.matters.at(tokens, w) for w in words):
            return end
        return end if not build.at and end - k <= 2 and _plain(about, build, k, end) else 0
    link = about.lexicon.links.at(tokens, k + 1) if k + 1 < len(tokens) and tokens.tied[k + 1] else None
    small = not tokens.caps[build.end - 1] and not tokens.caps[k] and tokens.words[k].isalpha()
    if not link or not small or len(tokens.words[k]) < 4 or tokens.folds[k] in told.openers | told.articles:
        return 0
    return 0 if about.noun(k) or about.lexicon.roles.at(tokens, k) else k + 1


def _plain(about: Words, build: Build, k: int, end: int) -> bool:
    """Words k to `end` are no name of anything else, and neither is what they are joined to: "and Wellness"."""
    tokens = about.tokens
    form = about.ends.get(build.end)
    if (form and build.end - len(form.words) > build.start) or end == k or not build.unknown | build.matter:
        return False
    for w in range(k, end):
        if w in about.known or tokens.folds[w] in about.lexicon.given or tokens.words[w].isupper():
            return False
        if tokens.folds[w] in about.lexicon.demonyms or about.lexicon.sites.at(tokens, w) or about.office(w):
            return False
    ends = end >= len(tokens) or not tokens.tied[end] or tokens.folds[end] not in about.grammar.possessive
    return ends and about.noun(build.end - 1) is None


def listed(about: Words, build: Build, k: int) -> int:
    """The end of a list after the comma before word k, "Women, | Community and Social Development"; 0 for none.

    Runs of capitals that are plain words, an "and" before the last, at least one of them a known matter."""
    tokens, known_matter = about.tokens, False
    if not about.grammar.titlecase or not tokens.caps[build.start] or tokens.loud or build.at:
        return 0
    if build.end in about.ends or not (build.matter or build.unknown):
        return 0
    while k < len(tokens):
        last = tokens.folds[k] in about.grammar.joints
        k += last
        end = about.run(k) if k < len(tokens) else k
        if (
            end == k
            or end - k > 3
            or any(about.noun(w) and not about.lexicon.matters.at(tokens, w) for w in range(k, end))
        ):
            return 0
        known_matter = known_matter or any(about.lexicon.matters.at(tokens, w) for w in range(k, end))
        if any(w in about.known or tokens.folds[w] in about.lexicon.given for w in range(k, end)):
            return 0
        if last:
            return end if known_matter else 0
        if end + 1 >= len(tokens) or (tokens.words[end] != "," and tokens.folds[end] not in about.grammar.joints):
            return 0
        k = end + (tokens.words[end] == ",")
    return 0


def another(about: Words, k: int) -> bool:
    """What follows an article and ends with a head is another body: "and the Public Accounts Committee"."""
    start = about.past_articles(k)
    end = about.run(start)
    return start > k and any(about.lexicon.heads.at(about.tokens, w) for w in range(start, end))
