"""How long the search index takes to make, and a query to answer: python benchmarks/searching.py [--passages 1000000]

On synthetic text (invented.py). Vectors are random ones around 2,000 centres, made at once: what the encoder takes is
the encoder's own benchmark, and texts that were aligned are in its cache. `recall`: how many of the ten nearest by
exact cosine the two-step scan finds."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.invented import PASSAGES, Synthetic
from pipeline import search
from pipeline.search import meaning
from pipeline.store import Shelf

CENTRES = np.random.default_rng(5).normal(size=(2_000, meaning.WIDTH)).astype(np.float32)


def vectors(texts: Sequence[str]) -> np.ndarray:
    """A unit vector a text, the same for the same text."""
    seed = abs(int.from_bytes(texts[0].encode()[:8], "big")) if texts else 0
    rng = np.random.default_rng(seed)
    out = CENTRES[rng.integers(0, len(CENTRES), len(texts))] + rng.normal(size=(len(texts), meaning.WIDTH)).astype(
        np.float32
    )
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def queries(corpus: Synthetic, count: int) -> dict[str, list[search.Query]]:
    """Kinds of queries with `count` of each; words are drawn as the text's are."""
    rng = random.Random(7)
    kinds: dict[str, list[search.Query]] = {}

    def add(kind: str, text: str, mode: str = "words", **filters: str) -> None:
        kinds.setdefault(kind, []).append(search.Query(text, mode=mode, **filters))  # type: ignore[arg-type]

    for _ in range(count):
        release = corpus.release(rng.randrange(corpus.count))
        passage = rng.choice(release.alignments)
        text = release.text(passage, rng.choice(("fr", "en")))
        words = text.strip(".").split()
        at = rng.randrange(max(1, len(words) - 4))
        add("one word", rng.choice(words))
        add("two words", " ".join(rng.sample(words, 2)), lang=rng.choice(("fr", "en")))
        add("five words", " ".join(words[at : at + 5]))
        add("phrase", '"' + " ".join(words[at : at + 3]) + '"')
        add("prefix", rng.choice([w for w in words if len(w) > 5])[:5] + "*")
        add("figure", f"{rng.randint(11, 999)} millions d’euros")
        add("filtered", rng.choice(words), since="2010", until="2012-06")
        add("by meaning", " ".join(words[:8]), mode="meaning")
        add("both", " ".join(words[:6]), mode="both")
    return kinds


def recall(shelf: Shelf, count: int) -> float:
    name = next(shelf.root.glob("search-*.i8")).stem
    indexed = meaning.opened(shelf.root, name)
    table = indexed.table
    rng, hits = np.random.default_rng(3), 0
    for row in rng.integers(0, len(table), count):
        asked = table[row].astype(np.float32) + rng.normal(scale=20, size=meaning.WIDTH).astype(np.float32)
        asked /= np.linalg.norm(asked)
        exact = np.concatenate([
            (piece := table[a : a + 50_000].astype(np.float32)) @ asked / np.linalg.norm(piece, axis=1)
            for a in range(0, len(table), 50_000)
        ])  # fmt: skip
        best = set(np.argsort(-exact)[:10] + 1)
        hits += len(best & {p for p, _ in meaning.nearest(indexed, asked, 10, None)})
    return hits / (10 * count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=40, help="of each kind")
    parser.add_argument("--keep", type=Path, help="a folder to build in, and to use again")
    told = parser.parse_args()
    corpus = Synthetic(told.passages // PASSAGES)
    meaning.by_default = vectors  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as made:
        shelf = Shelf(told.keep or Path(made))
        if not shelf.path(search.FILE).exists():
            wall, cpu = time.perf_counter(), time.process_time()
            search.build(corpus, shelf, vectors)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            print(f"index of {told.passages:,} alignments: {wall:.0f} s, {cpu:.0f} CPU s", flush=True)
        bytes_ = sum(p.stat().st_size for p in shelf.root.glob("search*"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"on disk {bytes_ / 1e6:,.0f} MB; peak memory {peak:,.0f} MB", flush=True)
        every: list[float] = []
        for kind, some in queries(corpus, told.queries).items():
            times, found = [], 0
            for query in some:
                start = time.perf_counter()
                found += len(list(search.query(shelf, query)))
                times.append(1000 * (time.perf_counter() - start))
            every += times
            worst = sorted(times)[int(0.95 * len(times))]
            middle = statistics.median(times)
            print(
                f"{kind:11} median {middle:7.1f} ms   95 % {worst:7.1f} ms   hits {found / len(some):.1f}", flush=True
            )
        print(
            f"all queries median {statistics.median(every):.1f} ms, 95 % {sorted(every)[int(0.95 * len(every))]:.1f} ms"
        )
        print(f"recall of the nearest ten: {recall(shelf, 20):.3f}")


if __name__ == "__main__":
    main()
