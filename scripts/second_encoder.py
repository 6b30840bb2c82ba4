"""The tests of the second encoder, in an environment of its own beside .venv: build/labse, with the extra [labse].

    python scripts/second_encoder.py        (make labse; run by the project's own Python, after make install)

What is in .venv is used from there; only torch and sentence-transformers are added, pinned. Where torch would bring
CUDA's gigabytes, or nothing can be had at all, that is said and the tests are passed over; CUDA=1 takes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

PINS = ("torch==2.13.0", "sentence-transformers==6.2.0", "transformers==5.23.0")
TESTS = ("tests/rooms/test_second_encoder.py", "tests/rooms/test_encoder.py")
HEAVY = ("nvidia-", "cuda-", "triton")
ROOT = Path(__file__).parent.parent
PLACE = ROOT / "build" / "labse"
PYTHON = PLACE / "bin" / "python"
SECONDS = 240  # of each step


def main() -> int:
    """0 when the tests pass or are passed over."""
    try:
        why = _ready()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        why = str(error).splitlines()[0]
    if why:
        sys.stderr.write(f"the second encoder is not tested here: {why}\n")
        return 0
    return subprocess.run([PYTHON, "-m", "pytest", "-n", "0", *TESTS], cwd=ROOT, check=False).returncode


def _ready() -> str:
    """Sets the environment up; why it cannot be, or nothing."""
    if not PYTHON.exists():
        _run(sys.executable, "-m", "venv", str(PLACE))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    line = f"import site; site.addsitedir({sysconfig.get_paths()['purelib']!r})\n"
    (PLACE / "lib" / version / "site-packages" / "zz_project.pth").write_text(line, encoding="utf-8")
    plan = PLACE / "plan.json"
    _pip("--dry-run", "--report", str(plan))
    told = json.loads(plan.read_text(encoding="utf-8"))
    heavy = [p["metadata"]["name"] for p in told["install"] if p["metadata"]["name"].lower().startswith(HEAVY)]
    if heavy and os.environ.get("CUDA") != "1":
        return f"torch would bring {len(heavy)} packages of CUDA; CUDA=1 make labse takes them"
    if told["install"]:
        _pip()
    return ""


def _pip(*more: str) -> None:
    _run(str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", *more, *PINS)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
