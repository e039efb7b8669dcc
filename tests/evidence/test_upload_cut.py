"""Photos over real connections to the product's own server: cut, slow, silent, and all at once."""

from __future__ import annotations

import hashlib
import shutil
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.db import new_id
from inspect_app.evidence.pieces import CHUNK
from inspect_app.evidence.upload import SECONDS
from tests.cast import PASSWORD, Cast, picture
from tests.conftest import Template, close, make_app
from tests.evidence.bomb import noise
from tests.evidence.tablet import Photo, Told
from tests.journeys.office import Office, serving
from tests.strict_browser import Browser

PATIENCE = 60
LINGER_NOT = struct.pack("ii", 1, 0)  # closing sends a reset


@dataclass(frozen=True)
class Wire:
    """Connections of one person to the office, each request over a new one."""

    place: tuple[str, int]
    session: str

    def ask(self, address: str, headers: dict[str, str], body: bytes) -> Told:
        door = HTTPConnection(*self.place, timeout=PATIENCE)
        try:
            door.request("PATCH", address, body, headers | {"Cookie": self.session})
            answer = door.getresponse()
            return Told(answer.status, answer.headers, answer.read().decode())
        finally:
            door.close()

    def begin(self, photo: Photo, offset: int, length: int) -> socket.socket:
        """A connection on which a piece is announced; its bytes are still to be sent."""
        headers = photo.headers(offset) | {
            "Host": "127.0.0.1",
            "Cookie": self.session,
            "Content-Length": str(length),
        }
        lines = [f"PATCH {photo.address} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
        door = socket.create_connection(self.place, timeout=PATIENCE)
        door.sendall("\r\n".join([*lines, "", ""]).encode())
        return door


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("pieces") / "instance"
    shutil.copytree(template.folder, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUNICORN_CMD_ARGS", "--workers 2")
        with serving(folder) as opened:
            yield opened


@pytest.fixture(scope="module")
def wire(office: Office) -> Wire:
    app: Flask = make_app(office.folder)
    browser = Browser(app).sign_in("member", PASSWORD)
    cookie = browser.client.get_cookie("inspect_session")
    assert cookie is not None
    with app.app_context():
        close()
    host, port = office.address.removeprefix("http://").split(":")
    return Wire((host, int(port)), f"inspect_session={cookie.value}")


@pytest.fixture
def photo(cast: Cast) -> Photo:
    """About 800 KB."""
    return Photo(noise(520), cast.visit, new_id())


def rows(office: Office, photo: Photo) -> list[str]:
    """The hashes of what the office holds under the id of the photo."""
    return [row[0] for row in office.rows("select sha256 from photo where id = ?", photo.key.hex)]


def parts(office: Office) -> list[Path]:
    return list((office.folder / "files" / "parts").glob("*"))


def settled(wire: Wire, photo: Photo, at_least: int) -> int:
    """Where the office says that the bytes end, once it has seen that the connection is gone."""
    for _ in range(100):
        told = wire.ask(photo.address, photo.headers(len(photo.data)), b"")
        assert told.result == "offset"
        if told.have >= at_least:
            return told.have
        time.sleep(0.1)
    return told.have


def test_a_photo_arrives_over_a_real_connection(office: Office, wire: Wire, photo: Photo) -> None:
    told = photo.send_all(wire.ask, 256 * 1024)
    assert (told.status, told.result) == (200, "applied")
    assert told.text.endswith(f"<!--op {photo.key} {told.headers['Op-Seq']} applied-->")
    assert rows(office, photo) == [hashlib.sha256(photo.data).hexdigest()]


@pytest.mark.parametrize("end", ["closed", "half-closed", "reset"])
def test_what_arrived_before_the_cut_needs_not_be_sent_again(
    office: Office, wire: Wire, photo: Photo, end: str
) -> None:
    sent = 200_000
    door = wire.begin(photo, 0, 400_000)
    door.sendall(photo.data[:sent])
    if end == "half-closed":
        door.shutdown(socket.SHUT_WR)
        answer = door.recv(4000)
        assert answer.startswith(b"HTTP/1.1 204") and b"refused" not in answer
    elif end == "reset":
        time.sleep(0.5)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    door.close()
    least = sent - CHUNK if end == "reset" else sent
    have = settled(wire, photo, least)
    assert least <= have <= sent
    assert photo.send(wire.ask, have, 256 * 1024).have == have + 256 * 1024
    assert photo.send_all(wire.ask, 256 * 1024).result == "applied"
    assert rows(office, photo) == [hashlib.sha256(photo.data).hexdigest()]


def test_who_sends_slowly_still_hears_why_the_piece_is_not_wanted(wire: Wire, photo: Photo) -> None:
    nobody = replace(wire, session="")
    for sender, offset, said in ((wire, 7, b"Op-Result: offset"), (nobody, 0, b"Op-Result: login")):
        door = sender.begin(photo, offset, 512 * 1024)
        for _ in range(16):
            door.sendall(bytes(32 * 1024))
            time.sleep(0.05)
        assert said in door.recv(4000)
        door.close()


def test_a_connection_fallen_silent_is_let_go_and_what_it_brought_stays(
    wire: Wire, photo: Photo
) -> None:
    door = wire.begin(photo, 0, 100_000)
    door.sendall(photo.data[:50_000])
    door.settimeout(SECONDS + 10)
    assert door.recv(4000).startswith(b"HTTP/1.1 204")
    door.close()
    assert settled(wire, photo, 50_000 - CHUNK) >= 50_000 - CHUNK


def test_one_photo_sent_by_many_at_once_is_one_photo(
    office: Office, wire: Wire, cast: Cast
) -> None:
    photo = Photo(picture(1200, 900), cast.visit, new_id())
    with ThreadPoolExecutor(8) as pool:
        sizes = [500, 900, 1500, 4000, 700, 3000, 2500, 10_000]
        told = list(pool.map(lambda size: photo.send_all(wire.ask, size), sizes))
    assert {one.result for one in told} == {"applied"}
    assert len({one.headers["Op-Seq"] for one in told}) == 1
    assert rows(office, photo) == [hashlib.sha256(photo.data).hexdigest()]
