"""What a tablet keeps to start without network: worker, manifest, icons, two pages for nobody."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from inspect_app.sync import shell
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
KEPT = ("", "/findings", "/conclusions", "/minutes")


def read_worker(app: Flask) -> tuple[str, list[str], str]:
    answer = app.test_client().get("/sw.js")
    assert answer.status_code == 200
    found = re.match(r'const VERSION = "(\w+)";\nconst SHELL = (\[.*\]);\n', answer.text)
    assert found is not None
    return found[1], json.loads(found[2]), answer.text[found.end() :]


def referred(browser: Browser, address: str) -> set[str]:
    """The static files that the page itself asks for, and those that its styles ask for."""
    page = browser.client.get(address)
    assert page.status_code == 200
    found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    for style in [name for name in found if ".css" in name]:
        found |= set(re.findall(r'url\("?([^")]+)"?\)', browser.client.get(style).text))
    return found


def test_the_worker_is_never_old_and_rules_the_whole_site(app: Flask) -> None:
    answer = app.test_client().get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert 'addEventListener("fetch"' in read_worker(app)[2]


def test_everything_that_a_kept_page_asks_for_is_in_the_shell(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    held, browser = set(read_worker(app)[1]), as_("head")
    visit = f"/visits/{cast.visit}"
    for address in ["/visits", "/sync", *(visit + part for part in KEPT), *shell.PAGES]:
        asked = referred(browser, address)
        assert asked and asked <= held, f"{address}: {asked - held}"


def test_all_of_the_shell_is_there_and_for_everybody(app: Flask) -> None:
    browser = app.test_client()
    for address in read_worker(app)[1]:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"] or address in shell.PAGES, address


def test_the_shell_leaves_out_what_only_documents_need(app: Flask) -> None:
    listed = "\n".join(read_worker(app)[1])
    assert "liberation" not in listed and "minutes" not in listed and "sw.js" not in listed


def test_a_changed_or_new_file_changes_the_version(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shell.STATIC, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(shell, "STATIC", tmp_path)
    versions = []
    for name in ("", "app.css", "sync/sw.js", "visits/new.js"):
        if name:
            with (tmp_path / name).open("a") as file:
                file.write("\nlet changed;\n")
        shell.version.cache_clear()
        versions.append(shell.version())
    shell.version.cache_clear()
    assert len(set(versions)) == 4
    assert "visits/new.js" in shell.files()


@pytest.mark.parametrize("page", shell.PAGES)
def test_a_page_of_the_shell_tells_nothing_of_who_is_signed_in(as_: SignIn, page: str) -> None:
    browser = as_("head")
    browser.get(page)
    assert "Nguyễn Văn Bình" not in browser.words("main")
    assert not browser.has_form("/sign-out")
    assert "X-User" not in browser.client.get(page).headers


def test_without_the_page_one_is_told_what_to_do(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sync/offline")
    links = {a.get("href") for a in browser.page.iter("a")}
    assert {"/visits", "/sync"} <= links


def test_a_locked_tablet_asks_for_the_pin(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sync/lock")
    assert "unlock" in {e.get("id") for e in browser.page.iter("form")}
    field = browser.one("unlock-pin")
    assert (field.get("type"), field.get("inputmode")) == ("password", "numeric")
    assert "name" not in field.attrib  # a form sent without script would put it in the address


def test_the_manifest_names_the_app_in_vietnamese(app: Flask) -> None:
    answer = app.test_client().get("/manifest.webmanifest")
    said = json.loads(answer.text)
    assert answer.mimetype == "application/manifest+json"
    assert (said["name"], said["lang"]) == ("Kiểm tra cải cách hành chính", "vi")
    assert (said["start_url"], said["scope"], said["display"]) == ("/visits", "/", "standalone")
    tokens = Path("static/tokens.css").read_text("utf-8")
    assert f"--paper: {said['background_color']};" in tokens
    assert f"--accent: {said['theme_color']};" in tokens


def test_the_icons_are_what_the_manifest_says(app: Flask) -> None:
    browser = app.test_client()
    icons = json.loads(browser.get("/manifest.webmanifest").text)["icons"]
    kinds = {(icon["sizes"], icon.get("purpose")) for icon in icons}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds
    for icon in icons:
        answer = browser.get(icon["src"])
        assert answer.mimetype == icon["type"]
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(io.BytesIO(answer.data)).size)) == icon["sizes"]


def test_a_maskable_icon_fills_its_square_and_keeps_to_its_middle() -> None:
    path = "static/sync/icons/icon-maskable-512.png"
    image = Image.open(path).convert("RGBA")
    ground = image.getpixel((0, 0))
    marks = [
        (x, y)
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if image.getpixel((x, y)) != ground
    ]
    assert image.getextrema()[3] == (255, 255)
    assert marks
    # https://www.w3.org/TR/appmanifest/#icon-masks: a circle of 40% is safe
    assert all((x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2 for x, y in marks)
