"""To the right of a head: "tribunal | judiciaire de Lille"."""

from __future__ import annotations

from pipeline.stages.find.entities.candidate import slug, tail

from .joins import another, list_goes_on, listed, run_joined
from .words import LONGEST, Build, Words


def rightward(about: Words, build: Build, *, firm: bool, capital: bool) -> None:
    """Takes qualities, a place beside the head, and all that links hang on it into the name."""
    if "quality" in about.grammar.after:
        _qualities(about, build, unknown=capital)
    if (firm or build.named or build.territory) and about.grammar.apposed == "after" and not _beside(about, build):
        return
    _and_more(about, build)
    while build.end < len(about.tokens) and build.end - build.start < LONGEST:
        link = about.lexicon.links.at(about.tokens, build.end)
        if not link or not about.tokens.tied[build.end]:
            return
        build.link = about.tokens.folds[build.end][0]
        build.at = link[1] in about.grammar.at
        build.tight = link[1] in about.grammar.tight
        build.toward = link[1] in about.grammar.toward
        build.article = about.tokens.folds[link[0] - 1] in about.grammar.definite
        if not _item(about, build, link[0], unknown=capital and not build.at, firm=firm):
            return
        while _joined(about, build, capital=capital, firm=firm):
            pass
        if _ends_here(about, build):
            return


def _ends_here(about: Words, build: Build) -> bool:
    """No other complement follows: "Embassy in Tripoli | of ...", "Government of Turkey | on ..."."""
    if build.at:
        return about.tokens.caps[build.end - 1]
    if not build.closed or build.toward or build.end not in about.ends:
        return False
    link = about.lexicon.links.at(about.tokens, build.end)
    return not (build.abroad and link is not None and link[1] in about.grammar.at)


def _and_more(about: Words, build: Build) -> None:
    """ "Ashwell Museum | and Art Gallery": a second head with a matter before it."""
    tokens, k = about.tokens, build.end + 1
    if (
        not (about.grammar.titlecase and build.proper and k < len(tokens))
        or tokens.folds[k - 1] not in about.grammar.joints
    ):
        return
    matter = about.lexicon.matters.at(tokens, k)
    heads = (about.lexicon.heads.at(tokens, matter[0]) if matter else None, about.lexicon.heads.before(tokens, k - 1))
    if tokens.caps[k] and tokens.tied[k] and all(head and head[1] in about.grammar.paired for head in heads):
        build.end = max(build.end, run_joined(about, build, k))


def _beside(about: Words, build: Build) -> bool:
    """A place right after the body, "chambre régionale des comptes Occitanie", ends its name: then False."""
    form, tokens = about.known.get(build.end), about.tokens
    if build.end >= len(tokens) or not tokens.tied[build.end]:
        return True
    if form is not None and form.label == "LOC" and (build.strong or build.territory):
        placed = _place(about, build, build.end)
        while placed and build.end < len(tokens) and about.proper(build.end) and about.hyphened(build.end):
            build.ids.append(tokens.folds[build.end])
            build.end += 1  # "Loire-Bretagne"
        return not placed
    acronym = tokens.words[build.end].isupper() and len(tokens.words[build.end]) > 2 and not tokens.loud
    if acronym and tokens.caps[build.start] and (form is None or form.label == "ORG"):
        build.ids.append(tokens.folds[build.end])
        build.end, build.proper = build.end + 1, True
        return False  # "Confédération AES"
    if build.named and form is not None and form.label == "ORG" and tokens.caps[build.start]:
        build.ids.append(tail(form.key))
        build.end, build.proper = build.end + len(form.words), True
        return False  # "Groupe La Poste"
    if (build.named or build.territory) and about.proper(build.end) and form is None:
        build.ids.append(tokens.folds[build.end])
        build.end, build.proper, build.unknown, build.beside = build.end + 1, True, True, True
        while build.end < len(tokens) and tokens.tied[build.end] and about.proper(build.end):
            if about.office(build.end):
                break
            build.end += 1
        return False
    return True


def _qualities(about: Words, build: Build, *, unknown: bool) -> None:
    tokens = about.tokens
    while build.end < len(tokens) and tokens.tied[build.end]:
        if q := about.lexicon.qualities.at(tokens, build.end):
            build.end, build.quality = q[0], True
            build.ids.append(q[1])
        elif (
            unknown
            and not tokens.caps[build.end]
            and tokens.words[build.end].endswith(about.grammar.endings or ("\0",))
        ) or (unknown and _capital_adjective(about, build.end)):
            build.ids.append(tokens.folds[build.end])
            build.end, build.unknown = build.end + 1, True
        elif unknown and (end := _double(about, build.end)):
            build.ids += tokens.folds[build.end : end]
            build.end, build.unknown = end, True
        elif build.quality and (q := _and_quality(about, build.end, unknown=unknown)):
            build.end = q[0]
            build.ids.append(q[1])
        else:
            return


def _capital_adjective(about: Words, k: int) -> bool:
    """An adjective with a capital that a link or a known quality follows: "École Pratique | des Hautes Études"."""
    tokens = about.tokens
    if not about.proper(k) or not tokens.words[k].endswith(about.grammar.endings or ("\0",)) or k in about.known:
        return False
    if k + 1 >= len(tokens) or not tokens.tied[k + 1] or tokens.folds[k] in about.lexicon.given:
        return False
    return bool(about.lexicon.links.at(tokens, k + 1) or about.lexicon.qualities.at(tokens, k + 1))


def _double(about: Words, k: int) -> int:
    """The end of two words in small letters that a hyphen makes one adjective, "ouest-africaine"; 0 for none."""
    tokens = about.tokens
    if k + 1 >= len(tokens) or tokens.caps[k] or tokens.caps[k + 1] or not about.hyphened(k + 1):
        return 0
    adjective = tokens.words[k + 1].endswith(about.grammar.endings or ("\0",))
    return k + 2 if adjective or about.lexicon.qualities.at(tokens, k + 1) else 0


def _and_quality(about: Words, k: int, *, unknown: bool) -> tuple[int, str] | None:
    """ "économique | et social": a joint and a quality; with `unknown`, a word that ends as the one before it does."""
    tokens = about.tokens
    if tokens.folds[k] not in about.grammar.joints or k + 1 >= len(tokens) or not tokens.tied[k + 1]:
        return None
    if q := about.lexicon.qualities.at(tokens, k + 1):
        return q
    word, told = tokens.words[k + 1], about.grammar
    if not unknown or tokens.caps[k + 1] or not word.endswith(told.endings or ("\0",)) or about.noun(k + 1):
        return None
    alike = word[-2:] == tokens.words[k - 1][-2:] and not about.lexicon.roles.at(tokens, k + 1)
    return (k + 2, tokens.folds[k + 1]) if alike else None


def _item(about: Words, build: Build, k: int, *, unknown: bool, firm: bool) -> bool:
    """Takes what follows a link at word k into the name, when it may belong to it."""
    tokens = about.tokens
    if k >= len(tokens) or not tokens.tied[k] or k in about.figures:
        return False
    while (
        k + 1 < len(tokens)
        and tokens.folds[k] in about.grammar.definite
        and tokens.tied[k + 1]
        and k not in about.known
    ):
        k += 1
    if tokens.folds[k] in about.grammar.places and k + 1 < len(tokens):
        inner = k + 1
        link = about.lexicon.links.at(tokens, inner)
        inner = link[0] if link else inner
        if _place(about, build, inner):
            return True
    if _place(about, build, k):
        return True
    if build.article and not build.tight and _other(about, build, k):
        return False  # "Department of Health | for the Public Services Division"
    start = k
    while q := about.lexicon.qualities.at(tokens, k) if "quality" in about.grammar.before else None:
        k = q[0]
    matter = about.lexicon.matters.at(tokens, k)
    if matter and (not about.grammar.titlecase or not tokens.caps[build.start] or tokens.caps[k] or tokens.loud):
        build.end, build.matter = matter[0], True
        build.ids.append(matter[1])
        if "quality" in about.grammar.after:
            _qualities(about, build, unknown=unknown)
        while (
            about.grammar.titlecase
            and build.end < len(tokens)
            and tokens.tied[build.end]
            and about.proper(build.end)
            and not about.office(build.end)
        ):
            build.end, build.unknown = build.end + 1, True
        return True
    k = start
    if about.proper(k) and not build.at and not _other(about, build, k):
        end = about.run(k)
        build.ids.append(slug(tokens.spoken(k, end)))
        build.end, build.proper = end, True
        build.unknown = build.unknown or about.grammar.titlecase
        if (unknown or build.strong) and "quality" in about.grammar.after and build.end not in about.ends:
            _qualities(about, build, unknown=True)  # "Conservatoire d'Art | dramatique"
        return True
    return unknown and not about.grammar.titlecase and _small_item(about, build, k)


def _small_item(about: Words, build: Build, k: int) -> bool:
    """Takes a word in small letters that no table knows, with the qualities beside it: "des hautes | études"."""
    tokens = about.tokens
    if q := about.lexicon.qualities.at(tokens, k):
        if q[0] >= len(tokens) or not tokens.tied[q[0]] or about.lexicon.links.at(tokens, q[0]):
            return False
        k = q[0]
    word = tokens.words[k]
    if tokens.caps[k] or len(word) < 3 or not word.isalpha() or about.lexicon.qualities.at(tokens, k):
        return False
    if tokens.folds[k] in about.grammar.openers | about.grammar.calendar:
        return False
    build.end, build.unknown = k + 1, True
    _qualities(about, build, unknown=True)
    return True


def _other(about: Words, build: Build, k: int) -> bool:
    """Capitals at word k that begin another name: a person's, or, after a link that is no "of", a body's."""
    tokens, end = about.tokens, about.run(k)
    if tokens.folds[k] in about.lexicon.given and end > k + 1 and not build.named:
        return True  # "ministère de Rima Abdul Malak"
    last = about.lexicon.heads.at(tokens, end - 1)
    return about.grammar.titlecase and not build.tight and end > k + 1 and last is not None and last[0] == end


def _place(about: Words, build: Build, k: int) -> bool:
    form = about.known.get(k)
    if form is None or form.label not in ("LOC", "ORG") or build.toward:
        return False
    if build.at and (form.label == "ORG" or not build.abroad):
        return False
    tokens = about.tokens
    end = k + len(form.words)
    if (
        "place" in about.grammar.before
        and end < len(tokens)
        and tokens.tied[end]
        and tokens.folds[end] in about.grammar.places
    ):
        end += 1  # "the Île-de-France region"
    while about.grammar.titlecase and form.label == "ORG" and end < len(tokens) and tokens.tied[end]:
        if end in about.known or not about.proper(end) or about.office(end):
            break
        end, build.unknown = end + 1, True  # "of Social Security Bodies"
    build.ids.append(tail(form.key))
    build.end, build.proper = end, True
    return True


def _joined(about: Words, build: Build, *, capital: bool, firm: bool) -> bool:
    """ ", de la jeunesse et des sports": a comma or an "and", a link again or none, and one more item."""
    tokens, k = about.tokens, build.end
    if k + 1 >= len(tokens):
        return False
    comma = tokens.words[k] == ","
    if not comma and (tokens.folds[k] not in about.grammar.joints or not tokens.tied[k]):
        return False
    k += 1
    if comma and tokens.folds[k] in about.grammar.joints:
        k += 1
    link = about.lexicon.links.at(tokens, k)
    if link and build.link and tokens.folds[k][0] != build.link:
        return False  # "Fédération de football et à la Ligue": another complement of the verb
    if not link and build.toward and build.article and not comma and tokens.folds[k] in about.grammar.definite:
        link = k + 1, ""  # "contre la corruption et les infractions"
    after = link[0] if link else k
    if comma and (end := listed(about, build, build.end + 1)):
        build.end, build.unknown = end, True
        return True
    if after >= len(tokens) or (comma and not list_goes_on(about, after)):
        return False
    if about.lexicon.heads.at(tokens, after) and not about.lexicon.matters.at(tokens, after):
        return False
    if build.measure and tokens.caps[after] and about.lexicon.measures.at(tokens, after):
        return False  # "Salon de l'agriculture | et de la Semaine de l'industrie"
    if (form := about.known.get(about.past_articles(after))) and form.label == "ORG":
        return False
    if comma and not build.matter and not (about.grammar.titlecase and build.proper):
        return False  # "the City of Paris, the State": a list of bodies
    if not link and not comma and (end := run_joined(about, build, after)):
        build.end, build.unknown = end, True
        return True
    if about.grammar.titlecase and another(about, after):
        return False
    if not link and (after in about.known or not about.lexicon.matters.at(tokens, about.past_articles(after))):
        return False
    return _item(about, build, after, unknown=capital and bool(link) and not comma, firm=firm)
