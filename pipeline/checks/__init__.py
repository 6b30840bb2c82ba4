"""The reviser's eyes: what ought to be true of a good translation, and is not.

A check is a module of this folder and a line on the roll. Its name is a statement that is true when all is well
(`brackets_balanced`). It has three things (`check.Check` is the type, mypy holds every module on the roll to it):

    GRAVITY: Final[Gravity] = "fault"           how grave a finding of it is, unless visavis.toml says otherwise
    def score(release) -> Iterator[Measure]     the numbers: what was looked at, 0 when it is well
    def verdict(measure) -> Gravity | None      the judgement: GRAVITY, something milder, or None

and no words: the sentences are in `languages/<code>/sayings.toml`, in every language there, under `[checks.<name>]`:
`true` (the statement itself) and one entry for each `Measure.saying`, with named places (`languages/sayings.py`).
What a check knows of a language is data in that language's folder.

`check.pairs(release)` gives every alignment with both its sides (`Pair`, `Side`; `side.spot(span)` turns a span of the
joined text into a `Spot`), `check.paragraphs(release)` every paragraph alone; figures and entities with their links are
in `pair.alignment.figures` / `.entities`, to be looked up by `release.figure(id)`, `release.entity(id)`.

The roll then does for all of them: the sentence in the user's language; the gravity of visavis.toml; a fault becomes a
doubt where the alignment itself is doubtful; a defect that the flags of a paragraph explain has the cause "extraction"
and is no fault; what a person silenced keeps its place with the reason in `accepted`. Looked at, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.config import Config
from pipeline.errors import WrongUse
from pipeline.languages.sayings import say
from pipeline.model.corrections import Corrections
from pipeline.model.release import Cause, Finding, Gravity, Release, Spot

from . import (
    acronyms_explained,
    acronyms_kept,
    brackets_balanced,
    comparator_kept,
    currency_kept,
    dates_agree,
    entities_agree,
    extraction_whole,
    figures_agree,
    figures_in_place,
    identical_text,
    language_as_declared,
    length_in_proportion,
    meaning_kept,
    names_spelt_alike,
    names_translated_alike,
    negation_kept,
    order_kept,
    ordinal_kept,
    paragraphs_all_there,
    percent_kept,
    period_kept,
    punctuation_kept,
    range_kept,
    reference_numbers_kept,
    repairs_in_measure,
    same_source_same_target,
    same_target_same_source,
    scale_kept,
    sentences_all_there,
    sides_present,
    spacing_customary,
    sums_add_up,
    unit_kept,
    untranslated,
    urls_kept,
    weekday_fits,
    words_not_repeated,
)
from .accepted import accepted
from .check import Check, Measure

# In this order findings of one alignment are shown.
ROLL: tuple[Check, ...] = (
    # the whole
    paragraphs_all_there,
    sides_present,
    order_kept,
    language_as_declared,
    repairs_in_measure,
    extraction_whole,
    # the translation
    sentences_all_there,
    untranslated,
    identical_text,
    length_in_proportion,
    meaning_kept,
    negation_kept,
    urls_kept,
    # the figures
    figures_agree,
    scale_kept,
    currency_kept,
    percent_kept,
    unit_kept,
    range_kept,
    ordinal_kept,
    dates_agree,
    period_kept,
    comparator_kept,
    figures_in_place,
    reference_numbers_kept,
    # the figures of one language
    sums_add_up,
    weekday_fits,
    # the names
    entities_agree,
    names_spelt_alike,
    names_translated_alike,
    acronyms_kept,
    acronyms_explained,
    # the writing
    punctuation_kept,
    brackets_balanced,
    words_not_repeated,
    spacing_customary,
    same_source_same_target,
    same_target_same_source,
)

OF_THE_ALIGNER = ("translation_of_each_other", "corrections_fit")  # findings that `align` makes itself, of the whole

UNSURE = 0.5  # below this confidence the link itself is more likely wrong than right: what follows from it is a doubt
MILDER: dict[Gravity, int] = {"note": 0, "doubt": 1, "fault": 2}


def name(check: Check) -> str:
    """The name of a check is that of its module."""
    return check.__name__.rpartition(".")[2]


def check(release: Release, config: Config, corrections: Corrections | None = None) -> tuple[Finding, ...]:
    """What is not well in a release, in the order of its alignments, then of the roll; what concerns the whole first.

    Made anew, whatever findings the release has; silenced and accepted ones are among them. Raises WrongUse when
    visavis.toml names a check that does not exist, or findings cannot speak `config.language`."""
    names = {name(one): one for one in ROLL}
    if strange := sorted(set(config.checks) - {*names, *OF_THE_ALIGNER}):
        there = ", ".join([*names, *OF_THE_ALIGNER])
        raise WrongUse(f"visavis.toml: [checks] has no {', '.join(strange)}; there are: {there}")
    order = {a.id: n for n, a in enumerate(release.alignments)}
    found: list[Finding] = []
    for own, one in names.items():
        if config.checks.get(own) != "off":
            found.extend(_findings(one, release, config))
    decided = (_decided(f, release, corrections) for f in found) if corrections else found
    return tuple(sorted(decided, key=lambda f: order.get(f.alignment or "", -1)))


def _decided(finding: Finding, release: Release, corrections: Corrections) -> Finding:
    return finding if finding.accepted else finding._replace(accepted=accepted(release, finding, corrections))


def _findings(one: Check, release: Release, config: Config) -> Iterator[Finding]:
    own = name(one)
    for measure in one.score(release):
        gravity = one.verdict(measure)
        if gravity is None:
            continue
        cause = measure.cause or _cause(measure.sides, release)
        alignment = measure.alignment.id if measure.alignment else None
        yield Finding(
            check=own,
            gravity=_gravity(gravity, one.GRAVITY, config.checks.get(own), measure, cause),
            alignment=alignment,
            says=say(config.language, own, measure.saying, measure.places),
            sides=measure.sides,
            cause=cause,
            accepted=_accepted(config, release.id, own, alignment),
            score=round(float(measure.score), 4),
        )


def _gravity(found: Gravity, own: Gravity, wanted: str | None, measure: Measure, cause: str) -> Gravity:
    """What the user wants in place of the check's own gravity; what is milder for a reason stays milder."""
    ceilings: list[Gravity] = [found]
    if wanted in MILDER:
        ceilings = [found, wanted] if found != own else [wanted]
    unsure = measure.alignment is not None and measure.alignment.confidence < UNSURE
    if unsure or cause == "extraction":
        ceilings.append("doubt")
    return min(ceilings, key=lambda g: MILDER[g])


def _cause(sides: Mapping[str, Spot], release: Release) -> Cause:
    """ "extraction" when a flag stands at one of the spots, or when the suggestion of a flag on the side where nothing
    is pointed at holds the figures of the spot on the other: its words were lost with the page, not by a translator."""
    told = [spot.span.of(release.paragraph(spot.paragraph).text.mended) for spot in sides.values() if spot.span]
    digits = {d for text in told for d in re.findall(r"\d+", text)}
    for spot in sides.values():
        for flag in release.paragraph(spot.paragraph).flags:
            if spot.span is not None and flag.span.overlaps(spot.span):
                return "extraction"
            if spot.span is None and digits & set(re.findall(r"\d+", flag.suggestion)):
                return "extraction"
    return ""


def _accepted(config: Config, release: str, own: str, alignment: str | None) -> str:
    for silence in config.silence:
        if (
            silence.check in ("", own)
            and silence.release in ("", release)
            and silence.alignment in ("", alignment or "")
        ):
            return silence.reason or "visavis.toml"
    return ""
