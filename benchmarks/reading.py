"""Reading PDFs beside the libraries a user would take today: speed, memory, and what comes out.

    python benchmarks/reading.py [FILE.pdf ...] [--pages 1000] [--skip NAME]...

Without files it reads sheets that it draws itself (one and two columns, running heads, page numbers, hyphens at line
ends) and of which it therefore knows the text. Each reader runs in a process of its own, so that its peak memory is its
own; CPU seconds are net of start-up (the same reader on a one-page file). Readers that are not installed are left out.

word F1   words of the output against those of the truth, as multisets; a hyphen at a line's end must be taken away
glued     words of ten letters or more that are two or more words of the truth run together
whole     paragraphs of the truth that stand in the output letter for letter, white space apart
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import synthetic

Reader = Callable[[Path], str]


def _ours(path: Path) -> str:
    from pipeline import flow
    from pipeline.config import Config
    from pipeline.model.document import Source

    document = flow.mend(flow.read_document(flow.read_pages(Source(path.name, ""), path, Config())))
    return "\n\n".join(p.text.mended for p in document.paragraphs if p.kind != "boilerplate")


def _pages(path: Path) -> str:
    from pipeline.model.document import Source
    from pipeline.stages.extract import extract

    return "\n".join(line.text for page in extract(Source(path.name, ""), path).pages for line in page.lines)


def _pdfium(path: Path) -> str:
    import pypdfium2

    out = []
    document = pypdfium2.PdfDocument(path)
    for n in range(len(document)):
        page = document[n]
        text = page.get_textpage()
        out.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\n".join(out)


def _pdfplumber(path: Path) -> str:
    import pdfplumber

    out = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            out.append(page.extract_text(x_tolerance_ratio=0.15) or "")
            page.close()
    return "\n".join(out)


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def _pypdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def _pdftotext(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )


READERS: dict[str, Reader] = {
    "visavis text": _ours,
    "visavis extract": _pages,
    "pdfium, text only": _pdfium,
    "pdftotext": _pdftotext,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
    "pdfplumber": _pdfplumber,
}

# ---------------------------------------------------------------- sheets


def draw(path: Path, pages: int, seed: int = 7) -> list[str]:
    """Sheets of `pages` pages at `path`; the paragraphs that they hold. Every third page is set in two columns."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    truth: list[str] = []
    for page in range(pages):
        canvas.setFont("Vera", 8)
        canvas.drawString(60, 805, "Rapport sur les services publics")
        canvas.drawRightString(535, 805, f"{page + 1}")
        columns = [(60.0, 225.0), (310.0, 225.0)] if page % 3 == 2 else [(60.0, 475.0)]
        for k, (x, width) in enumerate(columns):
            y = 770.0
            for text in synthetic.release(seed + 7 * page + k, 5)[0]:
                for n, line in enumerate(_broken(text, width, pdfmetrics.stringWidth)):
                    canvas.setFont("Vera", 10)
                    canvas.drawString(x + (12 if n == 0 else 0), y, line)
                    y -= 13
                y -= 8
                truth.append(text)
        canvas.showPage()
    canvas.save()
    return truth


def _broken(text: str, width: float, measure: Callable[[str, str, float], float]) -> list[str]:
    """Lines of `width`; a long word that does not fit is cut with a hyphen."""
    lines = [""]
    for word in text.split():
        more = f"{lines[-1]} {word}".strip()
        if measure(more, "Vera", 10) <= width - 12:
            lines[-1] = more
        elif len(word) >= 11 and word.isalpha() and measure(f"{lines[-1]} {word[:5]}-", "Vera", 10) <= width - 12:
            lines[-1] += f" {word[:5]}-"
            lines.append(word[5:])
        else:
            lines.append(word)
    return lines


# ---------------------------------------------------------------- measuring


def measured(name: str, path: Path) -> dict[str, float | str] | None:
    """{cpu, megabytes, text} of one reader on one file, in a process of its own; None where it cannot run."""
    got = subprocess.run([sys.executable, __file__, "--one", name, str(path)], capture_output=True, text=True)
    if got.returncode:
        return None
    return dict(json.loads(got.stdout))


def one(name: str, path: Path) -> None:
    """What the process of `measured` does."""
    start = time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = READERS[name](path)
    done = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - start + done.ru_utime - children.ru_utime + done.ru_stime - children.ru_stime
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(json.dumps({"cpu": cpu, "megabytes": peak, "text": text}))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def against(truth: list[str], text: str) -> tuple[float, int, float]:
    """(word F1, glued words, share of paragraphs that are whole)."""
    want, have = Counter(words("\n".join(truth))), Counter(words(text))
    f1 = 2 * sum((want & have).values()) / max(1, sum(want.values()) + sum(have.values()))
    glued = sum(
        n for word, n in (have - want).items() if len(word) >= 10 and word not in want and _is_glued(word, want)
    )
    flat = re.sub(r"\s+", "", text)
    return f1, glued, sum(re.sub(r"\s+", "", p) in flat for p in truth) / max(1, len(truth))


def _is_glued(word: str, known: Counter[str]) -> bool:
    ends = {0}
    for n in range(2, len(word) + 1):
        if any(word[a:n] in known for a in ends if n - a >= 2 and n - a < len(word)):
            ends.add(n)
    return len(word) in ends


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path)
    ask.add_argument("--pages", type=int, default=1000, help="of the long file by which memory is told")
    ask.add_argument("--skip", action="append", default=[], choices=sorted(READERS))
    ask.add_argument("--one", help=argparse.SUPPRESS)
    told = ask.parse_args()
    if told.one:
        one(told.one, told.files[0])
        return
    with tempfile.TemporaryDirectory() as held:
        small, sheets, long = (Path(held) / n for n in ("small.pdf", "sheets.pdf", "long.pdf"))
        draw(small, 1)
        truth = draw(sheets, 60)
        draw(long, told.pages)
        files = told.files or [sheets]
        count = sum(_count(f) for f in files)
        print(f"{count} pages; memory on {told.pages} pages")
        print(f"{'':20}{'pages/s':>9}{'of pdfium':>10}{'MB':>7}{'word F1':>9}{'glued':>7}{'whole':>7}")
        raw = 0.0
        order = sorted(READERS, key=lambda name: name != "pdfium, text only")
        for name in order:
            if name in told.skip or (first := measured(name, small)) is None:
                continue
            runs = [measured(name, f) for f in files]
            if any(run is None for run in runs):
                print(f"{name:20} cannot read them")
                continue
            cpu = sum(float(run["cpu"]) for run in runs if run) - len(files) * float(first["cpu"])
            rate = count / max(cpu, 1e-3)
            raw = raw or rate
            peak = measured(name, long)
            row = f"{name:20}{rate:9.0f}{rate / raw:10.2f}{float(peak['megabytes']) if peak else 0:7.0f}"
            if not told.files and runs[0]:
                f1, glued, whole = against(truth, str(runs[0]["text"]))
                row += f"{f1:9.4f}{glued:7}{whole:7.2f}"
            print(row, flush=True)


def _count(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    main()
