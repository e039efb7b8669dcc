"""Every setting, its default and why; read from the environment, refused when it is senseless."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024


class BadSetting(ValueError):
    """A setting that cannot be used; its text names the variable and says what to write."""


@dataclass(frozen=True)
class Settings:
    """What an office can set. Sizes in bytes, times in hours, `tsa_timeout` in seconds.

    `check_key` makes the codes by which anybody checks a document.
    """

    instance: Path
    secret_key: str
    check_key: str
    photo_limit: int
    minutes_photo_limit: int
    session_hours: int
    secure_cookies: bool
    supplement_limit: int
    seal_pkcs12: Path | None = None
    seal_password_file: Path | None = None
    seal_module: Path | None = None
    seal_token: str = ""
    seal_key: str = ""
    seal_pin_file: Path | None = None
    tsa_url: str = ""
    tsa_timeout: int = 150
    trust_roots: Path | None = None
    digest: str = "sha256"
    proxies: int = 0
    public_url: str = "http://127.0.0.1:8000"
    testing: bool = False

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.instance / 'inspect.db'}"

    @property
    def files(self) -> Path:
        return self.instance / "files"

    @property
    def keys(self) -> Path:
        return self.instance / "keys"


def read(environment: dict[str, str] | None = None, *, testing: bool = False) -> Settings:
    """The settings of this office; makes its instance folder and secret key where missing.

    Raises BadSetting, and lets the program stop, when a variable cannot be understood.
    """
    env = dict(os.environ) if environment is None else environment
    instance = Path(env.get("INSPECT_INSTANCE_PATH") or ROOT / "instance").resolve()
    for folder in (instance, instance / "files", instance / "keys"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Settings(
        instance=instance,
        secret_key=env.get("INSPECT_SECRET_KEY") or _kept_secret(instance / "keys" / "secret"),
        # Its own file: a new secret key must not change what stands in drafts already printed.
        check_key=_kept_secret(instance / "keys" / "check"),
        # A 48-megapixel phone photo in JPEG is 12-20 MB.
        photo_limit=_whole(env, "INSPECT_PHOTO_LIMIT_MB", 25, 1, 200) * MEBIBYTE,
        minutes_photo_limit=_whole(env, "INSPECT_MINUTES_PHOTOS", 60, 1, 300),
        # A long working day with the way there and back.
        session_hours=_whole(env, "INSPECT_SESSION_HOURS", 14, 1, 72),
        # Off by default so that the first start on 127.0.0.1 works over plain HTTP.
        secure_cookies=_yes(env, "INSPECT_SECURE_COOKIES"),
        # Quyết định 766/QĐ-TTg counts a second request for a supplement as late; Nghị định
        # 63/2010/NĐ-CP, Điều 20 khoản 4 allows two.
        supplement_limit=_whole(env, "INSPECT_SUPPLEMENT_LIMIT", 1, 0, 9),
        # How many proxies of our own stand before the server and name the asker's address.
        proxies=_whole(env, "INSPECT_PROXIES", 0, 0, 5),
        **_signing(env),
        testing=testing,
    )


def _signing(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings of keys, time stamps and trust; both kinds of seal at once are refused."""
    pkcs12, module = _file(env, "INSPECT_SEAL_PKCS12"), _file(env, "INSPECT_SEAL_PKCS11_MODULE")
    if pkcs12 and module:
        raise BadSetting(
            "INSPECT_SEAL_PKCS12 and INSPECT_SEAL_PKCS11_MODULE: set one, the seal has one key."
        )
    token, key = (env.get(f"INSPECT_SEAL_PKCS11_{n}", "").strip() for n in ("TOKEN", "KEY"))
    if module and not (token and key):
        raise BadSetting(
            "INSPECT_SEAL_PKCS11_MODULE: write the token's label into INSPECT_SEAL_PKCS11_TOKEN "
            "and the label of key and certificate into INSPECT_SEAL_PKCS11_KEY."
        )
    return {
        "seal_pkcs12": pkcs12,
        "seal_password_file": _file(env, "INSPECT_SEAL_PASSWORD_FILE"),
        "seal_module": module,
        "seal_token": token,
        "seal_key": key,
        "seal_pin_file": _file(env, "INSPECT_SEAL_PKCS11_PIN_FILE"),
        "tsa_url": _address(env, "INSPECT_TSA_URL", ""),
        # Public services in Viet Nam were seen to answer after more than a minute.
        "tsa_timeout": _whole(env, "INSPECT_TSA_TIMEOUT", 150, 1, 900),
        "trust_roots": _file(env, "INSPECT_TRUST_ROOTS"),
        "digest": _one_of(env, "INSPECT_DIGEST", ("sha256", "sha384", "sha512")),
        # Stands in the QR code of every page, so it must be the one people reach.
        "public_url": _address(env, "INSPECT_PUBLIC_URL", "http://127.0.0.1:8000"),
    }


def _file(env: Mapping[str, str], name: str) -> Path | None:
    typed = env.get(name, "").strip()
    if typed and not Path(typed).exists():
        raise BadSetting(f"{name}={typed!r}: write the path of a file or folder that exists.")
    return Path(typed).resolve() if typed else None


def _address(env: Mapping[str, str], name: str, default: str) -> str:
    typed = env.get(name, "").strip() or default
    parts = urlsplit(typed)
    if typed and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise BadSetting(f"{name}={typed!r}: write an address such as https://example.gov.vn.")
    return typed.rstrip("/") if not parts.query else typed


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    typed = env.get(name, "").strip().lower() or allowed[0]
    if typed not in allowed:
        raise BadSetting(f"{name}={typed!r}: write one of {', '.join(allowed)}.")
    return typed


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    typed = env.get(name, "").strip()
    if not typed:
        return default
    if not typed.isdigit() or not low <= int(typed) <= high:
        raise BadSetting(f"{name}={typed!r}: write a whole number from {low} to {high}.")
    return int(typed)


def _yes(env: Mapping[str, str], name: str) -> bool:
    typed = env.get(name, "").strip().lower()
    if typed not in ("", "0", "1", "no", "yes"):
        raise BadSetting(f"{name}={typed!r}: write yes or no.")
    return typed in ("1", "yes")


def _kept_secret(path: Path) -> str:
    """The office's own random key, made once; two processes that start together agree on one."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise BadSetting(f"{path} is cut short; restore it from a backup or delete it.")
    return secret
