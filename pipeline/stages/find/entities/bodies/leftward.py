"""To the left of a head: "Île-de-France regional | chamber"."""

from __future__ import annotations

from pipeline.stages.find.entities.candidate import tail

from .words import LONGEST, Build, Words


def leftward(about: Words, build: Build, *, firm: bool) -> None:
    """Takes places, qualities, matters and capitals before the head into the name, as the language lets it."""
    tokens, before = about.tokens, about.grammar.before
    while before and build.start > 0 and tokens.tied[build.start] and build.end - build.start < LONGEST:
        i = build.start
        if tokens.folds[i - 1] in about.grammar.possessive and i > 1 and tokens.text[tokens.starts[i - 1] - 1] in "'’":
            i -= 1
        form = about.ends.get(i)
        if form and "place" in before and form.label in ("LOC", "ORG"):
            build.start, build.proper = i - len(form.words), True
            build.ids.append(tail(form.key))
        elif i == build.start and "quality" in before and (q := about.lexicon.qualities.before(tokens, i)):
            build.start, build.quality = q[0], True
            build.ids.append(q[1])
        elif i == build.start and "matter" in before and (m := about.lexicon.matters.before(tokens, i)):
            build.start, build.matter = m[0], True
            build.ids.append(m[1])
        elif "capital" in before and firm and about.proper(i - 1):
            build.start, build.proper, build.unknown = i - 1, True, True
        elif "capital" in before and build.proper and (k := _over_particles(about, i - 1)) is not None:
            build.start, build.unknown = k, True
        else:
            return


def _over_particles(about: Words, i: int) -> int | None:
    """From a small word inside a foreign name, "Pays de | Redon", the capital it hangs on; None for none."""
    tokens, k = about.tokens, i
    while k > 0 and i - k < 2 and tokens.folds[k] in about.grammar.particles and tokens.tied[k]:
        k -= 1
    return k if k < i and about.proper(k) and tokens.folds[k] not in about.grammar.links else None
