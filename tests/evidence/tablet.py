"""A tablet that sends photos in pieces, over any way to ask, and what the office then holds."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select

from inspect_app.db import db
from inspect_app.evidence import models
from inspect_app.visits.models import Operation
from tests.strict_browser import Browser

Ask = Callable[[str, dict[str, str], bytes], "Told"]


@dataclass(frozen=True)
class Told:
    """What the office answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def result(self) -> str | None:
        return self.headers.get("Op-Result")

    @property
    def have(self) -> int:
        return int(self.headers["Upload-Offset"])


@dataclass(frozen=True)
class Photo:
    """A photo on the tablet, as it is to be sent."""

    data: bytes
    visit: uuid.UUID
    key: uuid.UUID
    item: str = "CK-01"
    name: str = "Bảng niêm yết.jpg"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/photos/{self.key}"

    def headers(self, offset: int) -> dict[str, str]:
        """Those of the piece that begins there."""
        return {
            "Content-Type": "application/offset+octet-stream",
            "Sec-Fetch-Site": "same-origin",
            "Op-Visit": str(self.visit),
            "Op-Item": self.item,
            "Op-Name": quote(self.name),
            "Op-At": "2020-10-15T08:25:10+07:00",
            "Op-Device": "tablet-7",
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(self.data)),
            "Upload-Sha256": hashlib.sha256(self.data).hexdigest(),
            **self.more,
        }

    def send(self, ask: Ask, offset: int = 0, size: int = 400) -> Told:
        """One piece."""
        return ask(self.address, self.headers(offset), self.data[offset : offset + size])

    def send_all(self, ask: Ask, size: int = 400) -> Told:
        """Piece after piece from where the office says, until it is settled."""
        offset = 0
        for _ in range(1000):
            told = self.send(ask, offset, size)
            if told.result not in ("partial", "offset", "checksum"):
                return told
            offset = told.have
        raise AssertionError("the photo was never settled")


def asking(browser: Browser) -> Ask:
    """The way of a person who is signed in."""

    def ask(address: str, headers: dict[str, str], body: bytes) -> Told:
        answer = browser.client.patch(address, headers=headers, data=body)
        return Told(answer.status_code, answer.headers, answer.text)

    return ask


def photos(app: Flask, visit: uuid.UUID) -> list[models.Photo]:
    """The photos of a visit."""
    with app.app_context():
        found = select(models.Photo).where(models.Photo.visit_id == visit)
        return list(db.session.scalars(found))


def operations(app: Flask, key: uuid.UUID) -> list[Operation]:
    """The stored operations of that id."""
    with app.app_context():
        return list(db.session.scalars(select(Operation).where(Operation.id == key)))


def parts(app: Flask) -> list[Path]:
    """The files that are still on their way."""
    return list((app.config["SETTINGS"].files / "parts").glob("*"))


def stored(app: Flask) -> set[Path]:
    """All files of the office."""
    folder: Path = app.config["SETTINGS"].files
    return {file for file in folder.rglob("*") if file.is_file()}
