"""A certification authority over HTTP on this machine: certificates, OCSP, CRLs, time stamps."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.serving import BaseWSGIServer, make_server

from inspect_app.signatures import keys, trust
from inspect_app.signatures.stamping import StampService

CONFIG = Path(__file__).with_name("pki.yml")
NAMES = ("root", "issuing", "ocsp", "tsa", "secretary", "unit", "head", "seal", "curve")
PASSWORD = b"mat-khau-thu"


class Doors:
    """Whether the services answer: `shut` names parts of addresses, `delay` is in seconds."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self.shut: set[str] = set()
        self.delay = 0.0
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        path = str(environ["PATH_INFO"])
        self.asked.append(path)
        if any(part in path for part in self.shut):
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"shut"]
        time.sleep(self.delay if "/tsa/" in path else 0)
        return self.app(environ, start)


@dataclass
class Pki:
    """The authority, its doors and its address."""

    architecture: PKIArchitecture
    doors: Doors
    address: str

    @property
    def trust(self) -> trust.Trust:
        return trust.trust(self.pem("root"))

    @property
    def stamps(self) -> StampService:
        return StampService(f"{self.address}/trial/tsa/tsa", timeout=5, pauses=())

    def pem(self, name: str) -> bytes:
        """The certificate as PEM."""
        der = self.architecture.get_cert(CertLabel(name)).dump()
        return bytes(pem.armor("CERTIFICATE", der))

    def pkcs12(self, name: str, folder: Path) -> Path:
        """The key with its certificate and chain, as an office gets it."""
        file = folder / f"{name}.p12"
        file.write_bytes(self.architecture.package_pkcs12(CertLabel(name), password=PASSWORD))
        return file

    def key(self, name: str, folder: Path) -> keys.FileKey:
        return keys.from_pkcs12(self.pkcs12(name, folder), PASSWORD)

    @contextmanager
    def closed(self, *parts: str) -> Iterator[None]:
        """While it lasts, addresses with one of these parts answer 503."""
        self.doors.shut = set(parts)
        try:
            yield
        finally:
            self.doors.shut = set()


@contextmanager
def serving(folder: Path) -> Iterator[Pki]:
    """The authority, its keys made in the folder, served on a free port."""
    for name in NAMES:
        (folder / f"{name}.pem").write_bytes(_key(name))
    doors = Doors(lambda *_: [])
    server = make_server("127.0.0.1", 0, doors, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    config = yaml.safe_load(CONFIG.read_text("utf-8")) | {"external-url-prefix": address}
    loaded = CertomancerConfig(config, key_search_dir=str(folder))
    architecture = loaded.get_pki_arch(ArchLabel("trial"))
    doors.app = Animator(AnimatorArchStore(loaded.pki_archs), with_web_ui=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with _running(server):
        yield Pki(architecture, doors, address)


@contextmanager
def _running(server: BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _key(name: str) -> bytes:
    made: Any = (
        ec.generate_private_key(ec.SECP256R1())
        if name == "curve"
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    return bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
