"""Scripts and styles as browsers get them: bundled, stripped, packed, and by their version."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask

from inspect_app import assets
from inspect_app.config import ROOT

STATIC = ROOT / "static"
BUNDLE = "sync/all.js"
MOST = 8192  # bytes of the outbox and its page script, compressed


def test_a_bundle_holds_its_parts_in_their_order_without_comments() -> None:
    text = assets.content(STATIC, BUNDLE).decode()
    first, last = text.index("self.Store="), text.index("beforeunload")
    assert first < text.index("self.Outbox=") < last
    assert "// " not in text


def test_the_outbox_and_its_page_script_stay_small() -> None:
    assert len(gzip.compress(assets.content(STATIC, BUNDLE), 9)) <= MOST


def test_an_address_changes_with_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }")
    before = assets.address(tmp_path, "a.css")
    (tmp_path / "a.css").write_text("p { color: blue }")
    assert assets.address(tmp_path, "a.css") != before
    assert before.startswith("/static/a.css?v=")


def test_text_is_packed_for_who_understands_it(app: Flask) -> None:
    client = app.test_client()
    packed = client.get(f"/static/{BUNDLE}", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"/static/{BUNDLE}", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data == assets.content(STATIC, BUNDLE)
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_a_known_version_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/static/app.css").headers["ETag"]
    assert client.get("/static/app.css", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["../config.js", "sync/none.js", "..%2fpyproject.svg", "sync"])
def test_what_is_no_static_file_is_not_found(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{name}").status_code == 404
