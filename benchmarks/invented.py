"""Invented releases, as values, any number of them, made one by one as they are asked for: same seed, same releases.

Words follow Zipf's law over a vocabulary of made-up stems with French-like and English-like endings; every fifth
passage has a figure on both sides, every fourth a name. A release has 20 passages of some 35 words a side."""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator

from pipeline.model.document import Document, Paragraph, Place, Source, Tongue
from pipeline.model.facts import Entity, Facts, Figure, Reading
from pipeline.model.place import Box, Span
from pipeline.model.release import Alignment, EntityLink, FigureLink, Release, Why
from pipeline.model.text import Text

PASSAGES = 20
_WHY = Why(0.8, 0.9, 1.0, 1.0)
_ENDINGS = {
    "fr": ("", "s", "e", "es", "ation", "ement", "ées", "eur"),
    "en": ("", "s", "ed", "ing", "ation", "ly", "er", "ment"),
}
_SMALL = {
    "fr": ["de", "la", "les", "des", "le", "et", "à", "l’on", "que", "du", "en", "un"],
    "en": ["the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "it", "by"],
}


def vocabulary(code: str, size: int = 60_000, seed: int = 1) -> list[str]:
    """Words, the most frequent first; a stem comes back with several endings."""
    rng = random.Random(f"{code}{seed}")
    out = list(_SMALL[code])
    starts, ends = (
        "bcdfgjlmnprstv",
        ("an", "er", "il", "on", "u", "ar", "é" if code == "fr" else "e", "oi", "œu" if code == "fr" else "ea"),
    )
    while len(out) < size:
        stem = "".join(rng.choice(starts) + rng.choice(ends) for _ in range(rng.randint(2, 3)))
        out += (stem + ending for ending in rng.sample(_ENDINGS[code], 3))
    return out[:size]


class Synthetic:
    """`count` releases; gone through as often as one likes."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.count, self.seed = count, seed
        self.words = {code: vocabulary(code) for code in ("fr", "en")}
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in range(60_000)))

    def __iter__(self) -> Iterator[Release]:
        return (self.release(n) for n in range(self.count))

    def __len__(self) -> int:
        return self.count

    def text(self, rng: random.Random, code: str, count: int) -> str:
        top, words, weights = self.weights[-1], self.words[code], self.weights
        return " ".join(words[bisect.bisect(weights, rng.random() * top)] for _ in range(count)).capitalize() + "."

    def release(self, number: int) -> Release:
        rng = random.Random(self.seed * 1_000_003 + number)
        sides: dict[str, tuple[list[Paragraph], list[Facts]]] = {"fr": ([], []), "en": ([], [])}
        alignments = []
        date = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
        for at in range(PASSAGES):
            size = rng.randint(10, 60)
            amount = f"{rng.randint(11, 999)}" if at % 5 == 0 else ""
            key = f"org.{rng.randint(1, 5000)}" if at % 4 == 0 else ""
            for code, (paragraphs, facts) in sides.items():
                text = self.text(rng, code, size)
                figures: tuple[Figure, ...] = ()
                entities: tuple[Entity, ...] = ()
                if amount:
                    surface = f"{amount} millions d’euros" if code == "fr" else f"€{amount} million"
                    span = Span(len(text) + 1, len(text) + 1 + len(surface))
                    text = f"{text} {surface}"
                    figures = (Figure(f"{code}.{at}.f1", span, surface, "money", f"{amount}000000", unit="EUR"),)
                if key:
                    span = Span(len(text) + 1, len(text) + 1 + len(key))
                    text = f"{text} {key}"
                    entities = (Entity(f"{code}.{at}.e1", span, key, "ORG", key, "synthetic"),)
                place = Place(Span(0, len(text)), Box(1 + at // 8, 70, 70 + 30 * (at % 8), 520, 95 + 30 * (at % 8)))
                paragraphs.append(Paragraph(f"{code}.{at}", "paragraph", Text(text), (place,)))
                facts.append(Facts((Span(0, len(text)),), figures, entities))
            links = (FigureLink({c: f"{c}.{at}.f1" for c in sides}, "same"),) if amount else ()
            names = (EntityLink({c: f"{c}.{at}.e1" for c in sides}, 0.9),) if key else ()
            ids = {c: (f"{c}.{at}",) for c in sides}
            alignments.append(Alignment(f"a{at}", ids, "1-1", 0.8, 0.95, False, _WHY, (), links, names))
        readings = {
            code: Reading(
                Document(Source(f"s{number}/{code}.pdf", code, "0" * 64, "application/pdf", 3),
                         Tongue(code, code, 0.99), tuple(paragraphs), title=f"Release {number}", date=date),
                tuple(facts),
            )
            for code, (paragraphs, facts) in sides.items()
        }  # fmt: skip
        return Release(f"s{number:07}", readings, tuple(alignments))
