"""What the aligner has to say of the whole: that these are no translations, and which corrections no longer fit."""

from __future__ import annotations

from pipeline.languages import codes
from pipeline.languages.sayings import say
from pipeline.model.corrections import Correction
from pipeline.model.release import Finding

from .corrected import Decisions
from .side import Side

# Share of the text that is linked, weighed by confidence. Of the development gold 237 true pairs had .55 or more (a
# fifth of their paragraphs dropped or foreign); of 249 wrong partners those of another book had .36 at the most,
# chapters of one book .50. Below the first figure it is a fault, below the second a doubt.
NOT_A_TRANSLATION = 0.3
DOUBTFUL = 0.5
TRANSLATION = "translation_of_each_other"
CORRECTIONS = "corrections_fit"
_QUOTED = 40  # characters of an anchor that are shown


def notes(agreement: float, a: Side, b: Side, told: Decisions, speak: str) -> tuple[Finding, ...]:
    """The findings of a pair; `speak` is the language in which they speak, the last of all when it is empty."""
    code = speak or codes()[-1]
    out = []
    if agreement < DOUBTFUL and _has_text(a) and _has_text(b):
        here, there = told.readings
        sure = agreement < NOT_A_TRANSLATION
        places = {"here": here, "there": there, "percent": round(100 * agreement)}
        said = say(code, TRANSLATION, "apart" if sure else "doubtful", places)
        gravity = "fault" if sure else "doubt"
        out.append(Finding(TRANSLATION, gravity, None, said, {}, score=round(1 - agreement, 4)))  # type: ignore[arg-type]
    out += [_unfit(entry, code) for entry in told.unfit]
    return tuple(out)


def _unfit(entry: Correction, code: str) -> Finding:
    shown = ", ".join(a.begins[:_QUOTED] for a in entry.at)
    said = say(code, CORRECTIONS, "lost", {"action": entry.action, "text": shown})
    return Finding(CORRECTIONS, "doubt", None, said, {}, score=1.0)


def _has_text(side: Side) -> bool:
    return any(text.strip() and not furniture for text, furniture in zip(side.texts, side.furniture, strict=True))
