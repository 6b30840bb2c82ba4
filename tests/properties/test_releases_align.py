"""Press releases of our own making, put together at random, align: masthead, rubric and contacts on one side only, the
date on both, paragraphs merged, split or dropped, lists sorted by each language's alphabet."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

from pipeline.stages.align.beads import PARAGRAPHS
from pipeline.stages.align.link import link
from pipeline.stages.align.side import of_texts

Bead = tuple[tuple[int, ...], tuple[int, ...]]

TOLD = json.loads((Path(__file__).parent.parent / "cases" / "releases.json").read_text(encoding="utf-8"))
BODY, HEADINGS, LIST = ([(fr, en) for fr, en in TOLD[name]] for name in ("body", "headings", "list"))
ALONE = [
    [
        "MINISTÈRE DES LYCÉES",
        "Liberté et savoir",
        "COMMUNIQUÉ DE PRESSE",
        "Cabinet de la ministre",
        "Service de presse",
    ],
    ["Paul Aubert, 01 00 00 00 01, presse@lycees.example", "12, rue des Érables, 75000 Paris", "www.lycees.example"],
]


def release(seed: int) -> tuple[list[str], list[str], list[Bead]]:
    """French and English paragraphs and the beads that are right."""
    draw = random.Random(seed)
    body, headings = draw.sample(BODY, draw.randint(9, 18)), draw.sample(HEADINGS, 3)
    for k, heading in enumerate(headings):
        body.insert((k + 1) * len(body) // 4, heading)
    blocks: list[tuple[list[str], list[str]]] = [([t], []) for t in draw.sample(ALONE[0], draw.randint(1, 4))]
    blocks.append((["Paris, le 9 mars 2025"], ["Paris, 9 March 2025"]))
    k = 0
    while k < len(body):
        chance = draw.random()
        (fr, en), after = body[k], body[k + 1] if k + 1 < len(body) else None
        if chance < 0.06 and after:
            blocks.append(([f"{fr} {after[0]}"], [en, after[1]]))
            k += 1
        elif chance < 0.12 and after:
            blocks.append(([fr, after[0]], [f"{en} {after[1]}"]))
            k += 1
        elif chance < 0.16:
            blocks.append(([fr], []))
        elif chance < 0.2:
            blocks.append(([], [en]))
        else:
            blocks.append(([fr], [en]))
        k += 1
    french, english, beads = [], [], []
    for a, b in blocks:
        x = tuple(range(len(french), len(french) + len(a)))
        y = tuple(range(len(english), len(english) + len(b)))
        beads += [(x, y)] if a and b else [((i,), ()) for i in x] + [((), (j,)) for j in y]
        french, english = french + a, english + b
    items = draw.sample(LIST, draw.randint(4, 9))
    for n, (_, en) in enumerate(sorted(items)):
        beads.append(((len(french) + n,), (len(english) + sorted(e for _, e in items).index(en),)))
    french, english = french + sorted(f for f, _ in items), english + sorted(e for _, e in items)
    for contact in draw.sample(ALONE[1], draw.randint(0, 3)):
        beads.append(((len(french),), ()))
        french.append(contact)
    return french, english, beads


def f1(seeds: Sequence[int], *, show: bool = False) -> float:
    right = given = wanted = hit = 0
    for seed in seeds:
        french, english, gold = release(seed)
        found = set(link(of_texts(french), of_texts(english), PARAGRAPHS, close=True))
        for a, b in sorted(found ^ set(gold)) if show else ():
            print(seed, (a, b) in found, [french[i] for i in a], [english[j] for j in b])
        right, given = right + len(found & set(gold)), given + len(found)
        wanted, hit = (
            wanted + sum(bool(a and b) for a, b in gold),
            hit + sum(bool(a and b) for a, b in found & set(gold)),
        )
    precision, recall = right / given, hit / wanted
    return 2 * precision * recall / (precision + recall)


def test_releases_put_together_at_random_align() -> None:
    assert f1(range(30)) > 0.97
