"""The organisation's key from a PKCS#12 file and from a token (SoftHSM2)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from inspect_app import clock, config
from inspect_app.signatures import keys, levels, office, signing
from inspect_app.signatures.rules import Level
from inspect_app.signatures.signing import Manner
from tests.signatures.pki import PASSWORD, Pki

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="session")
def token(pki: Pki, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The label of a token that holds the seal's key; its folder is known to this process only."""
    home = tmp_path_factory.mktemp("token")
    settings = home / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {home}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    der = home / "seal.der"
    run(*f"openssl pkcs12 -in {pki.pkcs12('seal', folder)} -clcerts -nokeys".split(),
        *f"-passin pass:{PASSWORD.decode()} -out {home}/seal.pem".split())  # fmt: skip
    run(*f"openssl x509 -in {home}/seal.pem -outform DER -out {der}".split())
    run(*f"softhsm2-util --init-token --free --label office --pin {PIN} --so-pin 4321".split())
    run(*f"softhsm2-util --import {folder}/seal.pem --token office --label seal".split(),
        *f"--id A1 --pin {PIN}".split())  # fmt: skip
    run(*f"pkcs11-tool --module {MODULE} --token-label office --login --pin {PIN}".split(),
        *f"--write-object {der} --type cert --label seal --id A1".split())  # fmt: skip
    issuing = home / "issuing.pem"
    issuing.write_bytes(pki.pem("issuing"))
    run(*f"openssl x509 -in {issuing} -outform DER -out {home}/issuing.der".split())
    run(*f"pkcs11-tool --module {MODULE} --token-label office --login --pin {PIN}".split(),
        *f"--write-object {home}/issuing.der --type cert --label ca --id B1".split())  # fmt: skip
    return "office"


def test_a_token_signs_like_a_file(small: bytes, token: str, full: Manner) -> None:
    key = keys.TokenKey(MODULE, token, "seal", PIN)
    signed = signing.issue(small, 7, key, full, at=clock.now(), location="An Tân")
    assert signed.level is Level.LT
    (one,) = levels.examine(signed.pdf, full.trust)
    assert one.signer == keys.name_of(key.certificate) == "Đoàn kiểm tra cải cách hành chính"


@pytest.mark.parametrize(
    ("name", "label", "pin"),
    [("elsewhere", "seal", PIN), ("office", "nobody", PIN), ("office", "seal", "0000")],
)
def test_a_token_that_does_not_fit_is_named(token: str, name: str, label: str, pin: str) -> None:
    with pytest.raises(keys.BadKey, match=name):
        _ = keys.TokenKey(MODULE, name, label, pin).certificate


def test_a_wrong_password_is_refused(pki: Pki, folder: Path) -> None:
    with pytest.raises(keys.BadKey, match="mật khẩu"):
        keys.from_pkcs12(pki.pkcs12("seal", folder), b"khac")


def test_the_office_finds_its_key_and_roots_by_its_settings(
    pki: Pki, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "password").write_bytes(PASSWORD + b"\n")
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(pki.pem("root"))
    settings = config.read(
        {
            "INSPECT_INSTANCE_PATH": str(tmp_path / "instance"),
            "INSPECT_SEAL_PKCS12": str(pki.pkcs12("seal", folder)),
            "INSPECT_SEAL_PASSWORD_FILE": str(tmp_path / "password"),
            "INSPECT_TRUST_ROOTS": str(tmp_path / "roots"),
            "INSPECT_TSA_URL": pki.stamps.url,
            "INSPECT_DIGEST": "sha384",
        }
    )
    key, manner = office.seal_key(settings), office.manner(settings)
    assert key and keys.name_of(key.certificate) == "Đoàn kiểm tra cải cách hành chính"
    assert len(manner.trust.roots) == 2 and manner.digest == "sha384"
    assert manner.stamps and manner.stamps.timeout == 150


def test_only_the_demonstration_calls_itself_that(pki: Pki, folder: Path, tmp_path: Path) -> None:
    settings = config.read({"INSPECT_INSTANCE_PATH": str(tmp_path)})
    own = office.demonstration_key(settings, "7", "Trần Quý Sỹ", "Đoàn kiểm tra")
    assert keys.is_demonstration(own.certificate)
    assert not keys.is_demonstration(pki.key("seal", folder).certificate)
