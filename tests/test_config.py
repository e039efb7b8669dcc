"""Settings: their defaults, and that senseless ones stop the start."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from inspect_app import config


def read(folder: Path, **environment: str) -> config.Settings:
    return config.read({"INSPECT_INSTANCE_PATH": str(folder), **environment})


def test_the_defaults_fit_a_first_start(tmp_path: Path) -> None:
    settings = read(tmp_path / "office")
    assert settings.photo_limit == 25 * config.MEBIBYTE
    assert settings.session_hours == 14
    assert not settings.secure_cookies and not settings.testing
    assert settings.database_url.endswith("office/inspect.db")


def test_the_folders_are_made_for_their_owner_only(tmp_path: Path) -> None:
    settings = read(tmp_path / "office")
    for folder in (settings.instance, settings.files, settings.keys):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "keys" / "secret").stat().st_mode) == 0o600


def test_two_offices_have_different_secrets(tmp_path: Path) -> None:
    assert read(tmp_path / "a").secret_key != read(tmp_path / "b").secret_key


def test_a_secret_cut_short_stops_the_start(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "keys" / "secret").write_text("short")
    with pytest.raises(config.BadSetting, match="cut short"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INSPECT_PHOTO_LIMIT_MB", "0"),
        ("INSPECT_PHOTO_LIMIT_MB", "201"),
        ("INSPECT_PHOTO_LIMIT_MB", "ten"),
        ("INSPECT_MINUTES_PHOTOS", "-1"),
        ("INSPECT_SESSION_HOURS", "1.5"),
        ("INSPECT_SECURE_COOKIES", "maybe"),
        ("INSPECT_SEAL_PKCS12", "/nowhere/seal.p12"),
        ("INSPECT_SEAL_PASSWORD_FILE", "/nowhere/password"),
        ("INSPECT_TRUST_ROOTS", "/nowhere/roots"),
        ("INSPECT_TSA_URL", "tsa.example.vn"),
        ("INSPECT_TSA_TIMEOUT", "0"),
        ("INSPECT_DIGEST", "sha1"),
        ("INSPECT_PUBLIC_URL", "ftp://example.vn"),
    ],
)
def test_a_senseless_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(config.BadSetting, match=name):
        read(tmp_path, **{name: value})


def test_the_seal_has_one_key_and_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(config.BadSetting, match="set one"):
        read(tmp_path, INSPECT_SEAL_PKCS12=str(file), INSPECT_SEAL_PKCS11_MODULE=str(file))
    with pytest.raises(config.BadSetting, match="INSPECT_SEAL_PKCS11_TOKEN"):
        read(tmp_path, INSPECT_SEAL_PKCS11_MODULE=str(file), INSPECT_SEAL_PKCS11_KEY="seal")


def test_nothing_is_signed_with_more_than_is_set(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.seal_pkcs12, settings.seal_module, settings.trust_roots) == (None, None, None)
    assert (settings.tsa_url, settings.tsa_timeout, settings.digest) == ("", 150, "sha256")
    assert settings.public_url == "http://127.0.0.1:8000"


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    settings = read(tmp_path, INSPECT_PHOTO_LIMIT_MB="3", INSPECT_SECURE_COOKIES="yes")
    assert settings.photo_limit == 3 * config.MEBIBYTE
    assert settings.secure_cookies
