"""To the left of a head: "Île-de-France regional | chamber"."""

from __future__ import annotations

from pipeline.stages.find.entities.candidate import tail

from .words import LONGEST, Build, Words


def leftward(about: Words, build: Build, *, firm: bool) -> None:
    """Takes places, qualities, matters and capitals before the head into the name, as the language lets it."""
    tokens, before, head = about.tokens, about.grammar.before, build.start
    while before and build.start > 0 and tokens.tied[build.start] and build.end - build.start < LONGEST:
        i = _past_possessive(about, build.start)
        form = about.ends.get(i)
        if i < build.start and tokens.caps[head] and (form or _whole(about, i - 1)):
            return  # "Lille's Museum", "the University's School"
        owned = i < build.start < head and build.measure and about.proper(i - 1)
        if owned and not about.lexicon.matters.before(tokens, i):
            return  # "Defra's | British Food Plan"
        if form and "place" in before and form.label in ("LOC", "ORG"):
            build.start, build.proper = i - len(form.words), True
            build.ids.append(tail(form.key))
        elif i == build.start and _known(about, build, head, before):
            pass
        elif "capital" in before and firm and tokens.words[i - 1] == "." and i > 1 and _initial(about, i - 2):
            build.start = i - 2  # "John H. | Chapman"
        elif "capital" in before and firm and about.proper(i - 1):
            build.start, build.proper, build.unknown = i - 1, True, True
        elif "capital" in before and firm and tokens.caps[head] and (k := _over_link(about, i)) is not None:
            build.start, build.proper, build.unknown = k, True, True
        elif (build.measure and (k := _over_of(about, i)) is not None) or (
            "capital" in before and (k := _over_word(about, i, build, head)) is not None
        ):
            build.start, build.unknown = k, True
        else:
            return


def _initial(about: Words, k: int) -> bool:
    word = about.tokens.words[k]
    return len(word) == 1 and word.isupper() and k > 0 and about.proper(k - 1)


def _whole(about: Words, k: int) -> bool:
    """The possessor that ends with word k is a body's name itself: a head, or hung on one by a link."""
    if about.noun(k) is not None or about.lexicon.links.before(about.tokens, k) is not None:
        return True
    return k > 0 and about.tokens.tied[k] and about.proper(k - 1)  # a person's whole name


def _past_possessive(about: Words, i: int) -> int:
    """Where the word ends whose possessive stands before word i; i when there is none."""
    tokens = about.tokens
    if tokens.folds[i - 1] in about.grammar.possessive and i > 1 and tokens.text[tokens.starts[i - 1] - 1] in "'’":
        return i - 1
    return i


def _known(about: Words, build: Build, head: int, before: frozenset[str]) -> bool:
    """A quality or a matter that ends where the name begins is taken; with a capital when the head has one."""
    tokens, i = about.tokens, build.start
    small = not tokens.caps[head]
    if "quality" in before and (q := about.lexicon.qualities.before(tokens, i)) and (small or about.capital(q[0])):
        build.start, build.quality = q[0], True
        build.ids.append(q[1])
        return True
    if "matter" in before and (m := about.lexicon.matters.before(tokens, i)) and (small or about.capital(m[0])):
        build.start, build.matter = m[0], True
        build.ids.append(m[1])
        return True
    return False


def _over_link(about: Words, i: int) -> int | None:
    """ "University Hospitals of | Leicester Trust": over a link to a head with a capital; None for none."""
    link = about.lexicon.links.before(about.tokens, i)
    if link is None or link[0] == 0 or not about.tokens.tied[link[0]] or link[1] not in about.grammar.tight:
        return None
    for k in range(max(0, link[0] - 3), link[0]):
        noun = about.lexicon.heads.at(about.tokens, k)
        if noun and noun[0] == link[0] and about.proper(k):
            return k
    return None


def _over_of(about: Words, i: int) -> int | None:
    """ "the Prevention of | Terrorism Act": over a bare link to a capital after an article; None for none."""
    tokens, link = about.tokens, about.lexicon.links.before(about.tokens, i)
    if link is None or link[1] not in about.grammar.tight or i - link[0] > 1 or link[0] < 2 or not tokens.tied[link[0]]:
        return None
    k = link[0] - 1
    article = tokens.tied[k] and tokens.folds[k - 1] in about.grammar.definite
    return k if article and about.proper(k) and not about.noun(k) and k not in about.known else None


def _over_word(about: Words, i: int, build: Build, head: int) -> int | None:
    """Over a joint or a particle to what belongs to the name; None for none."""
    k = _over_joint(about, i, head, measure=build.measure) if about.tokens.caps[head] else None
    return _over_particles(about, i - 1) if k is None and build.proper else k


def _over_joint(about: Words, i: int, head: int, *, measure: bool) -> int | None:
    """ "Health and | Safety Committee", "Flavors & | Fragrances Inc": over an "and" to what it joins; None for none."""
    tokens, joint = about.tokens, i - 1
    if joint < 1 or tokens.folds[joint] not in about.grammar.joints or not tokens.tied[joint]:
        return None
    if not tokens.words[joint].isalpha():
        return joint - 1 if about.proper(joint - 1) else None
    if i == head:
        return None  # "Energy and | Committee on ..."
    if (k := _list_before(about, joint)) is not None or (k := _run_before(about, joint, loose=measure)) is not None:
        return k
    matter = about.lexicon.matters.before(tokens, joint)
    if matter is None or not tokens.caps[matter[0]] or (about.grammar.titlecase and tokens.loud):
        return None
    start = matter[0]
    linked = start > 0 and about.lexicon.links.before(tokens, start)
    return None if linked or (start in about.known and about.known[start].label == "ORG") else start


def _list_before(about: Words, joint: int) -> int | None:
    """ "Environment, Food | and Rural Affairs Committee": runs of capitals with commas between, at least one of them a
    known matter, none of them a name; None for none."""
    tokens, k, commas, matter = about.tokens, joint, 0, False
    if not about.grammar.titlecase or tokens.loud:
        return None
    while k > 0:
        end = k
        while k > 0 and end - k < 3 and about.proper(k - 1) and (k == end or tokens.tied[k]):
            k -= 1
            plain = not (tokens.words[k].isupper() or tokens.folds[k] in about.lexicon.given or k in about.known)
            if not plain or (about.noun(k) and not about.lexicon.matters.at(tokens, k)) or k + 1 in about.ends:
                return None
        if k == end:
            return None
        matter = matter or any(about.lexicon.matters.at(tokens, w) for w in range(k, end))
        if k == 0 or tokens.words[k - 1] != ",":
            break
        commas, k = commas + 1, k - 1
    return k if commas and matter else None


def _run_before(about: Words, joint: int, *, loose: bool) -> int | None:
    """ "the American Recovery | and Reinvestment Act": the capitals between an article and an "and", none of them a
    body's noun, a name of the tables or a given name; `loose` without the article; None for none."""
    tokens, k = about.tokens, joint
    while k > 0 and about.proper(k - 1) and (k == joint or tokens.tied[k]) and tokens.tied[joint]:
        k -= 1
        if about.noun(k) or k in about.known or tokens.folds[k] in about.lexicon.given or about.office(k):
            return None
        if tokens.words[k].isupper() or k + 1 in about.ends:
            return None
    article = k > 0 and tokens.tied[k] and tokens.folds[k - 1] in about.grammar.definite
    return k if k < joint and (article or loose) and about.grammar.titlecase else None


def _over_particles(about: Words, i: int) -> int | None:
    """From a small word inside a foreign name, "Pays de | Redon", the capital it hangs on; None for none."""
    tokens, k = about.tokens, i
    while k > 0 and i - k < 2 and tokens.folds[k] in about.grammar.particles and tokens.tied[k]:
        k -= 1
    return k if k < i and about.proper(k) and tokens.folds[k] not in about.grammar.links else None
