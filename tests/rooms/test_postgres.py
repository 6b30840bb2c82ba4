"""The same search in a real PostgreSQL server, which the tests start from Debian's package and stop again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from pipeline import search
from pipeline.errors import WrongUse
from pipeline.search import Query
from pipeline.store import Shelf

psycopg = pytest.importorskip("psycopg", reason="no psycopg: pip install 'visavis[postgres]'")

from pipeline.search import postgres  # noqa: E402


@pytest.fixture(scope="module")
def address():
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not bins:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="visavis-pg-"))
    user = {}
    if os.geteuid() == 0:  # the server does not run as root
        shutil.chown(folder, "nobody")
        user = {"user": "nobody"}
    here, said = bins[-1].parent, {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder, **user}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = folder / "base"
    initdb = [here / "initdb", "-D", base, "-U", "tester", "-E", "UTF8", "--no-locale", "-A", "trust", "--no-sync"]
    subprocess.run(initdb, check=True, **said)
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB"
    )
    subprocess.run(
        [here / "pg_ctl", "-D", base, "-w", "-l", folder / "log", "-o", options, "start"], check=True, **said
    )
    try:
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([here / "pg_ctl", "-D", base, "-m", "immediate", "-w", "stop"], check=False, **said)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def loaded(address, whole_corpus):
    postgres.load(whole_corpus, address)
    return address


def found(address, text, **more):
    return [(h.release, h.alignment) for h in postgres.query(address, Query(text, mode="words", **more))]


QUERIES = [
    "oeuvre", "ŒUVRE", "economie", "l’économie", "coeur", "élargir", "economies", '"mise en œuvre"', '"œuvre en mise"',
    "écon*", "3,5 milliards", "3,5 milliards d’euros", "€3.5 billion", "25 %", "4 March 2022", "zzz", "plan",
    "Ville de Lyon", '"pistes sont élargies"', '"piste est élargie"', "' OR 1=1; DROP TABLE", 'NEAR("a" * ^', "",
]  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
def test_it_finds_what_the_embedded_search_finds(loaded, embedded, text):
    best = [(h.release, h.alignment) for h in search.query(embedded, Query(text, mode="words", limit=1))]
    ours = found(loaded, text)
    assert bool(ours) == bool(best), (ours, best)
    assert not best or best[0] in ours


@pytest.fixture(scope="module")
def embedded(tmp_path_factory, whole_corpus):
    shelf = Shelf(tmp_path_factory.mktemp("embedded"))
    search.build(whole_corpus, shelf, None)
    return shelf


def test_the_answers_have_the_same_shape(loaded, embedded):
    asked = Query("3,5 milliards d’euros", mode="words", limit=1)
    theirs = search.hit_json(next(search.query(embedded, asked)))
    ours = search.hit_json(next(postgres.query(loaded, asked)))
    assert {**ours, "score": 0} == {**theirs, "score": 0}
    assert ours["sides"]["en"]["highlights"] == [[33, 45]]


def test_filters(loaded):
    assert {r for r, _ in found(loaded, "plan", since="2020")} == {"plan-velo"}
    assert {r for r, _ in found(loaded, "plan", until="2019")} == {"bilan-2019"}
    assert {r for r, _ in found(loaded, "plan", release="bilan-2019")} == {"bilan-2019"}
    assert found(loaded, "", entity="org.ville-de-lyon") == [("plan-velo", "a2"), ("bilan-2019", "a2")]
    assert found(loaded, "", finding=True) == [("plan-velo", "a3")]
    assert found(loaded, "", kind="heading") == [("plan-velo", "a4")]
    assert found(loaded, "economy", lang="fr") == []


def test_hostile_texts_are_kept_whole(loaded, hostile):
    with psycopg.connect(loaded) as link:
        rows = link.execute(
            "SELECT s.text FROM visavis.sides s JOIN visavis.passages p ON p.id = s.passage"
            " JOIN visavis.releases r ON r.id = p.release WHERE r.name LIKE '../%' AND language = 'fr' ORDER BY p.id"
        ).fetchall()
    wanted = [hostile.text(a, "fr").replace("\0", "\ufffd") for a in hostile.alignments]
    assert [text for (text,) in rows] == wanted


def test_what_changes_is_brought_up_to_date(address, make_release, whole_corpus):
    def count():
        with psycopg.connect(address) as link:
            return dict(link.execute("SELECT name, id FROM visavis.releases").fetchall())

    postgres.load([make_release("a"), make_release("b")], address)
    before = count()
    postgres.load([make_release("b"), make_release("c", date="2030")], address)
    after = count()
    assert set(after) == {"b", "c"}
    assert after["b"] == before["b"], "what did not change was left where it was"
    postgres.load(whole_corpus, address)


def test_a_load_that_fails_changes_nothing(loaded, make_release):
    def broken():
        yield make_release("new")
        raise RuntimeError("the network is gone")

    with pytest.raises(RuntimeError):
        postgres.load(broken(), loaded)
    assert found(loaded, "plan", release="plan-velo")
    assert not found(loaded, "plan", release="new")


def test_what_is_wrong_is_said(loaded):
    with pytest.raises(WrongUse, match="does not answer"):
        postgres.load([], "postgresql://127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(WrongUse, match="no meaning index"):
        list(postgres.query(loaded, Query("plan", mode="meaning")))
