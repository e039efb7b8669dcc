"""Whether a request that changes something comes from the app's own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_wtf import CSRFProtect

from .errors import NotAllowed

SAFE = ("GET", "HEAD", "OPTIONS")
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Check every request; after whatever limits its size, since a token is looked for in it."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.before_request(_refuse_foreign_sites)


def _refuse_foreign_sites() -> None:
    """Browsers say where a request comes from; a token may be days old when a tablet sends it.

    Raises NotAllowed, or CSRFError for a wrong token where the browser says nothing.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        own = site in ("same-origin", "none")
    elif origin is not None:
        own = urlsplit(origin).netloc == request.host
    else:
        csrf.protect()
        own = True
    if not own:
        raise NotAllowed()
    g.own_site = g.csrf_valid = True  # the forms do not ask again
