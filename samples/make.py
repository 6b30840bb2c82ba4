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


def main(wanted: list[str]) -> None:
    for sample in load_all():
        if not wanted or sample.id in wanted:
            make(sample, ROOT / "corpus", ROOT / "tests" / "gold")
            sys.stdout.write(f"{sample.id} {sample.make['producer']}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
