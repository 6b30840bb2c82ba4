"""The examples run as they stand on what we write; those that need another library, where it is installed."""

from __future__ import annotations

import http.server
import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline import codec
from pipeline.exports import ROLL
from pipeline.store import Shelf, read_releases

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, whole_corpus):
    folder = tmp_path_factory.mktemp("outputs")
    ids = []
    for release in whole_corpus:
        if "<" not in release.id:  # the run would have given that one a name of its own
            (folder / release.id).mkdir()
            (folder / release.id / "release.json").write_bytes(codec.encode(release))
            ids.append({"id": release.id, "status": "done"})
    (folder / "index.json").write_text(json.dumps({"releases": ids}))
    for name in ("jsonl", "parquet", "opensearch"):
        ROLL[name].write(read_releases(folder), Shelf(folder))
    return folder


def run(name, *arguments):
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / f"{name}.py", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_reading_back_gives_what_was_written(outputs):
    lines = run("read_back", outputs).splitlines()
    assert len(lines) == 5 + 3
    assert lines[0] == "plan-velo#a0 0.97\tLa mise en œuvre du plan vélo\tImplementing the cycling plan"


def test_a_static_site_generator_gets_markdown(outputs, tmp_path):
    assert len(run("static_site", outputs, tmp_path).splitlines()) == 4
    page = (tmp_path / "fr" / "plan-velo.md").read_text(encoding="utf-8")
    head = json.loads(page.split("---\n")[1])
    assert head == {"title": "La mise en œuvre du plan vélo", "date": "2022-03-04", "translationKey": "plan-velo"}
    assert '# <a id="a0"></a>La mise en œuvre du plan vélo' in page


@pytest.mark.parametrize(
    ("name", "library", "says"),
    [
        ("datasets_pairs", "datasets", "Implementing the cycling plan"),
        ("pandas_figures", "pandas", "26%"),
        ("duckdb_names", "duckdb", "org.ville-de-lyon"),
    ],
)
def test_examples_for_other_libraries(outputs, name, library, says):
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"no {library} here: pip install {library}")
    assert says in run(name, outputs)


def test_opensearch_is_asked_in_its_own_words(outputs):
    """Against a stand-in that keeps what it is sent; what the analysers do was not tried here."""
    asked = []

    class StandIn(http.server.BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.command, self.path, body))
            hit = {"_id": "plan-velo/a2", "_score": 1.5, "highlight": {"text_fr": ["L’<em>économie</em>"]}}
            said = json.dumps({"errors": False, "hits": {"hits": [hit]}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_PUT = do_POST = answer  # noqa: N815 - the library's own names

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), StandIn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = run("opensearch", f"http://127.0.0.1:{server.server_port}", outputs)
        server.shutdown()
    assert "plan-velo/a2 1.5" in said
    assert [(method, path) for method, path, _ in asked] == [
        ("PUT", "/visavis"), ("POST", "/_bulk"), ("POST", "/visavis/_refresh"), ("GET", "/visavis/_search"),
    ]  # fmt: skip
    assert asked[1][2].count(b"\n") == 2 * (6 + 4)
