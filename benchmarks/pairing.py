"""Pairing a pile of files with useless names: what is found, what is wrong, how far confidence holds, what it costs.

    python -m benchmarks.pairing                    500 files: short invented releases of one publisher (releases.py)
    python -m benchmarks.pairing --series           the same, all of one year
    python -m benchmarks.pairing --bereft 0.6       more files without a partner
    python -m benchmarks.pairing --gold FILE        pieces of the texts of a gold (see benchmarks/aligning.py)

A pile holds pairs, files whose translation is not there, files in the folder of the other language, and releases in two
or three versions that differ in a figure or a sentence. "Right": both files are of one release and one version."""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.releases import invent, revised
from pipeline import encoder
from pipeline.stages.discover import assign, discover
from pipeline.stages.discover.closely import Close
from pipeline.stages.identify import identify

CODES = ("fr", "en")
Texts = tuple[str, str]


def invented(draw: random.Random, year: int | None) -> Iterator[list[Texts]]:
    """Releases without end, each as its versions; one in eight was revised."""
    while True:
        versions = [invent(draw, year)]
        while draw.random() < 0.12:
            versions.append(revised(versions[-1], draw))
        yield [(v.text(0), v.text(1)) for v in versions]


def pieces(gold: Path, size: int, draw: random.Random) -> Iterator[list[Texts]]:
    """Stretches of the texts of a gold, about `size` characters each; of one in eight a second version in which one
    linked paragraph (or sentence) is left out."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        if doc["profile"] not in ("light", "novel"):
            continue
        here: list[Texts] = []
        for link in doc["gold"]:
            one, two = ("\n\n".join(doc["sides"][code][i] for i in link["sides"][code]) for code in CODES)
            here.append((one, two))
            if sum(len(one) for one, _ in here) > size and any(two for _, two in here):
                versions = [here]
                both = [n for n, (one, two) in enumerate(here) if one and two]
                if draw.random() < 0.12 and len(both) > 2:
                    out = draw.choice(both)
                    versions.append([*here[:out], *here[out + 1 :]])
                yield [(_whole(v, 0), _whole(v, 1)) for v in versions]
                here = []


def _whole(links: Sequence[Texts], side: int) -> str:
    return "\n\n".join(link[side] for link in links if link[side])


def lay(
    folder: Path, releases: Iterator[list[Texts]], files: int, bereft: float, draw: random.Random
) -> dict[str, str]:
    """A pile below `folder`; for each file which release and version it is."""
    numbers = list(range(10 * files))
    draw.shuffle(numbers)
    out: dict[str, str] = {}
    for n, versions in enumerate(releases):
        for v, texts in enumerate(versions):
            kept = (0, 1) if draw.random() >= bereft else (draw.randrange(2),)
            for side in kept:
                place = CODES[side if draw.random() >= 0.05 else 1 - side]
                name = f"{place}/scan{numbers.pop():05d}.txt"
                (folder / place).mkdir(exist_ok=True)
                (folder / name).write_text(texts[side], encoding="utf-8")
                out[name] = f"{n}.{v}"
        if len(out) >= files:
            break
    return out


class Told(NamedTuple):
    """A pair that was found: is it of one release, of one version, and what was said of it."""

    confidence: float
    release: bool
    version: bool
    says: str


def measure(folder: Path, truth: dict[str, str]) -> list[Told]:
    """Pairs the pile, prints what came of it and what it cost."""
    counted: list[int] = []
    plain = assign.closely

    def counting(pairs: Sequence[Any], *rest: Any) -> list[Close]:
        counted.append(len(pairs))
        return plain(pairs, *rest)

    assign.closely = counting  # type: ignore[attr-defined]
    start = time.process_time()
    found = discover(folder, lambda p: p.read_text(encoding="utf-8"), identify, encoder.encode)
    spent = time.process_time() - start
    assign.closely = plain  # type: ignore[attr-defined]
    told = []
    for release in found.releases:
        paths = [s.path for s in release.sources.values()]
        one, two = (truth[p] for p in paths)
        same = one.partition(".")[0] == two.partition(".")[0]
        says = f"{' '.join(f'{p} ({truth[p]})' for p in paths)}: {release.reason}"
        told.append(Told(release.confidence, same, one == two, says))
    pairs = sum(count == 2 for count in Counter(truth.values()).values())
    right = sum(t.version for t in told)
    other, wrong = sum(t.release and not t.version for t in told), sum(not t.release for t in told)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(truth)} files, {pairs} pairs: {right} found ({right / max(1, pairs):.3f}), {wrong} of two releases, "
          f"{other} of two versions of one, {len(found.unpaired)} files alone; "
          f"{sum(counted)} full comparisons, {spent:.1f} CPU s, {memory:.0f} MB", flush=True)  # fmt: skip
    return told


def reliability(told: Sequence[Told]) -> None:
    """How far the confidence holds."""
    print("\n| confidence | pairs | said | right |\n|---|---:|---:|---:|")
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        some = [t for t in told if low <= t.confidence < high]
        if some:
            said, right = sum(t.confidence for t in some) / len(some), sum(t.version for t in some) / len(some)
            print(f"| {low:.2f} to {min(high, 1):.2f} | {len(some)} | {said:.3f} | {right:.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--piles", type=int, default=1)
    parser.add_argument("--bereft", type=float, default=0.15, help="share of versions of which one side is not there")
    parser.add_argument("--series", action="store_true")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--size", type=int, default=1300, help="characters of a piece of the gold")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="wrong pairs to show")
    asked = parser.parse_args()
    encoder.encode(["warm"])
    told = []
    for seed in range(asked.seed, asked.seed + asked.piles):
        draw = random.Random(seed)
        source = pieces(asked.gold, asked.size, draw) if asked.gold else invented(draw, 2021 if asked.series else None)
        encoder.forget()
        with tempfile.TemporaryDirectory() as folder:
            truth = lay(Path(folder), source, asked.files, asked.bereft, draw)
            told += measure(Path(folder), truth)
    reliability(told)
    for t in [t for t in told if not t.version][: asked.show]:
        print(f"wrong {t.confidence}: {t.says}")


if __name__ == "__main__":
    main()
