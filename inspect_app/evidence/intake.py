"""Opening a strange picture in a child process with limits, and making what is shown of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 20


class Refusal(Exception):
    """A picture that is not taken in; `reason` is a key of `rules.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """What the child made: media type, upright size in pixels, print rendition, thumbnail."""

    media_type: str
    width: int
    height: int
    taken: str | None
    print_jpeg: bytes
    thumb_jpeg: bytes


def open_picture(data: bytes) -> Picture:
    """Check and render the picture; raises Refusal with the reason."""
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        place = Path(folder)
        (place / "original").write_bytes(data)
        facts = _run_child(place)
        return Picture(
            media_type=facts["media_type"],
            width=facts["width"],
            height=facts["height"],
            taken=facts["taken"],
            print_jpeg=(place / "print.jpg").read_bytes(),
            thumb_jpeg=(place / "thumb.jpg").read_bytes(),
        )


def _run_child(place: Path) -> dict[str, Any]:
    # By path, not by module name: the child must not pay for loading the whole app.
    child = [sys.executable, str(Path(__file__).with_name("decode.py")), str(place)]
    try:
        done = subprocess.run(child, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refusal("too_costly") from None
    if done.returncode != 0:
        raise Refusal("too_costly")
    facts: dict[str, Any] = json.loads(done.stdout)
    if "refused" in facts:
        raise Refusal(str(facts["refused"]))
    return facts
