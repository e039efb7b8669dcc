"""Files kept by the hash of their bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask

from inspect_app import storage


def path_of(app: Flask, name: str) -> Path:
    folder: Path = app.config["SETTINGS"].files
    return folder / name[:2] / name


def test_bytes_come_back_under_their_hash(inside: Flask) -> None:
    name = storage.put("biên bản".encode())
    assert name == hashlib.sha256("biên bản".encode()).hexdigest()
    assert storage.get(name) == "biên bản".encode()
    assert storage.has(name)


def test_the_same_bytes_are_kept_once(inside: Flask) -> None:
    first = storage.put(b"same")
    written = path_of(inside, first).stat().st_mtime_ns
    assert storage.put(b"same") == first
    assert path_of(inside, first).stat().st_mtime_ns == written
    assert len(list(path_of(inside, first).parent.iterdir())) == 1


def test_a_damaged_file_is_never_given_out(inside: Flask) -> None:
    name = storage.put(b"whole")
    path_of(inside, name).write_bytes(b"whale")
    with pytest.raises(storage.Missing, match="damaged"):
        storage.get(name)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 63 + "/"])
def test_what_is_no_stored_file_is_missing(inside: Flask, name: str) -> None:
    with pytest.raises(storage.Missing):
        storage.get(name)
