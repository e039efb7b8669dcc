"""The proxy does to real connections what its name for the fault says, and nothing else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.offline.faults import Fault
from tests.offline.proxy import Proxy

PAGE = "<p>Đã nhận</p><!--op 1 2 applied-->".encode()
ID = "01980000-0000-7000-8000-000000000001"


class Office(ThreadingHTTPServer):
    """A server that remembers the bodies it got whole."""

    got: list[bytes]

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that breaks is what these tests are about."""


class Clerk(BaseHTTPRequestHandler):
    server: Office

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) == length:
            self.server.got.append(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def office() -> Iterator[Office]:
    with Office(("127.0.0.1", 0), Clerk) as server:
        server.got = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(office: Office) -> Iterator[Proxy]:
    made = Proxy(lambda: office.server_address[1])
    yield made
    made.close()


def post(proxy: Proxy, path: str = "/x", patience: float = 5) -> tuple[int, bytes]:
    door = HTTPConnection("127.0.0.1", proxy.port, timeout=patience)
    try:
        door.request("POST", path, f"operation={ID}&value=1".encode())
        answer = door.getresponse()
        return answer.status, answer.read()
    finally:
        door.close()


def test_what_meets_no_fault_passes_whole_and_is_counted(proxy: Proxy, office: Office) -> None:
    assert post(proxy) == (200, PAGE)
    assert len(office.got) == 1
    assert proxy.sent == {ID: 1}
    while not proxy.log:  # it is written when the connection ends
        time.sleep(0.01)
    assert [(passed.fault, passed.status) for passed in proxy.log] == [("", 200)]


def test_a_corrupted_byte_arrives_as_another(proxy: Proxy, office: Office) -> None:
    proxy.set(Fault("corrupt", at=-1))
    assert post(proxy) == (200, PAGE)
    assert office.got == [f"operation={ID}&value=0".encode()]


@pytest.mark.parametrize("kind, reached", [("refuse", 0), ("drop", 1), ("cut_request", 0)])
def test_a_lost_answer_says_nothing_about_what_the_office_did(
    proxy: Proxy, office: Office, kind: str, reached: int
) -> None:
    proxy.set(Fault(kind, at=5))
    with pytest.raises((HTTPException, OSError)):
        post(proxy)
    assert len(office.got) == reached
    assert proxy.met(kind) == 1


def test_what_is_swallowed_is_never_answered_until_the_network_changes(proxy: Proxy) -> None:
    proxy.set(Fault("swallow"))
    with pytest.raises(socket.timeout):
        post(proxy, patience=0.3)
    threading.Timer(0.2, proxy.heal).start()
    with pytest.raises((HTTPException, ConnectionError)):
        post(proxy)
    assert post(proxy) == (200, PAGE)


def test_strangers_answer_in_the_place_of_the_office(proxy: Proxy, office: Office) -> None:
    proxy.set(Fault("portal", times=1), Fault("bad_gateway"))
    assert [post(proxy)[0], post(proxy)[0]] == [200, 502]
    assert office.got == []


def test_a_mended_cut_looks_like_a_whole_answer(proxy: Proxy) -> None:
    proxy.set(Fault("cut_answer", at=-4, mended=True))
    assert post(proxy) == (200, PAGE[:-4])


def test_a_plain_cut_leaves_the_length_unkept(proxy: Proxy) -> None:
    proxy.set(Fault("cut_answer", at=3))
    with pytest.raises(HTTPException):
        post(proxy)


def test_one_request_is_delivered_many_times_at_once(proxy: Proxy, office: Office) -> None:
    proxy.set(Fault("repeat", copies=30))
    assert post(proxy) == (200, PAGE)
    assert len(office.got) == 30
    assert proxy.sent == {ID: 30}


def test_a_fault_meets_only_what_it_is_about(proxy: Proxy) -> None:
    proxy.set(Fault("bad_gateway", path="^/photos/", times=1))
    assert [post(proxy, path)[0] for path in ("/x", "/photos/1", "/photos/1")] == [200, 502, 200]


def test_a_server_that_is_gone_is_a_reset_connection(proxy: Proxy, office: Office) -> None:
    proxy.upstream = lambda: 1
    with pytest.raises((HTTPException, ConnectionError)):
        post(proxy)
    assert office.got == []
