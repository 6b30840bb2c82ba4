"""Make the sample corpus from its sources: `python -m samples.make [ID ...]`.

Writes `corpus/<id>/{fr,en}.pdf|txt` and `release.toml`, and what each must give: `tests/gold/<id>.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .gold import gold
from .source import Sample, load_all
from .to_docx import write_docx_pdf
from .to_reportlab import write_reportlab
from .to_text import write_text
from .to_typst import write_typst

ROOT = Path(__file__).parent.parent
WRITERS = {
    "reportlab": (write_reportlab, "pdf"),
    "typst": (write_typst, "pdf"),
    "libreoffice": (write_docx_pdf, "pdf"),
    "text": (write_text, "txt"),
}


def make(sample: Sample, corpus: Path, expected: Path) -> None:
    """Both sides of one release, its papers and its expectations."""
    folder = corpus / sample.id
    folder.mkdir(parents=True, exist_ok=True)
    write, ending = WRITERS[sample.make["producer"]]
    for code in sample.languages:
        write(sample, code, folder / f"{code}.{ending}")
    papers = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in sample.papers.items())
    (folder / "release.toml").write_text(papers, encoding="utf-8")
    expected.mkdir(parents=True, exist_ok=True)
    text = json.dumps(gold(sample), ensure_ascii=False, indent=1) + "\n"
    (expected / f"{sample.id}.json").write_text(text, encoding="utf-8")


PAPERS = """# The sample corpus

Releases written for this project: own sentences; figures invented, or (plan-crack-bilan) after published facts.
All of them CC0-1.0. Telephone numbers are of the ranges that France keeps for fiction, addresses end in example.org.
They are made by `python -m samples.make` from `samples/releases/`; what each must give stands in `tests/gold/`.
The fonts inside, each as a subset: Carlito, Liberation, Libertinus Serif (SIL OFL 1.1), New Computer Modern (GUST).

| folder | made by | what it is for | planted errors |
|---|---|---|---|
"""


def all_papers(samples: list[Sample]) -> str:
    """`corpus/README.md`: the papers of the samples."""
    rows = []
    for sample in samples:
        planted = "; ".join(b.planted for b in sample.blocks if b.planted) or "none"
        rows.append(f"| {sample.id} | {sample.make['producer']} | {sample.make['purpose']} | {planted} |\n")
    return PAPERS + "".join(rows)


def main(wanted: list[str]) -> None:
    for sample in load_all():
        if not wanted or sample.id in wanted:
            make(sample, ROOT / "corpus", ROOT / "tests" / "gold")
            sys.stdout.write(f"{sample.id} {sample.make['producer']}\n")
    (ROOT / "corpus" / "README.md").write_text(all_papers(load_all()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
