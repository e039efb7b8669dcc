"""The only door to files: bytes kept for ever under the name of their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


class Missing(Exception):
    """A file that should be there is not, or its bytes no longer give its name."""


def put(data: bytes) -> str:
    """Store the bytes durably and give their SHA-256 in hex; the same bytes are kept once.

    Returns only when file and folder are on the disk (fsync), so an acknowledged file survives.
    """
    name = hashlib.sha256(data).hexdigest()
    target = _path(name)
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == name:
        return name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(target)
    _sync_folder(target.parent)
    return name


def get(name: str) -> bytes:
    """The bytes of that SHA-256; raises Missing when absent or damaged."""
    return get_from(_folder(), name)


def get_from(folder: Path, name: str) -> bytes:
    """The same from the office's folder of files, for a process that has no app."""
    try:
        data = _path(name, folder).read_bytes()
    except OSError as error:
        raise Missing(name) from error
    if hashlib.sha256(data).hexdigest() != name:
        raise Missing(f"{name} is damaged")
    return data


def has(name: str) -> bool:
    """Whether a file of that SHA-256 is there."""
    return _path(name).exists()


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].files
    return folder


def _path(name: str, folder: Path | None = None) -> Path:
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise Missing(name)
    return (folder or _folder()) / name[:2] / name


def _sync_folder(folder: Path) -> None:
    for place in (folder, folder.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
