"""Whole runs on a small corpus of text releases: what is done, what is kept, what is refused, and the same bytes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from laid import files, lay

from pipeline.run import Asked, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(corpus, outputs) of three releases, run once."""
    corpus, out = tmp_path_factory.mktemp("run") / "corpus", tmp_path_factory.mktemp("run") / "out"
    lay(corpus, "un", "deux", "trois")
    outcome = run(Asked(corpus, out))
    assert outcome.made == 3
    return corpus, out


def test_a_release_is_written_with_its_repairs_figures_and_alignments(made: tuple[Path, Path]) -> None:
    release = json.loads((made[1] / "un" / "release.json").read_bytes())
    text = " ".join(p["text"] for p in release["documents"]["fr"]["paragraphs"])
    assert "La mise en œuvre du plan vélo dans 11 communes" in text
    assert "3M€ par an" in text
    figures = [f for p in release["documents"]["fr"]["paragraphs"] for f in p["figures"]]
    assert any(f["kind"] == "money" and f["value"] == "3000000" and f["per"] == "year" for f in figures)
    assert sum(bool(a["sides"]["fr"]) and bool(a["sides"]["en"]) for a in release["alignments"]) == 4
    assert not [f for f in release["findings"] if f["gravity"] == "fault"]
    lines = (made[1] / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["release"] for line in lines} == {"un", "deux", "trois"}


def test_the_same_input_gives_the_same_bytes_and_nothing_is_made_twice(made: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, out = made
    before = files(out)
    again = run(Asked(corpus, out))
    assert (again.made, again.kept) == (0, 3)
    assert files(out) == before
    run(Asked(corpus, tmp_path, jobs=1, force=True))
    assert files(tmp_path) == before


def test_one_changed_file_redoes_its_release_only(made: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(made[0], tmp_path / "corpus")
    shutil.copytree(made[1], tmp_path / "out")
    changed = tmp_path / "corpus" / "deux" / "en.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("25%", "52%"), encoding="utf-8")
    assert run(Asked(tmp_path / "corpus", tmp_path / "out")).made == 1
    release = json.loads((tmp_path / "out" / "deux" / "release.json").read_bytes())
    assert any(f["gravity"] == "fault" and "52" in f["says"] for f in release["findings"])
    assert (tmp_path / "out" / "un" / "release.json").read_bytes() == (made[1] / "un" / "release.json").read_bytes()


def test_what_cannot_be_read_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    lay(corpus, "sound", "lone", "empty", "no-pdf", "binary", "twins")
    (corpus / "lone" / "en.txt").unlink()
    (corpus / "empty" / "en.txt").write_bytes(b"")
    (corpus / "no-pdf" / "en.txt").rename(corpus / "no-pdf" / "en.pdf")
    (corpus / "binary" / "en.txt").write_bytes(bytes(range(256)) * 40)
    (corpus / "twins" / "en.txt").write_bytes((corpus / "twins" / "fr.txt").read_bytes())
    index = run(Asked(corpus, out)).index
    told = {e["id"]: (e["status"], [x["type"] for x in e["errors"]]) for e in index["releases"]}
    assert told["sound"] == ("done", [])
    assert "missing-side" in told["lone"][1]
    assert "empty" in told["empty"][1]
    assert "not-a-pdf" in told["no-pdf"][1]
    assert "wrong-encoding" in told["binary"][1]
    assert "same-language" in told["twins"][1]
    for entry in index["releases"]:
        for error in entry["errors"]:
            assert ": " in error["says"] or len(error["says"]) > 20, "an error carries its remedy"
    assert (out / "sound" / "release.json").is_file()
    assert not list(out.rglob(".writing-*"))


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "pipeline", *map(str, words)]


def test_exit_codes(made: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, out = made

    def ended(*words: object) -> int:
        return subprocess.run(command(*words), capture_output=True).returncode

    assert ended("extract", corpus, "--out", out) == 0
    assert ended("check", out) == 0
    assert ended("extract", tmp_path / "nowhere") == 2
    assert ended("extract", corpus, "--out", out, "--only", "quatre") == 2
    assert ended("export", "papyrus", "--from", out) == 2
    lay(tmp_path / "corpus", "lone")
    (tmp_path / "corpus" / "lone" / "en.txt").unlink()
    assert ended("extract", tmp_path / "corpus", "--out", tmp_path / "out") == 3


@pytest.mark.slow
def test_a_run_that_is_killed_loses_nothing_and_the_next_one_goes_on(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Twenty kills at random moments; the seed is fixed, the moments are the machine's."""
    corpus, whole = made
    moments = random.Random(2021)
    out = tmp_path / "out"
    for n in range(20):
        words = command("extract", corpus, "--out", out, *(["--force"] if n % 4 == 0 else []))
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(moments.uniform(0.1, 1.8))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for path in out.glob("*/release.json"):
            json.loads(path.read_bytes())
    assert run(Asked(corpus, out)).index["releases"]
    assert files(out) == files(whole), "and no half-written file is left behind"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 KB; tests that need it are passed over where nothing may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_so_and_nothing_half_written_stays(made: tuple[Path, Path], tiny_disk: Path) -> None:
    done = subprocess.run(command("extract", made[0], "--out", tiny_disk / "out"), capture_output=True, text=True)
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tiny_disk.rglob("release.json"))
    assert not list(tiny_disk.rglob(".writing-*"))


def test_outputs_that_cannot_be_written_are_said_so(made: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = subprocess.run(command("extract", made[0], "--out", tmp_path / "file"), capture_output=True, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_two_files_that_do_not_belong_together_are_told_so(tmp_path: Path) -> None:
    lay(tmp_path / "corpus", "pair")
    fresh = [
        "The festival opens with a concert by the river.",
        "Rehearsals start at dawn, and the choir sings in Latin.",
        "Nobody counts the lanterns that drift away.",
        "Children paint masks of birds and of old kings.",
    ]
    (tmp_path / "corpus" / "pair" / "en.txt").write_text("\n\n".join(fresh) + "\n", encoding="utf-8")
    entry = run(Asked(tmp_path / "corpus", tmp_path / "out")).index["releases"][0]
    assert (entry["status"], [e["type"] for e in entry["errors"]]) == ("partial", ["not-a-translation"])
    assert "%" in entry["errors"][0]["says"], "the score is told"


def test_what_a_reviewer_decided_is_applied_and_can_be_taken_back(made: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    shutil.copytree(made[0], corpus)
    english = corpus / "un" / "en.txt"
    english.write_text(english.read_text(encoding="utf-8").replace("25%", "52%"), encoding="utf-8")

    def faults() -> list[str]:
        run(Asked(corpus, out, only=("un",)))
        release = json.loads((out / "un" / "release.json").read_bytes())
        return [f["check"] for f in release["findings"] if f["gravity"] == "fault" and not f.get("accepted")]

    assert "figures_agree" in faults()
    told = subprocess.run(command("check", out, "--json"), capture_output=True, text=True).stdout
    ids = [f"un/{f['id']}" for f in map(json.loads, told.splitlines()) if f["gravity"] == "fault"]
    words = [w for i in ids for w in ("--accept", i)]
    done = subprocess.run(
        command("check", out, *words, "--reason", "as printed", "--corpus", corpus), capture_output=True
    )
    assert done.returncode == 0
    assert "as printed" in (corpus / "un" / "corrections.toml").read_text(encoding="utf-8")
    assert faults() == []
    (corpus / "un" / "corrections.toml").unlink()
    assert "figures_agree" in faults()
