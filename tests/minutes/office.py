"""An office of the tests: its keys, its minutes, and how it signs and verifies them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from inspect_app import clock
from inspect_app.signatures import authority, keys, signing, trust, verification
from inspect_app.signatures.rules import Party
from tests.minutes import builder


@dataclass(frozen=True)
class Office:
    """One office's keys, its unsigned minutes and the copy that was numbered and signed."""

    keys: Path
    unsigned: bytes
    signed: bytes
    root: bytes

    def verify(self, file: bytes) -> verification.Verdict:
        register = {hashlib.sha256(self.signed).hexdigest()}
        return verification.verify(file, registered=register.__contains__, root=self.root)

    def verify_signature_alone(self, file: bytes) -> verification.Verdict:
        """As if whoever tampered with the file had also got it into the register."""
        return verification.verify(file, registered=lambda _: True, root=self.root)


def head_of_team(folder: Path) -> authority.Signer:
    return authority.certificate_for(folder, "7", builder.minutes().head, "Đoàn kiểm tra CCHC")


def sign(file: bytes, signer: authority.Signer, at: dt.datetime | None = None) -> bytes:
    """Numbered 05 and signed by the head, both with the one key."""
    moment, key = at or clock.now(), keys.demonstration(signer)
    manner = signing.Manner(trust.trust(signer.root), asks=False)
    issued = signing.issue(file, 5, key, manner, at=moment, location="An Tân")
    return signing.sign(
        issued.pdf, Party.HEAD, key, manner, at=moment, reason="Ký biên bản", location="An Tân"
    ).pdf
