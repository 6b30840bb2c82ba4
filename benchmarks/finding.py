"""Words a CPU second of `visavis find`: figures, sentences and names, end to end through the door, start-up net.

    python benchmarks/finding.py [--words 40000] [--lang fr FILE]...

A FILE is text, one paragraph a line. Without files it writes releases of its own in each language; two in three of
their paragraphs end with names that no table knows, so that the language's model has to be asked. CPU seconds are
those of the door (user and system, one process) less those of the same door on one line; the least of three runs, for
what else the machine does only adds to them.

asked     words given to the language's model, of 100
alone     words a CPU second of figures and sentences without names, and of names without the model, in one process
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import synthetic

RUNS = 3
SYLLABLES = (
    "ka",
    "vel",
    "tor",
    "mi",
    "rand",
    "gu",
    "lis",
    "ben",
    "sor",
    "dal",
    "pe",
    "quin",
    "zar",
    "mont",
    "fri",
    "lo",
)
UNKNOWN = {
    "fr": (
        "La société {a} a confié les travaux à {b} et à l’entreprise {c}, selon le directeur {d} {a}.",
        "Des habitants de {a} et de {b}, reçus par {c}, demandent l’ouverture du chantier de {d}.",
    ),
    "en": (
        "The firm {a} left the works to {b} and to the contractor {c}, according to its manager {d} {a}.",
        "Residents of {a} and {b}, whom {c} received, ask for the {d} site to be opened.",
    ),
}


def written(lang: str, words: int, seed: int = 11) -> str:
    """About `words` words of paragraphs, one a line."""
    r, out, count = random.Random(seed), [], 0
    while count < words:
        for sides in zip(*synthetic.release(r.randrange(10**6)), strict=True):
            text = sides[("fr", "en").index(lang)]
            if r.random() < 0.67:
                text += " " + r.choice(UNKNOWN[lang]).format(**{k: _name(r) for k in "abcd"})
            out.append(text)
            count += len(text.split())
    return "\n".join(out) + "\n"


def _name(r: random.Random) -> str:
    return "".join(r.choice(SYLLABLES) for _ in range(r.randint(2, 3))).capitalize()


def door(lang: str, path: Path) -> float:
    """CPU seconds of `visavis find` on a file, the least of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "pipeline", "find", "--lang", lang, str(path)], check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def steps(lang: str, text: str) -> tuple[float, float, float]:
    """(seconds without names, seconds of names without the model, share of the words asked), in this process."""
    from pipeline.model.document import Document, Paragraph, Source, Tongue
    from pipeline.model.text import Text
    from pipeline.stages.find import find
    from pipeline.stages.find.entities.paper import Paper

    paragraphs = tuple(Paragraph(f"{lang}.{n}", "paragraph", Text(t)) for n, t in enumerate(text.split("\n")) if t)
    document = Document(Source("", lang), Tongue(lang, lang, 1.0), paragraphs)
    started = time.process_time()
    (reading,) = find([document], names=False)
    plain = time.process_time() - started
    Paper.of(document, [()] * len(paragraphs))  # the tables are read once
    started = time.process_time()
    paper = Paper.of(document, [facts.figures for facts in reading.facts])
    asked = sum(len(t.split()) for *_, t in paper.questions())
    for _ in paper.names():
        pass
    return plain, time.process_time() - started, asked / max(1, len(text.split()))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path)
    ask.add_argument("--lang", action="append", default=[], help="of the files, in their order")
    ask.add_argument("--words", type=int, default=40_000, help="of the texts it writes itself")
    told = ask.parse_intermixed_args()
    if len(told.files) != len(told.lang):
        ask.error("each file needs its --lang")
    with tempfile.TemporaryDirectory() as held:
        tiny, texts = Path(held, "tiny.txt"), list(zip(told.lang, told.files, strict=True))
        for lang in () if texts else UNKNOWN:
            path = Path(held, f"{lang}.txt")
            path.write_text(written(lang, told.words), encoding="utf-8")
            texts.append((lang, path))
        print(f"{'text':24}{'words':>8}{'start s':>9}{'asked':>7}{'alone: facts':>14}{'grammar':>9}{'words/s':>9}")
        for lang, path in texts:
            text = path.read_text(encoding="utf-8")
            tiny.write_text(written(lang, 30), encoding="utf-8")
            start, whole, words = door(lang, tiny), door(lang, path), len(text.split())
            plain, grammar, asked = steps(lang, text)
            row = f"{words / plain:14,.0f}{words / grammar:9,.0f}{words / max(whole - start, 1e-3):9,.0f}"
            print(f"{lang + ' ' + path.name[:20]:24}{words:8}{start:9.2f}{100 * asked:7.0f}{row}", flush=True)


if __name__ == "__main__":
    main()
