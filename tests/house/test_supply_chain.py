"""What a run depends on is pinned by hash, licensed, listed - and not asked for over a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
sys.path.insert(0, str(HOUSE))
from scripts.supply_chain import LICENCES, LOCK, SBOM, pins, sources  # noqa: E402 - scripts/ is no package of ours

PINS = pins(LOCK.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_hash(name: str) -> None:
    text = (HOUSE / name).read_text(encoding="utf-8")
    found = pins(text)
    assert len(found) == len(re.findall(r"(?m)^[A-Za-z0-9]", text))
    assert all(p.hashes for p in found), [p.name for p in found if not p.hashes]


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    told = json.loads(SBOM.read_text(encoding="utf-8"))
    listed = {(c["name"], c["version"], frozenset(h["content"] for h in c["hashes"])) for c in told["components"]}
    assert listed == {(p.name, p.version, frozenset(p.hashes)) for p in PINS}, "run python scripts/supply_chain.py"


def test_every_licence_is_told_and_leaves_the_user_free() -> None:
    """No licence that would bind what is made with the tool; the LGPL for language resources binds the model alone."""
    rows = dict(re.findall(r"(?m)^\| ([\w.-]+) \| [^|]+ \| ([^|]+) \|", LICENCES.read_text(encoding="utf-8")))
    assert {p.name for p in PINS} <= set(rows), "run python scripts/supply_chain.py"
    for name, licence in rows.items():
        assert licence not in ("see the package", "not installed here", "Other/Proprietary License"), name
        assert not re.search(r"(?<!L)GPL|Proprietary|Commercial", licence), f"{name}: {licence}"


def test_each_file_of_knowledge_stands_with_its_source() -> None:
    assert LICENCES.read_text(encoding="utf-8").endswith(sources()), "run python scripts/supply_chain.py"
    files = [p for p in (HOUSE / "pipeline" / "languages").glob("*/*") if p.suffix in (".toml", ".tsv", ".txt")]
    assert sources().count("\n| ") - 1 == len(files)


CUT = """
import socket

def cut(connect):
    def only_here(self, address):  # multiprocessing talks over sockets of the file system
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"somebody asked the network for {address}")
        return connect(self, address)
    return only_here

class Cut(socket.socket):
    connect = cut(socket.socket.connect)
    connect_ex = cut(socket.socket.connect_ex)

def nobody(*asked, **more):
    raise AssertionError(f"somebody asked for the address of {asked}")

socket.socket, socket.getaddrinfo, socket.gethostbyname = Cut, nobody, nobody

if __name__ == "__main__":
    from pipeline.cli import main
    main()
"""


def _unshared() -> list[str]:
    """A prefix that runs a command in a network namespace of its own, where the system lets us."""
    try:
        tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return ["unshare", "-rn"] if tried.returncode == 0 else []


def test_a_run_needs_no_network(tmp_path: Path) -> None:
    """A whole release with the models loaded: no interface but a dead loopback, and no socket that connects."""
    corpus = tmp_path / "corpus" / "bus-de-nuit"
    corpus.mkdir(parents=True)
    for file in (HOUSE / "corpus" / "bus-de-nuit").iterdir():
        (corpus / file.name).write_bytes(file.read_bytes())
    script = tmp_path / "cut.py"
    script.write_text(CUT, encoding="utf-8")
    command = [*_unshared(), sys.executable, str(script), "extract", str(corpus.parent), "--out", str(tmp_path / "out")]
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=240, check=False, env=bare)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads((tmp_path / "out" / "bus-de-nuit" / "release.json").read_text(encoding="utf-8"))
    linked = [a for a in told["alignments"] if all(a["sides"].values())]
    assert len(linked) >= 8
    assert any(p["entities"] for p in told["documents"]["fr"]["paragraphs"])
