"""WeasyPrint, closed in: what it may load, and HTML in, PDF out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import accessibility, steps
from .fields import Finisher
from .glyphs import FONTS

Pictures = Callable[[str], bytes]
_STYLES = Path(__file__).parents[2] / "static" / "minutes"
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Photos are JPEG; only what was drawn on the tablet is transparent, and so PNG.
_PICTURES = {"photo": (_JPEG, "image/jpeg"), "ink": (_PNG, "image/png")}
_WARM = '<html lang="vi"><title>x</title><h1>x</h1><table><tr><td>x</td></tr></table></html>'
_prepared: list[FontConfiguration] = []


@dataclass(frozen=True)
class Data:
    """What the document was drawn from, to be attached: JSON under a file name, of a fixed date."""

    name: str
    content: bytes
    description: str
    at: dt.datetime


class Refused(ValueError):
    """The document asked for something other than our fonts and its own pictures."""


class WrongPicture(ValueError):
    """The picture handed over is of another type or not the one that the minutes name by hash."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves `font:<file of FONTS>`, `photo:<sha256>` (JPEG) and `ink:<sha256>` (PNG) alone.

    Everything else raises Refused.

    WeasyPrint goes on without what it cannot load, so the first failure is kept in `failure`.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures
        self.failure: Exception | None = None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind one address; raises Refused, WrongPicture or what `pictures` raises."""
        try:
            return self._respond(url)
        except Exception as error:
            self.failure = self.failure or error
            raise

    def _respond(self, url: str) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme in _PICTURES:
            start, media = _PICTURES[scheme]
            return URLFetcherResponse(url, self._picture(name, start), {"Content-Type": media})
        fonts = {file.name: file for file in FONTS.glob("*.ttf")}
        if scheme == "font" and name in fonts:
            return URLFetcherResponse(url, fonts[name].read_bytes(), {"Content-Type": "font/ttf"})
        raise Refused(f"the document may not load {url[:80]}")

    def _picture(self, sha256: str, start: bytes) -> bytes:
        body = self._pictures(sha256)
        if hashlib.sha256(body).hexdigest() != sha256 or not body.startswith(start):
            raise WrongPicture(f"picture {sha256[:12]} is not the one that the minutes name")
        return body


def to_pdf(
    html: str,
    style: str,
    pictures: Pictures,
    *,
    identifier: bytes,
    finisher: Finisher | None = None,
    variant: str | None = None,
    data: Data | None = None,
    told: steps.Told = steps.nobody,
) -> bytes:
    """The pages of `html` under static/minutes/`style` as PDF, fonts embedded, `data` attached.

    The same input and `identifier` (16 bytes) give the same bytes. Raises what the fetcher met
    first, for WeasyPrint itself would leave a gap and go on. `told` hears each step.
    """
    fetcher = Fetcher(pictures)
    fonts = _prepared[0] if _prepared else FontConfiguration()
    sheet = CSS(string=_style(style), font_config=fonts, url_fetcher=fetcher)
    with steps.heard(told):
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant=variant
        )
    steps.watch_pages(document, told)
    if fetcher.failure:
        raise fetcher.failure
    if variant:
        accessibility.claim(document.metadata)
    if data:
        document.metadata.attachments.append(_attached(data))
    drawn: bytes = document.write_pdf(
        pdf_variant=variant, pdf_identifier=identifier, finisher=finisher
    )
    return drawn


def prepare() -> None:
    """Load the fonts, and all that is loaded with the first page, for each later `to_pdf`.

    Only for a process that draws in one thread: fonts cannot be shared by two.
    """
    fonts = FontConfiguration()
    CSS(string=_style("document.css"), font_config=fonts, url_fetcher=Fetcher(_none))
    _prepared.append(fonts)
    to_pdf(_WARM, "document.css", _none, identifier=bytes(16))


def _style(name: str) -> str:
    return "".join((_STYLES / file).read_text("utf-8") for file in ("fonts.css", name))


def _none(sha256: str) -> bytes:
    raise LookupError(sha256)


def _attached(data: Data) -> Attachment:
    return Attachment(
        string=data.content,
        name=data.name,
        description=data.description,
        created=data.at,
        modified=data.at,
        relationship="Data",
    )
