"""The roll of exports: what one corpus can be written as. An export is its format, one file or folder here each.

An export module has one public function, `write(releases, shelf)`. `releases` may be gone through more than once and
reads lazily: an export keeps no release, so that a corpus of any length is written in flat memory. What it writes
appears on the shelf whole or not at all. To add an export: its file, and its line on the roll."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from pipeline.errors import WrongUse
from pipeline.model.release import Release
from pipeline.store import Shelf

__all__ = ["ROLL", "Export", "named"]


@dataclass(frozen=True)
class Export:
    """`files` are the places it fills on the shelf; `{language}` stands for each code, a folder ends in /.

    `module` is imported when the export is first written; `extra` is what pip must be told for it."""

    name: str
    files: tuple[str, ...]
    says: str
    module: str
    extra: str = ""
    verb: str = "write"

    def write(self, releases: Iterable[Release], shelf: Shelf) -> None:
        """Write the releases to the shelf. Raises WrongUse, with the command, when the extra is not installed."""
        try:
            write: Callable[[Iterable[Release], Shelf], None] = getattr(import_module(self.module), self.verb)
            write(releases, shelf)
        except ModuleNotFoundError as error:
            if not self.extra or (error.name or "").startswith("pipeline"):
                raise
            raise WrongUse(f"{self.name} needs {error.name}: pip install 'visavis[{self.extra}]'") from error


_HERE = __name__

ROLL: dict[str, Export] = {
    e.name: e
    for e in (
        Export("jsonl", ("corpus.jsonl",), "one alignment a line, for dataset loaders", f"{_HERE}.jsonl"),
        Export("csv", ("corpus.csv",), "one alignment a row, safe to open in a spreadsheet", f"{_HERE}.csv"),
        Export("tmx", ("corpus.tmx",), "translation memory, TMX 1.4b", f"{_HERE}.tmx"),
        Export("xlf", ("corpus.xlf",), "XLIFF 2.1, a file element a release", f"{_HERE}.xlf"),
        Export("moses", ("moses/corpus.{language}",), "line-parallel text, for machine translation", f"{_HERE}.moses"),
        Export("parquet", ("corpus.parquet",), "columns, figures and entities nested", f"{_HERE}.parquet", "parquet"),
        Export("figures", ("figures.csv", "figures.jsonl"), "every figure and its counterpart", f"{_HERE}.figures"),
        Export("entities", ("entities.json",), "every name, its keys and its mentions", f"{_HERE}.entities"),
        Export("terms", ("terms.csv", "terms.tbx"), "terms found on both sides", f"{_HERE}.terms"),
        Export("review", ("review.xlsx", "review.csv"), "a workbook for a reviser", f"{_HERE}.review"),
        Export("sarif", ("findings.sarif",), "findings for code hosts, SARIF 2.1.0", f"{_HERE}.sarif"),
        Export("report", ("report/",), "what was found, beside the pictures of the pages", f"{_HERE}.report"),
        Export("annotations", ("annotations/",), "page boxes as Web Annotations, JSON-LD", f"{_HERE}.annotations"),
        Export("schemaorg", ("schemaorg/",), "each release as schema.org JSON-LD", f"{_HERE}.schemaorg"),
        Export("opensearch", ("opensearch/",), "mapping and bulk file, for OpenSearch", f"{_HERE}.opensearch"),
        Export("search", ("search.sqlite",), "the search index", "pipeline.search", verb="build"),
        Export("site", ("site/",), "a static site, side by side", f"{_HERE}.site"),
    )
}


def named(name: str) -> Export:
    """The export of this name. Raises WrongUse, naming those there are."""
    if name not in ROLL:
        raise WrongUse(f"no export is called {name!r}: there are {', '.join(ROLL)}")
    return ROLL[name]
