"""The demonstration authority: pairs that are whole, private and named as a demonstration."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from inspect_app.signatures import authority, keyfiles

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
from pathlib import Path
from inspect_app.signatures import authority
signer = authority.certificate_for(Path(sys.argv[1]), "7", "Nguyễn Hữu Phước", "Đoàn kiểm tra")
print(signer.certificate.hex(), signer.key.hex(), signer.root.hex())
"""


def certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def test_processes_at_once_end_up_with_one_working_pair(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE, str(tmp_path / "keys")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    answers = {process.communicate(timeout=60)[0] for process in running}
    assert len(answers) == 1
    pem, key, root = (bytes.fromhex(part) for part in answers.pop().split())
    private = load_pem_private_key(key, None)
    assert private.public_key() == certificate(pem).public_key()
    certificate(pem).verify_directly_issued_by(certificate(root))


def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn kiểm tra")
    files = list(tmp_path.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_certificate_says_who_and_that_it_is_a_demonstration(tmp_path: Path) -> None:
    made = certificate(authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn").certificate)
    subject = {part.oid: part.value for part in made.subject}
    assert subject[NameOID.COMMON_NAME] == "Trần Quý Sỹ"
    assert subject[NameOID.ORGANIZATION_NAME] == "Đoàn"
    assert subject[NameOID.ORGANIZATIONAL_UNIT_NAME] == authority.DEMONSTRATION
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign
    key = made.public_key()
    assert isinstance(key, rsa.RSAPublicKey) and key.key_size >= 3072


def test_a_second_request_gets_the_same_certificate(tmp_path: Path) -> None:
    first = authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn")
    assert authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn") == first
    assert authority.certificate_for(tmp_path, "8", "Trần Quý Sỹ", "Đoàn") != first


def test_a_new_root_makes_the_old_certificate_unusable(tmp_path: Path) -> None:
    first = authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn")
    (tmp_path / "authority.pem").unlink()
    second = authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn")
    assert second.certificate != first.certificate
    certificate(second.certificate).verify_directly_issued_by(certificate(second.root))


def test_a_very_long_name_still_gets_a_certificate(tmp_path: Path) -> None:
    name = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Thảo Quỳnh Như Ngọc Ẩn"
    made = certificate(authority.certificate_for(tmp_path, "7", name, "Đoàn").certificate)
    (common_name,) = made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.startswith(str(common_name.value))


def test_half_a_pair_is_refused(tmp_path: Path) -> None:
    signer = authority.certificate_for(tmp_path, "7", "Trần Quý Sỹ", "Đoàn")
    (tmp_path / "half.pem").write_bytes(signer.certificate)
    with pytest.raises(ValueError, match=r"half\.pem"):
        keyfiles.read(tmp_path / "half.pem")
