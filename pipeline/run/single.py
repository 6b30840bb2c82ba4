"""One file, outside any corpus: the `text` door's task."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path

from pipeline import flow
from pipeline.config import Config
from pipeline.model.document import Document, Source
from pipeline.stages.discover import WHOLE


@dataclass(frozen=True)
class ReadFile:
    """A file as the user named it; `language` empty when it is to be told from the text."""

    path: Path
    language: str
    engine: str
    config: Config


def sample_file(task: ReadFile) -> str:
    """The beginning of the file's text, for discovery. Raises DocumentError."""
    source = Source(task.path.as_posix(), task.language)
    taken, size = [], 0
    for page in flow.read_pages(source, task.path, task.config, task.engine).pages:
        for line in page.lines:
            taken.append(line.text)
            size += len(line.text) + 1
            if size > WHOLE:
                return "\n".join(taken)[:WHOLE]
    return "\n".join(taken)


def read_file(task: ReadFile) -> Document:
    """The mended document. Raises DocumentError."""
    source = Source(task.path.as_posix(), task.language)
    gc.disable()  # a document is a tree of many small values and holds no circles: to look for some costs a tenth
    try:
        return flow.mend(flow.read_document(flow.read_pages(source, task.path, task.config, task.engine)))
    finally:
        gc.enable()
