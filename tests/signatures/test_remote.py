"""A signature made elsewhere from a hash: prepared in one process, finished in another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from inspect_app import clock
from inspect_app.signatures import levels, remote, signers
from inspect_app.signatures.remote import Prepared
from inspect_app.signatures.rules import Level, Party
from inspect_app.signatures.signers import Expected, Refused
from inspect_app.signatures.signing import Manner, Signed
from tests.signatures.pki import Pki

ROOT = Path(__file__).parents[2]
HEAD = "Nguyễn Hữu Phước"
FINISH = """
import sys
from pathlib import Path
from inspect_app.signatures import remote, signing, stamping, trust
folder, url = Path(sys.argv[1]), sys.argv[2]
manner = signing.Manner(trust.trust((folder / "root").read_bytes()), stamping.StampService(url))
parts = ((folder / name).read_bytes() for name in ("prepared", "state", "raw"))
done = remote.finish(*parts, manner)
(folder / "signed").write_bytes(done.pdf)
print(done.level)
"""


def prepared(
    file: bytes, pki: Pki, manner: Manner, name: str = "head", expected: str = HEAD
) -> Prepared:
    return remote.prepare(
        *(file, Party.HEAD, pki.pem(name) + pki.pem("issuing"), manner),
        at=clock.now(),
        reason="Ký biên bản",
        location="An Tân",
        expected=Expected(expected),
    )


def signed_elsewhere(folder: Path, name: str, to_sign: bytes) -> bytes:
    """What a token's own program does: it has the key and gets only the bytes."""
    command = ["openssl", "dgst", "-sha256", "-sign", str(folder / f"{name}.pem")]
    return subprocess.run(command, input=to_sign, capture_output=True, check=True).stdout


def test_two_processes_make_one_signature(
    issued: Signed, pki: Pki, full: Manner, folder: Path, tmp_path: Path
) -> None:
    made = prepared(issued.pdf, pki, full)
    parts = {
        "prepared": made.pdf,
        "state": made.state,
        "raw": signed_elsewhere(folder, "head", made.to_sign),
        "root": pki.pem("root"),
    }
    for name, content in parts.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-c", FINISH, str(tmp_path), pki.stamps.url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "B-B"  # the number was given without a stamp
    signed = (tmp_path / "signed").read_bytes()
    assert signed.startswith(issued.pdf)
    assert [one.level for one in levels.examine(signed, pki.trust)] == [Level.B, Level.LT]


@pytest.mark.parametrize("plain", [False, True])
def test_a_key_on_a_curve_signs_in_either_form(
    issued: Signed, pki: Pki, bare: Manner, folder: Path, plain: bool
) -> None:
    made = prepared(issued.pdf, pki, bare, "curve")
    raw = signed_elsewhere(folder, "curve", made.to_sign)
    if plain:
        raw = b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(raw))
    done = remote.finish(made.pdf, made.state, raw, bare)
    assert levels.examine(done.pdf, pki.trust)[-1].signer == HEAD


def test_a_signature_by_another_key_is_not_embedded(
    issued: Signed, pki: Pki, bare: Manner, folder: Path
) -> None:
    made = prepared(issued.pdf, pki, bare)
    with pytest.raises(Refused, match="không khớp"):
        remote.finish(made.pdf, made.state, signed_elsewhere(folder, "unit", made.to_sign), bare)


def test_a_signature_over_something_else_is_not_embedded(
    issued: Signed, pki: Pki, bare: Manner, folder: Path
) -> None:
    made = prepared(issued.pdf, pki, bare)
    with pytest.raises(Refused, match="không khớp"):
        remote.finish(made.pdf, made.state, signed_elsewhere(folder, "head", b"another"), bare)


def test_another_document_than_the_prepared_one_is_refused(
    issued: Signed, pki: Pki, bare: Manner, folder: Path
) -> None:
    made = prepared(issued.pdf, pki, bare)
    other = bytearray(made.pdf)
    other[len(issued.pdf) // 2] ^= 1
    raw = signed_elsewhere(folder, "head", made.to_sign)
    with pytest.raises(levels.NotValid):
        remote.finish(bytes(other), made.state, raw, bare)


@pytest.mark.parametrize("state", [b"", b"{}", b"[]", b'{"digest": 1}'])
def test_a_state_that_cannot_be_read_is_refused(bare: Manner, state: bytes) -> None:
    with pytest.raises(Refused, match="chuẩn bị lại"):
        remote.finish(b"", state, b"", bare)


def test_a_state_bent_to_another_place_is_refused(
    issued: Signed, pki: Pki, bare: Manner, folder: Path
) -> None:
    made = prepared(issued.pdf, pki, bare)
    bent: dict[str, Any] = json.loads(made.state)
    bent["start"] = bent["end"]
    raw = signed_elsewhere(folder, "head", made.to_sign)
    with pytest.raises((levels.NotValid, Refused)):
        remote.finish(made.pdf, json.dumps(bent).encode(), raw, bare)


@pytest.mark.parametrize(
    ("name", "expected", "reason"),
    [
        ("revoked", HEAD, "thu hồi"),
        ("unit", HEAD, "không phải Nguyễn Hữu Phước"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_before(
    issued: Signed, pki: Pki, bare: Manner, name: str, expected: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        prepared(issued.pdf, pki, bare, name, expected)


def test_a_listed_certificate_counts_more_than_a_name(pki: Pki) -> None:
    certificate = x509.Certificate.load(pem.unarmor(pki.pem("head"))[2])
    listed = frozenset({certificate.sha256.hex()})
    signers.check_person(certificate, Expected("Tên khác", listed))
    with pytest.raises(Refused):
        signers.check_person(certificate, Expected(HEAD, frozenset({"0" * 64})))


def test_names_are_compared_whatever_their_case_and_form(pki: Pki) -> None:
    certificate = x509.Certificate.load(pem.unarmor(pki.pem("head"))[2])
    signers.check_person(certificate, Expected("  NGUYỄN   HỮU PHƯỚC "))
