"""The language of a text, found again and not believed; the only door of langdetect."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.languages import codes
from pipeline.model.document import Tongue

# langdetect is sure of a text long before this many characters (1,500 of a release give .9999 and cost 5 ms of CPU);
# more would only cost more.
SAMPLE = 1500
# The languages there are data for are expected this much more than each of the other fifty that langdetect knows: a
# line of names and figures then falls on one of ours, while a paragraph of Italian or German is told to be just that.
EXPECTED = 20.0
# With fewer letters than this langdetect guesses; what the file was said to be is then the better witness.
FEWEST = 25
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|[^\w\s'’-]+")
_SPACE = re.compile(r"\s+")


def identify(text: str, declared: str = "") -> Tongue:
    """The language of `text` (its first few thousand characters); `declared` is what the file was said to be.

    Languages there are no data for are told too, by langdetect's code ("it", "zh-cn"). Where there is too little to go
    by, `detected` is what was declared (or "") and the confidence 0.

    >>> identify("Les comptes de la ville ont été contrôlés par la chambre régionale.").detected
    'fr'
    >>> identify("I conti della città sono stati controllati dalla corte dei conti, che li ha pubblicati.").detected
    'it'
    >>> identify("12 345", declared="fr")
    Tongue(declared='fr', detected='fr', confidence=0.0)
    """
    sample = _SPACE.sub(" ", _NOISE.sub(" ", text[: 4 * SAMPLE])).strip()
    sample = _even_case(sample[:SAMPLE])
    if sum(map(str.isalpha, sample)) < FEWEST:
        return Tongue(declared, declared, 0.0)
    detector = _factory().create()
    detector.seed = 0  # langdetect draws n-grams at random: the same text must give the same answer
    detector.set_prior_map({lang: EXPECTED if lang in codes() else 1.0 for lang in _factory().get_lang_list()})
    detector.append(sample)
    best = _weighed(detector)
    if not best:
        return Tongue(declared, declared, 0.0)
    return Tongue(declared, best[0].lang, round(best[0].prob, 4))


def _even_case(sample: str) -> str:
    """Capitals made small where a text shouts: langdetect's profiles know running text."""
    capitals = sum(map(str.isupper, sample))
    return sample.lower() if capitals * 3 > len(sample) else sample


def _weighed(detector: Any) -> list[Any]:
    """Languages with their probability, the likeliest first; none for scripts of which langdetect knows no letter."""
    from langdetect.lang_detect_exception import LangDetectException

    try:
        return list(detector.get_probabilities())
    except LangDetectException:
        return []


@cache
def _factory() -> Any:
    from langdetect import detector_factory

    detector_factory.init_factory()
    return detector_factory._factory
