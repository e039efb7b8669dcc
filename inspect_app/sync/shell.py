"""The shell of the app on a tablet: the files that a kept page needs, version, manifest."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import assets
from ..config import ROOT

STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
KINDS = (".css", ".js", ".png", ".svg", ".woff2")
# The document's own styles and fonts, and the worker, which the browser itself keeps.
WORKER = "sync/sw.js"
LEFT_OUT = ("minutes/", "fonts/liberation-", WORKER)
# Also used by the worker, and by the lock page.
ALONE = ("sync/store.js", "sync/signout.js", "sync/pin.js")
VERSION_IN_PATH = ("vendor/", "fonts/")
PAGES = ("/sync/offline", "/sync/lock")
# What the two pages are made of, among others of their folder.
SOURCES = ("base.html", "ui.html", "sync/*.html")
ICONS = (
    ("sync/icons/icon-192.png", "192x192", "any"),
    ("sync/icons/icon-512.png", "512x512", "any"),
    ("sync/icons/icon-maskable-512.png", "512x512", "maskable"),
)


def files() -> list[str]:
    """The files and bundles that pages refer to, below `static`; a new one is in by itself."""
    found = (path.relative_to(STATIC).as_posix() for path in sorted(STATIC.rglob("*")))
    single = [f for f in found if f.endswith(KINDS) and not f.startswith(LEFT_OUT)]
    bundled = {f for bundle in assets.BUNDLES for f in assets.sources(bundle)} - set(ALONE)
    return [*assets.BUNDLES, *(f for f in single if f not in bundled)]


def addresses(asset: Callable[[str], str]) -> list[str]:
    """Where the shell is fetched from; `asset` gives the versioned address of a file."""
    fixed = [f"/static/{f}" if f.startswith(VERSION_IN_PATH) else asset(f) for f in files()]
    return [*fixed, *PAGES]


@functools.cache
def version() -> str:
    """16 hexadecimal digits that change with any byte of the shell."""
    digest = hashlib.sha256()
    parts = [(name, assets.content(STATIC, name)) for name in (*files(), WORKER)]
    pages = sorted(path for pattern in SOURCES for path in TEMPLATES.glob(pattern))
    for name, content in [*parts, *((path.name, path.read_bytes()) for path in pages)]:
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def worker(asset: Callable[[str], str]) -> str:
    """The service worker with its version and list of files put before it."""
    listed = json.dumps(addresses(asset), ensure_ascii=False)
    code = assets.content(STATIC, WORKER).decode()
    return f'const VERSION = "{version()}";\nconst SHELL = {listed};\n{code}'


@functools.cache
def colour(name: str) -> str:
    """A colour of the light look, as `static/tokens.css` names it: colour("paper")."""
    tokens: Path = STATIC / "tokens.css"
    found = re.search(rf"--{name}:\s*(#[0-9a-f]{{6}})\b", tokens.read_text("utf-8"))
    if found is None:
        raise KeyError(name)
    return found[1]


def manifest(asset: Callable[[str], str]) -> dict[str, Any]:
    """What a home screen needs to know (W3C Web Application Manifest)."""
    icons = [
        {"src": asset(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for path, sizes, purpose in ICONS
    ]
    scalable = {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return {
        "id": "/visits",
        "name": "Kiểm tra cải cách hành chính",
        "short_name": "Kiểm tra CCHC",
        "lang": "vi",
        "start_url": "/visits",
        "scope": "/",
        "display": "standalone",
        "background_color": colour("paper"),
        "theme_color": colour("accent"),
        "icons": [*icons, scalable],
    }
