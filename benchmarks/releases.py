"""Short releases of one invented publisher, French and English, for measuring how a pile is paired.

They are hard on purpose: 100 to 400 words, the same formulas again and again, the same few subjects in series (one a
quarter), figures that one language writes in words and the other in digits, sentences that stand on one side only, and
revised versions in which a figure or a sentence is another."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import NamedTuple

Both = tuple[str, str]

MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"), ("octobre", "October"),
    ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip
SMALL = (
    ("deux", "two"), ("trois", "three"), ("quatre", "four"), ("cinq", "five"), ("six", "six"), ("sept", "seven"),
    ("huit", "eight"), ("neuf", "nine"), ("dix", "ten"), ("onze", "eleven"), ("douze", "twelve"),
)  # fmt: skip
PLACES = (
    "Lyon", "Nantes", "Rouen", "Dijon", "Tours", "Metz", "Nancy", "Reims", "Angers", "Limoges", "Amiens", "Besançon",
    "Caen", "Orléans", "Poitiers", "Cholet", "Vannes", "Albi", "Mende", "Foix", "Gap", "Digne", "Bayonne", "Tarbes",
)  # fmt: skip
FAMILY = ("Garnier", "Lemoine", "Vasseur", "Chevalier", "Blondel", "Maréchal", "Pichon", "Roussel", "Tissier", "Colin")
GIVEN = ("Claire", "Hélène", "Marc", "Julien", "Sophie", "Antoine", "Nadia", "Paul", "Inès", "Louis")

# Sentences with places for facts, beside this file: those of a subject, and formulas that fit any.
with (Path(__file__).parent / "releases.tsv").open(encoding="utf-8") as _file:
    _ROWS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
SUBJECTS: dict[Both, list[Both]] = {}
for _row in _ROWS:
    SUBJECTS.setdefault((_row["subject_fr"], _row["subject_en"]), []).append((_row["fr"], _row["en"]))
FORMULAS = SUBJECTS.pop(("", ""))
HEAD = ("Communiqué de presse\n\n{title}\n\n{place}, le {date}", "Press release\n\n{title}\n\n{place}, {date}")
ABOUT = (
    "À propos de l’Observatoire : créé en 1994, l’Observatoire des services publics locaux suit 120 indicateurs.",
    "About the Observatory: founded in 1994, the Observatory of local public services tracks 120 indicators.",
)
FOOT = (
    f"{ABOUT[0]}\n\nContact presse : presse@observatoire.example, 01 40 00 00 00",
    f"{ABOUT[1]}\n\nPress contact: presse@observatoire.example, +33 1 40 00 00 00",
)


class Fact(NamedTuple):
    """A sentence of both languages, its facts filled in."""

    pattern: Both
    values: tuple[tuple[str, Both], ...]

    def said(self, side: int) -> str:
        text = self.pattern[side]
        for slot, value in self.values:
            text = text.replace("{" + slot + "}", value[side], 1)
        return text


class Invented(NamedTuple):
    """A release: its head, its sentences, and which of them stand on one side only (index -> side)."""

    head: Fact
    facts: tuple[Fact, ...]
    alone: dict[int, int]

    def text(self, side: int) -> str:
        own = [f.said(side) for n, f in enumerate(self.facts) if self.alone.get(n, side) == side]
        body = [" ".join(own[k : k + 3]) for k in range(0, len(own), 3)]
        return "\n\n".join([self.head.said(side), *body, FOOT[side]]) + "\n"


def invent(draw: random.Random, year: int | None = None) -> Invented:
    """One release; `year` makes it one of a series in which all dates are alike."""
    subject, place = draw.choice(list(SUBJECTS)), draw.choice(PLACES)
    own = SUBJECTS[subject]
    quarter = draw.choice((("premier", "first"), ("deuxième", "second"), ("troisième", "third"), ("dernier", "last")))
    told = year or draw.randint(2014, 2024)
    title = tuple(
        pattern.format(what=what, when=when, year=told)
        for pattern, what, when in zip(
            ("L’Observatoire publie son bilan sur {what} ({when} trimestre {year})",
             "The Observatory publishes its review of {what} ({when} quarter of {year})"),
            subject, quarter, strict=True,
        )
    )  # fmt: skip
    date = _value("date", draw, told)
    head = Fact(HEAD, (("title", (title[0], title[1])), ("place", (place, place)), ("date", date)))
    patterns = draw.sample(own, draw.randint(3, len(own))) + draw.sample(FORMULAS, draw.randint(3, len(FORMULAS)))
    others = [p for s, some in SUBJECTS.items() if s != subject for p in some]
    patterns += draw.sample(others, draw.randint(0, 14))
    draw.shuffle(patterns)
    alone = {n: draw.randrange(2) for n in range(len(patterns)) if draw.random() < 0.08}
    return Invented(head, tuple(fill(p, draw, told) for p in patterns), alone)


def revised(one: Invented, draw: random.Random) -> Invented:
    """The same release corrected: a figure or two are others, or a sentence came or went, in both languages."""
    facts = list(one.facts)
    able = [n for n, f in enumerate(facts) if f.values and n not in one.alone]
    for n in draw.sample(able, min(len(able), draw.randint(1, 2))):
        while facts[n] == one.facts[n]:
            facts[n] = fill(facts[n].pattern, draw, 2020)
    alone = dict(one.alone)
    if draw.random() < 0.4:
        facts.append(fill(draw.choice(FORMULAS), draw, 2020))
    elif draw.random() < 0.3 and len(facts) - 1 not in alone:
        facts.pop()
    return Invented(one.head, tuple(facts), alone)


def fill(pattern: Both, draw: random.Random, year: int) -> Fact:
    """The sentence with facts drawn for it."""
    slots = [part.partition("}")[0] for part in pattern[0].split("{")[1:]]
    return Fact(pattern, tuple((slot, _value(slot, draw, year)) for slot in slots))


def _value(slot: str, draw: random.Random, year: int) -> Both:
    if slot == "place":
        own = draw.choice(PLACES)
        return own, own
    if slot == "person":
        own = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
        return own, own
    if slot == "date":
        day, month = draw.randint(2, 28), draw.choice(MONTHS)
        return f"{day} {month[0]} {year}", f"{day} {month[1]} {year}"
    if slot == "small":
        n = draw.randrange(len(SMALL))
        return SMALL[n] if draw.random() < 0.6 else (SMALL[n][0], str(n + 2))
    if slot == "pct":
        n = draw.randint(11, 980)
        return f"{n // 10},{n % 10} %", f"{n // 10}.{n % 10}%"
    if slot == "money":
        n = draw.randint(11, 990)
        forms = (
            (f"{n // 10},{n % 10} M€", f"€{n // 10}.{n % 10} million"),
            (f"{n // 10},{n % 10} millions d’euros", f"€{n // 10}.{n % 10}m"),
            (f"{n} 000 euros", f"{n},000 euros"),
        )
        return draw.choice(forms)
    n = draw.randint(2_000, 900_000) if slot == "big" else draw.randint(21, 990)
    plain = f"{n:,}"
    return plain.replace(",", "\N{NARROW NO-BREAK SPACE}"), plain
