"""Opening a strange picture in a child process with limits, and making what is shown of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import decoders


class Refusal(Exception):
    """A picture that is not taken in; `reason` is a key of `rules.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """What the child made: media type, upright size in pixels, what EXIF says, codes, renditions.

    `exif` may have `taken` (as the camera wrote it), `model`, `latitude` and `longitude` (degrees).
    `codes` are the texts of barcodes and QR codes, at most five; none where shapes were burnt in.
    The renditions are upright, without metadata, at most 1600, 1000 and 320 px.
    """

    media_type: str
    width: int
    height: int
    exif: dict[str, Any]
    codes: list[str]
    derived_jpeg: bytes
    print_jpeg: bytes
    thumb_jpeg: bytes

    @property
    def taken(self) -> str | None:
        return self.exif.get("taken")


def open_picture(data: bytes, shapes: Sequence[Mapping[str, Any]] = ()) -> Picture:
    """Check and render the picture with the shapes burnt in; raises Refusal with the reason."""
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        place = Path(folder)
        (place / "original").write_bytes(data)
        if shapes:
            (place / "layer.json").write_text(json.dumps(list(shapes)), "utf-8")
        facts = _run_child(place)
        made = (place / f"{name}.jpg" for name in ("derived", "print", "thumb"))
        return Picture(
            facts["media_type"],
            facts["width"],
            facts["height"],
            facts["exif"],
            facts["codes"],
            *(file.read_bytes() for file in made),
        )


def _run_child(place: Path) -> dict[str, Any]:
    try:
        facts = decoders.run(place)
    except decoders.Died:
        raise Refusal("too_costly") from None
    if "refused" in facts:
        raise Refusal(str(facts["refused"]))
    return facts
