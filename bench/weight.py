"""What a tablet downloads when it opens the form page for the first time, and its outbox alone."""

from __future__ import annotations

import gzip
import re

from bench.tablet import Tablet
from inspect_app import assets, config

LIMIT = 120_000
OUTBOX, OUTBOX_LIMIT = "sync/all.js", 8192
STATIC = config.ROOT / "static"
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_FONT = re.compile(r'url\("(/static/[^"]+\.woff2)"\)')


def weigh(tablet: Tablet) -> tuple[str, ...]:
    """The bytes of the page and of all that it loads, plain and compressed, in sentences.

    Fonts count in full: all those that the style sheets name for letters of Vietnamese.
    """
    page = tablet.get(tablet.visit).data
    assets = _assets(tablet, page.decode())
    fonts = {name: data for name, data in assets.items() if name.endswith(".woff2")}
    code = sum(_packed(data) for name, data in assets.items() if name not in fonts)
    font = sum(map(len, fonts.values()))
    total = _packed(page) + code + font
    verdict = "within" if total <= LIMIT else "OVER"
    return (
        f"Page: {_kilobytes(len(page))}, {_kilobytes(_packed(page))} with gzip.",
        f"First load: page {_kilobytes(_packed(page))} + styles and scripts {_kilobytes(code)} + "
        f"fonts {_kilobytes(font)} = {_kilobytes(total)} compressed; "
        f"{verdict} the limit of {_kilobytes(LIMIT)}.",
    )


def weigh_outbox(tablet: Tablet) -> str:
    """The bytes of the outbox with its page script, from the sources to what is served."""
    sources = [(STATIC / name).read_bytes() for name in assets.sources(OUTBOX)]
    minified = assets.content(STATIC, OUTBOX)
    asked = {"Accept-Encoding": "gzip"}
    sent = tablet.client.get(assets.address(STATIC, OUTBOX), headers=asked)
    assert sent.content_encoding == "gzip"
    served = len(sent.data)
    verdict = "met" if served <= OUTBOX_LIMIT else "**missed**"
    return (
        f"Outbox and its page script ({' + '.join(assets.BUNDLES[OUTBOX])}): "
        f"{sum(map(len, sources))} bytes raw, {_packed(b''.join(sources))} with gzip; "
        f"{len(minified)} minified, {_packed(minified)} with gzip; served compressed: {served} "
        f"bytes; limit {OUTBOX_LIMIT}: {verdict}."
    )


def _assets(tablet: Tablet, page: str) -> dict[str, bytes]:
    found = {address: tablet.get(address).data for address in set(_ASSET.findall(page))}
    styles = [data.decode() for address, data in found.items() if ".css" in address]
    fonts = {address for style in styles for address in _FONT.findall(style)}
    return found | {address: tablet.get(address).data for address in fonts}


def _packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"
