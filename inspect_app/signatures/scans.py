"""Scans of the paper that was signed by hand, kept with the number that its QR code names."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .. import clock, storage, text
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..minutes import codes
from ..minutes.models import SignedMinutes
from ..permissions import Viewer
from ..text import msg
from .models import PaperScan

SECONDS = 90
REFUSALS = {
    "not_a_scan": msg("Tệp không phải bản quét. Chọn tệp PDF, JPEG, PNG hoặc TIFF."),
    "too_long": msg("Bản quét dài quá 60 trang."),
    "damaged": msg("Không mở được bản quét: tệp hỏng hoặc được bảo vệ. Quét lại rồi chọn tệp mới."),
}


@dataclass(frozen=True)
class Read:
    """What a scan shows: its pages, and the texts of its QR codes."""

    pages: int
    codes: tuple[str, ...]


def read(data: bytes) -> Read:
    """Open the scan in a process of its own; raises RuleBroken naming the field."""
    with tempfile.NamedTemporaryFile(prefix="inspect-scan-") as file:
        file.write(data)
        file.flush()
        said = _ask(Path(file.name))
    if refused := said.get("refused"):
        message = REFUSALS[str(refused)]
        raise RuleBroken(message, {"scan": message})
    return Read(said["pages"], tuple(said["codes"]))  # type: ignore[arg-type]


def names(read_codes: tuple[str, ...], code: str | None) -> bool:
    """Whether one of the QR codes asks for the document of that code."""
    return code is not None and any(
        codes.read(said.rpartition("/")[2]) == code for said in read_codes
    )


def attach(
    signed: SignedMinutes, data: bytes, name: str, note: str, seen: Read, *, by: Viewer
) -> PaperScan:
    """Keep the scan with the document; the same file a second time is the same scan.

    Raises RuleBroken when its QR codes name other documents only.
    """
    matches = names(seen.codes, signed.code)
    if seen.codes and not matches and signed.code is not None:
        other = msg("Mã QR trên bản quét là của văn bản khác. Kiểm tra lại tệp.")
        raise RuleBroken(other, {"scan": other})
    sha256 = storage.put(data)
    known = next((s for s in signed.scans if s.sha256 == sha256), None)  # type: ignore[attr-defined]
    if known is not None:
        return known  # type: ignore[no-any-return]
    scan = PaperScan(
        minutes=signed,
        sha256=sha256,
        name=text.nfc(name)[:200],
        size=len(data),
        qr_matches=matches,
        note=" ".join(text.nfc(note).split())[:1000],
        by_id=by.user_id,
        at=clock.now(),
    )
    db.session.add(scan)
    record("signatures.scanned", by=by.user_id, visit_id=signed.visit_id, sha256=sha256)
    return scan


def _ask(path: Path) -> dict[str, object]:
    # By path, not by module name: it must not load the whole app.
    command = [sys.executable, str(Path(__file__).with_name("scan_child.py")), str(path)]
    try:
        asked = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        said: dict[str, object] = json.loads(asked.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "damaged"}
    return said
