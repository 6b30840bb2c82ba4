"""The server: this machine only, its folder only, strict headers, the search's JSON, 200 at once."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline import search
from pipeline.errors import WrongUse
from pipeline.exports import site
from pipeline.serve import HOST, server
from pipeline.store import Shelf


@pytest.fixture(scope="module")
def running(tmp_path_factory, whole_corpus):
    root = tmp_path_factory.mktemp("served")
    site.write(whole_corpus, Shelf(root))
    search.build(whole_corpus, Shelf(root), None)
    (root / "secret.txt").write_text("secret")
    (root / "site-of-others").mkdir()
    (root / "site-of-others" / "secret.txt").write_text("secret")
    (root / "site" / "way-out.txt").symlink_to(root / "secret.txt")
    with server(Shelf(root)) as one:
        thread = threading.Thread(target=one.serve_forever)
        thread.start()
        yield one
        one.shutdown()
        thread.join()


def get(running, path, host=None, method="GET"):
    link = http.client.HTTPConnection(HOST, running.server_port, timeout=20)
    link.putrequest(method, path, skip_host=True)
    link.putheader("Host", host or f"127.0.0.1:{running.server_port}")
    link.endheaders()
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, dict(answer.getheaders()), body


def test_it_listens_on_loopback_only(running):
    assert running.server_address[0] == "127.0.0.1"


def test_pages_come_with_strict_headers(running):
    status, headers, body = get(running, "/")
    assert status == 200
    assert b"La mise en" in body
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Python" not in headers["Server"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/fr/../../secret.txt", "//../secret.txt",
        "/../site-of-others/secret.txt", "/way-out.txt", "/..\\secret.txt", "/%00", "/../../../../etc/passwd",
        "/etc/passwd",
        "/index.html%00.txt", "/assets/", "/fr/../..", "/nul", "/~root", "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_nothing_outside_the_folder(running, path):
    status, headers, body = get(running, path)
    assert status in (301, 400, 404, 414), body[:200]
    assert b"secret" not in body
    assert b"root:" not in body
    assert "Content-Security-Policy" in headers


def test_who_comes_by_another_name_is_not_answered(running):
    """A page elsewhere that has its own name point to 127.0.0.1 (DNS rebinding)."""
    for path in ("/", "/api/search?q=plan"):
        status, _, body = get(running, path, host="evil.example:80")
        assert status == 421
        assert b"plan" not in body
    assert get(running, "/", host=f"localhost:{running.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading(running, method):
    assert get(running, "/", method=method)[0] == 501


def test_search_gives_the_contracts_objects(running):
    status, headers, body = get(running, "/api/search?q=oeuvre&mode=words&limit=1")
    assert status == 200
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    (hit,) = json.loads(body)
    assert hit["alignment"] == "a0"
    assert hit["sides"]["fr"]["highlights"] == [[11, 16]]


@pytest.mark.parametrize("asked", ["q=x&lang=zz", "q=x&mode=magic", "q=x&limit=many", "q=x&since=soon", 50 * "&q=x"])
def test_a_wrong_question_is_a_400_with_a_sentence(running, asked):
    status, _, body = get(running, f"/api/search?{asked}")
    assert status == 400
    assert json.loads(body)["error"]


def test_200_at_once(running):
    def one(n):
        path = ("/", "/api/search?q=economie&mode=words", "/fr/index.html", "/api/search?q=%22plan%20velo%22")[n % 4]
        return get(running, path)[0]

    with ThreadPoolExecutor(200) as many:
        assert set(many.map(one, range(200))) == {200}


def test_a_caller_who_says_nothing_holds_nobody_up(running):
    idle = [socket.create_connection((HOST, running.server_port)) for _ in range(50)]
    try:
        assert get(running, "/")[0] == 200
    finally:
        for link in idle:
            link.close()


def test_without_a_site_it_names_the_command(tmp_path):
    with pytest.raises(WrongUse, match="visavis site"):
        server(Shelf(tmp_path))


def test_a_taken_port_is_named(running, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("x")
    with pytest.raises(WrongUse, match="--port"):
        server(Shelf(tmp_path), running.server_port)
