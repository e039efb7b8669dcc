"""What the drawing may load: our fonts and the document's own photos, nothing else."""

from __future__ import annotations

import pytest

from inspect_app.minutes import engine, pdf
from tests.minutes import builder


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.css",
        "data:image/png;base64,AAAA",
        "font:../../../wsgi.py",
        "font:LICENSE",
        "ftp://example.org/a",
    ],
)
def test_nothing_but_fonts_and_photos_is_loaded(address: str) -> None:
    with pytest.raises(engine.Refused):
        engine.Fetcher(builder.pictures).fetch(address)
    html = f'<html lang="vi"><title>x</title><img alt="x" src="{address}"></html>'
    with pytest.raises(engine.Refused):
        engine.to_pdf(html, "document.css", builder.pictures, identifier=bytes(16))


def test_a_picture_that_is_not_the_named_one_is_refused() -> None:
    with pytest.raises(engine.WrongPicture):
        pdf.draw(builder.minutes(photos=1), lambda sha256: builder.picture(9))


def test_a_picture_that_cannot_be_had_stops_the_drawing() -> None:
    def nowhere(sha256: str) -> bytes:
        raise FileNotFoundError(sha256)

    with pytest.raises(FileNotFoundError):
        pdf.draw(builder.minutes(photos=1), nowhere)
