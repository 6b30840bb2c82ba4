"""extract: a file's bytes -> `Pages` of lines with their places. The only door of pypdfium2 and pdfplumber."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import pace
from pipeline.errors import Empty, NotAPdf, TooLarge, WrongUse
from pipeline.model.document import Pages, Source

from .plain import read_text

if TYPE_CHECKING:
    from pipeline.config import Limits

ENGINES = ("auto", "pdfium", "pdfplumber")


def extract(source: Source, path: Path, engine: str = "auto", limits: Limits | None = None) -> Pages:
    """Read a PDF or a text file. `Pages.source` is `source` with its hash, media type, pages and extractor filled in.

    `engine`: pdfium, pdfplumber, or auto: pdfium, and pdfplumber for the pages that pdfium was in doubt about.
    Raises the DocumentError that says why the file cannot be used: encrypted, no-text-layer, undecodable, not-a-pdf,
    damaged, empty, too-large, wrong-encoding; WrongUse for an unknown engine."""
    if engine not in ENGINES:
        raise WrongUse(f"no extractor is called {engine!r}: there are {', '.join(ENGINES)}")
    told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        raise NotAPdf("it is no file but a folder, a pipe or a device")
    size = told.st_size
    if limits and size > limits.megabytes * 1e6:
        raise TooLarge(f"the file has {size / 1e6:.0f} MB, the limit is {limits.megabytes:.0f}")
    if size == 0:
        raise Empty("the file has no bytes")
    if limits:
        pace.begin(limits, size)
    with path.open("rb") as file:
        source = replace(source, sha256=hashlib.file_digest(file, "sha256").hexdigest())
    if path.suffix.lower() == ".pdf":
        from .reread import read_pdf

        return read_pdf(source, path, engine, limits.pages if limits else 0)
    held = path.read_bytes()
    if b"%PDF-" in held[:1024] and path.suffix.lower() != ".txt":
        from .reread import read_pdf

        return read_pdf(source, path, engine, limits.pages if limits else 0)
    if path.suffix.lower() not in (".txt", ".text", ".md", ""):
        raise NotAPdf(f"a file of the kind {path.suffix} is neither PDF nor text")
    return read_text(source, held, limits.pages if limits else 0)
