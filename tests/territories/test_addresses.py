import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from ensemblier.territories import addresses
from ensemblier.territories.addresses import (
    AddressFound,
    ServiceUnavailable,
    find_address,
    find_addresses,
)

Answer = Callable[[BaseHTTPRequestHandler], None]


def feature(label: str, *coordinates: object) -> dict:
    return {"geometry": {"coordinates": coordinates}, "properties": {"label": label}}


@pytest.fixture
def serve(settings) -> Iterator[Callable[[Answer], None]]:
    """A real server on this machine, answering as the test says."""
    servers = []

    def start(answer: Answer) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.ADDRESS_SERVICE_URL = f"http://127.0.0.1:{server.server_port}/search/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def saying(content: bytes, status: int = 200) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.end_headers()
        request.wfile.write(content)

    return answer


def test_an_address_is_found_by_what_was_typed(serve):
    asked = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(parse_qs(urlsplit(request.path).query))
        saying(json.dumps({"features": [feature("1 Rue Jaurès", 4.08, 44.12)]}).encode())(request)

    serve(answer)

    assert find_address("  1 rue\nJaurès ") == AddressFound("1 Rue Jaurès", 4.08, 44.12)
    assert asked == [{"q": ["1 rue Jaurès"], "limit": ["1"]}]


def test_several_are_given_in_order_and_none_is_none(serve):
    serve(saying(json.dumps({"features": [feature("a", 1, 2), feature("b", 3, 4)]}).encode()))
    assert [found.label for found in find_addresses("rue")] == ["a", "b"]
    assert find_addresses("   ") == []

    serve(saying(b'{"features": []}'))
    assert find_address("rue") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"{}",
        b'{"features": 3}',
        b'{"features": [{}]}',
        b'{"features": [{"geometry": null, "properties": {}}]}',
        b'{"features": [{"geometry": {"coordinates": [1]}, "properties": {"label": "a"}}]}',
        b'{"features": [{"geometry": {"coordinates": [NaN, 2]}, "properties": {"label": "a"}}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * (addresses.LONGEST_ANSWER + 1),
    ],
)
def test_garbage_is_no_answer(serve, content):
    serve(saying(content))
    with pytest.raises(ServiceUnavailable):
        find_address("rue")


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_an_error_is_no_answer(serve, status):
    serve(saying(b'{"features": []}', status))
    with pytest.raises(ServiceUnavailable):
        find_address("rue")


def test_a_redirection_is_not_followed(serve):
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "file:///etc/hostname")
        request.end_headers()

    serve(answer)
    with pytest.raises(ServiceUnavailable):
        find_address("rue")


def test_a_broken_answer_is_no_answer(serve):
    serve(lambda request: request.wfile.write(b"nothing like http\r\n\r\n"))
    with pytest.raises(ServiceUnavailable):
        find_address("rue")


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.0 200 OK\r\n\r\n{"])
def test_silence_ends(serve, monkeypatch, opening):
    monkeypatch.setattr(addresses, "SECONDS", 0.2)
    enough = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(opening)
        request.wfile.flush()
        enough.wait(20)

    serve(answer)
    with pytest.raises(ServiceUnavailable):
        find_address("rue")
    enough.set()


def test_an_answer_that_trickles_in_ends(serve, monkeypatch):
    monkeypatch.setattr(addresses, "SECONDS", 0.2)
    enough = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        while not enough.wait(0.05):
            try:
                request.wfile.write(b" ")
            except OSError:
                return

    serve(answer)
    with pytest.raises(ServiceUnavailable):
        find_address("rue")
    enough.set()


@pytest.mark.parametrize("url", ["", "file:///etc/hostname", "ftp://127.0.0.1/", "127.0.0.1"])
def test_only_http_is_asked(settings, url):
    settings.ADDRESS_SERVICE_URL = url

    assert not addresses.is_configured()
    with pytest.raises(ServiceUnavailable):
        find_address("rue")


def test_nobody_listening_is_no_answer(settings):
    settings.ADDRESS_SERVICE_URL = "http://127.0.0.1:9/search"

    assert addresses.is_configured()
    with pytest.raises(ServiceUnavailable):
        find_address("rue")
