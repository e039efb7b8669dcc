"""An office of the tests: its keys, its minutes, and how it signs and verifies them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from inspect_app import clock
from inspect_app.minutes import authority, signing, verification
from tests.minutes import builder


@dataclass(frozen=True)
class Office:
    """One office's keys, its unsigned minutes and the copy that its head signed."""

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


def head_of_team(keys: Path) -> authority.Signer:
    return authority.certificate_for(keys, "7", builder.minutes().head, "Đoàn kiểm tra CCHC")


def sign(file: bytes, signer: authority.Signer) -> bytes:
    return signing.sign(file, signer, at=clock.now(), reason="Ký biên bản", location="An Tân")
