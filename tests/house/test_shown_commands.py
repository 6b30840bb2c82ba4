"""What the README and docs show is run: each shell line of theirs, in their order, beside a copy of the corpus."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PAGES = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
VISAVIS = ".venv/bin/visavis"


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


def commands(page: Path) -> list[str]:
    lines = [line.split("  #")[0].strip() for block in blocks(page, "sh") for line in block.splitlines()]
    return [line for line in lines if VISAVIS in line]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with my-corpus, one release of it already extracted into outputs."""
    folder = tmp_path_factory.mktemp("shown")
    shutil.copytree(HOUSE / "corpus", folder / "my-corpus")
    for pdf in sorted((HOUSE / "corpus").glob("*/*.pdf"))[:1]:
        shutil.copy(pdf, folder / "release.pdf")
    words = [sys.executable, "-m", "pipeline", "extract", "my-corpus", "--out", "outputs"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.name)
def test_commands_that_are_shown_work(page: Path, desk: Path) -> None:
    """0 is well; 1 is `check` telling of the errors that are planted in the sample corpus."""
    ours = f"{shlex.quote(sys.executable)} -m pipeline"
    for line in commands(page):
        if "--serve" in line:  # would not end; the served site has tests of its own
            line = line.replace("--serve", "")
        done = subprocess.run(
            line.replace(VISAVIS, ours), shell=True, cwd=desk, capture_output=True, text=True, timeout=300
        )
        allowed = {0, 1} if " check" in line else {0}
        assert done.returncode in allowed, f"{page.name}: {line}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_python_that_is_shown_works(page: Path, desk: Path) -> None:
    for block in blocks(page, "python"):
        done = subprocess.run([sys.executable, "-c", block], cwd=desk, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{page.name}:\n{block}\n{done.stderr[-2000:]}"
        assert done.stdout, f"{page.name} shows Python that prints nothing"


def test_pages_that_are_linked_exist() -> None:
    for page in [*PAGES, HOUSE / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
