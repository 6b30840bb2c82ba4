"""Feeds one target with atheris: `python tests/fuzz/run.py TARGET [CORPUS] [libFuzzer's options]`; see the Makefile."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["pipeline", "targets", "tomllib", "openpyxl"]):
        from targets import SEEDS, TARGETS
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        sys.exit(f"usage: run.py TARGET, one of {', '.join(TARGETS)}")
    corpus = next((Path(a) for a in sys.argv[2:] if not a.startswith("-")), None)
    if corpus:
        corpus.mkdir(parents=True, exist_ok=True)
        for n, seed in enumerate(SEEDS[name]):
            (corpus / f"seed-{n}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
