"""Static files as browsers get them: scripts bundled and without comments, all text packed."""

from __future__ import annotations

import functools
import gzip
import hashlib
from pathlib import Path

from flask import Flask, request
from rjsmin import jsmin
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

# The outbox and the script of its pages, what stands around it on every page; the reading of codes.
BUNDLES = {
    "sync/all.js": ("store", "outbox", "sender", "line", "page"),
    "sync/around.js": ("room", "pin", "signout", "leave", "again", "worker"),
    "scan/all.js": ("reader", "dialog", "scan"),
}
PACKED = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def init_app(app: Flask) -> None:
    """Serve scripts and styles packed; everything else stays with Flask."""
    plain = app.view_functions["static"]
    folder = Path(str(app.static_folder))

    def serve(filename: str) -> Response:
        kind = PACKED.get(Path(filename).suffix)
        if kind is None or not _stamp(folder, filename):
            return plain(filename=filename)  # type: ignore[return-value]
        response = Response(content(folder, filename), mimetype=kind)
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip"):
            response.data = _packed(folder, filename, _stamp(folder, filename))
            response.content_encoding = "gzip"
        response.add_etag()
        return response.make_conditional(request)

    app.view_functions["static"] = serve


def content(folder: Path, name: str) -> bytes:
    """What the address /static/<name> gives, unpacked; `folder` is the static folder."""
    return _content(folder, name, _stamp(folder, name))


def address(folder: Path, name: str) -> str:
    """The address of a static file or bundle, with the version of its bytes."""
    return f"/static/{name}?v={hashlib.sha256(content(folder, name)).hexdigest()[:12]}"


def sources(name: str) -> list[str]:
    """The files below `static` that make up that address."""
    if name not in BUNDLES:
        return [name]
    return [f"{Path(name).parent}/{stem}.js" for stem in BUNDLES[name]]


def _stamp(folder: Path, name: str) -> tuple[int, ...]:
    """When the files were last changed; empty when one of them does not exist."""
    joined = [safe_join(str(folder), source) for source in sources(name)]
    paths = [Path(path) for path in joined if path is not None]
    known = len(paths) == len(joined) and all(path.is_file() for path in paths)
    return tuple(path.stat().st_mtime_ns for path in paths) if known else ()


@functools.lru_cache(maxsize=128)
def _content(folder: Path, name: str, _: tuple[int, ...]) -> bytes:
    parts = [(folder / source).read_bytes() for source in sources(name)]
    if not name.endswith(".js") or name.startswith("vendor/"):
        return b"".join(parts)
    return b"\n".join(jsmin(part) for part in parts)


@functools.lru_cache(maxsize=128)
def _packed(folder: Path, name: str, stamp: tuple[int, ...]) -> bytes:
    return gzip.compress(_content(folder, name, stamp), 9, mtime=0)
