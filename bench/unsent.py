"""A day without network: what the tablet then holds, sent by a bare client, counted in the end."""

from __future__ import annotations

import hashlib
import http.client
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench import device, pictures
from tests.offline.house import HOST, House

PIECE = 512 * 1024
WORDS = "Viết khi không có mạng, nội dung "
ANSWER = """async ([fields, words]) => {
  for (const id of fields) {
    const form = document.getElementById(`f-${id}`);
    const stored = new Promise((done) => form.addEventListener("op:stored", done, { once: true }));
    const field = form.querySelector("textarea");
    if (field) field.value = words + id;
    if (field) field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    else form.querySelector("[aria-pressed=false]").click();
    await stored;
  }
}"""
HELD = """async () => {
  const waiting = (await Outbox.all()).filter((op) => op.state === "new");
  const held = await Promise.all(waiting.map(Store.opened));
  return held.map(({ id, kind, path, fields, size, sha256 }) => {
    const body = kind === "form" ? new URLSearchParams(fields).toString() : "";
    return { id, kind, path, fields: Object.fromEntries(fields), body, size, sha256 };
  });
}"""
FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
PART = {"Content-Type": "application/offset+octet-stream"}


@dataclass(frozen=True)
class Request:
    """One request that the tablet will send; `last`: its answer ends with the operation's id."""

    operation: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    last: bool = True


@dataclass(frozen=True)
class Load:
    """So many answers, and these photos (their files)."""

    answers: int
    photos: tuple[Path, ...]

    @property
    def operations(self) -> int:
        return self.answers + len(self.photos)

    def __str__(self) -> str:
        megabytes = sum(photo.stat().st_size for photo in self.photos) / 1e6
        return f"{self.answers} answers and {len(self.photos)} photos ({megabytes:.1f} MB)"


def shoot(folder: Path, count: int) -> tuple[Path, ...]:
    """Write so many photos of about 3 MB there."""
    folder.mkdir()
    paths = tuple(folder / f"anh-{number}.jpg" for number in range(count))
    for number, path in enumerate(paths):
        path.write_bytes(pictures.large(number))
    return paths


def make(page: Page, codes: Sequence[str], load: Load) -> None:
    """Answer and photograph in the page, which has no network, until all of it is kept."""
    aspects = ("result", "note", "wording")
    fields = [f"{code}-{aspect}" for aspect in aspects for code in codes][: load.answers]
    assert len(fields) == load.answers, "the checklist has fewer fields"
    device.run(page, ANSWER, [fields, WORDS], 120)
    device.wait_until_pending(page, load.answers)
    for number, photo in enumerate(load.photos):
        place = page.locator(f"#f-{codes[number]}-photo input[multiple]")
        place.set_input_files(photo)
        device.wait_until_pending(page, load.answers + number + 1)


def requests(page: Page, load: Load) -> list[Request]:
    """What the page will send, in its order and with its bodies."""
    photos = {hashlib.sha256(body).hexdigest(): body for body in map(Path.read_bytes, load.photos)}
    held: list[dict[str, Any]] = device.run(page, HELD, None, 60)
    assert len(held) == load.operations
    made: list[Request] = []
    for op in sorted(held, key=lambda op: op["kind"] == "photo"):  # answers go first
        made += _pieces(op, photos[op["sha256"]]) if op["kind"] == "photo" else [_form(op)]
    return made


def send(house: House, cookie: str, made: Sequence[Request]) -> float:
    """Send them one after the other over one kept connection; the seconds that it took."""
    connection = http.client.HTTPConnection(HOST, house.port(), timeout=60)
    common = {"Cookie": cookie, "HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    began = time.perf_counter()
    for request in made:
        connection.request(request.method, request.path, request.body, request.headers | common)
        answer = connection.getresponse()
        said = answer.read().rstrip()
        end = b" applied-->" if request.last else b""
        assert said.endswith(end) and answer.status in (200, 204), (request.path, answer.status)
        assert connection.sock is not None, "the server closed the connection"
    took = time.perf_counter() - began
    connection.close()
    return took


def count(house: House, made: Sequence[Request], load: Load, before: int) -> None:
    """See that the office has each operation and photo exactly once, and nothing besides.

    `before` is the office's last sequence until then. Raises AssertionError.
    """
    wanted = sorted({request.operation for request in made})
    found = house.rows("SELECT id FROM operation WHERE sequence > ?", before)
    assert sorted(_plain(key) for (key,) in found) == wanted, "operations lost or doubled"
    assert len(wanted) == load.operations
    taken = house.rows("SELECT id, sha256 FROM photo")
    hashes = sorted(sha256 for key, sha256 in taken if _plain(key) in wanted)
    shot = sorted(hashlib.sha256(photo.read_bytes()).hexdigest() for photo in load.photos)
    assert hashes == shot, "photos lost or doubled"
    assert house.rows("SELECT count(*) FROM parked_operation") == [(0,)]


def last_sequence(house: House) -> int:
    return int(house.rows("SELECT coalesce(max(sequence), 0) FROM operation")[0][0])


def _form(op: dict[str, Any]) -> Request:
    return Request(_plain(op["id"]), "POST", op["path"], FORM, op["body"].encode())


def _pieces(op: dict[str, Any], photo: bytes) -> list[Request]:
    about = PART | {f"Op-{name}": str(value) for name, value in op["fields"].items()}
    about |= {"Upload-Length": str(len(photo)), "Upload-Sha256": op["sha256"]}
    return [
        Request(
            _plain(op["id"]),
            "PATCH",
            op["path"],
            about | {"Upload-Offset": str(at)},
            photo[at : at + PIECE],
            last=at + PIECE >= len(photo),
        )
        for at in range(0, len(photo), PIECE)
    ]


def _plain(key: object) -> str:
    return str(key).replace("-", "")
