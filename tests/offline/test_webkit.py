"""The main scenarios in WebKit, the engine of iPads; what is stored, sent and shown is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspect_app.demo.people import PASSWORD
from tests.offline import pictures, webkit
from tests.offline.conftest import FIRST, VISIT
from tests.offline.faults import Fault
from tests.offline.house import House
from tests.offline.proxy import Proxy
from tests.offline.webkit import WebKit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(webkit.missing()), reason=webkit.missing()),
]
STATE = "return document.getElementById(arguments[0])?.dataset[arguments[1]] === arguments[2]"
HEADS = """SELECT o.value FROM operation o JOIN operation_head h ON h.operation_id = o.id
    WHERE o.field = ? AND o.received_at >= ?"""


@pytest.fixture(scope="module")
def network(house: House) -> Iterator[Proxy]:
    made = Proxy(house.port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def ipad(network: Proxy) -> Iterator[WebKit]:
    """Signed in, with the checklist open."""
    with WebKit() as opened:
        opened.goto(f"{network.address}/sign-in")
        opened.type("[name=username]", FIRST)
        opened.type("[name=password]", PASSWORD)
        opened.click("form[action$='sign-in'] button")
        opened.wait_for("return location.pathname === '/visits'")
        address = opened.wait_for(
            """return [...document.querySelectorAll("main a")]
                .find((a) => a.textContent.includes(arguments[0]))?.href""",
            VISIT,
        )
        opened.goto(address)
        if opened.run("return !!document.querySelector('section.start:not([hidden])')"):
            opened.click("section.start button.primary")
        opened.wait_for("return !document.querySelector('section.start:not([hidden])')")
        opened.wait_for("return !!document.querySelector('.item')")
        yield opened


@pytest.fixture(autouse=True)
def good_network(network: Proxy) -> Iterator[None]:
    """Each begins and ends with a network that works."""
    yield
    network.heal()


def write(ipad: WebKit, code: str, words: str) -> None:
    ipad.run("document.querySelector(arguments[0]).open = true", f"#item-{code} details")
    ipad.type(f"#i-{code}-note", words)


def expect_stored(house: House, field: str, value: str) -> None:
    rows = house.rows(HEADS, field, "2026")
    assert [json.loads(stored) for (stored,) in rows] == [value]


def test_what_is_typed_online_arrives(ipad: WebKit, house: House) -> None:
    write(ipad, "CD-04", "Gõ trên WebKit.")
    ipad.wait_for(STATE, "save-line", "live", "saved")
    expect_stored(house, "CD-04.note", "Gõ trên WebKit.")


def test_what_is_typed_without_the_office_is_kept_through_a_reload_and_sent(
    ipad: WebKit, house: House, network: Proxy
) -> None:
    network.set(Fault("refuse", changes_only=True))
    write(ipad, "CD-05", "Không có máy chủ.")
    ipad.wait_for(STATE, "state-CD-05-note", "live", "local")
    ipad.goto(ipad.run("return location.href"))
    ipad.wait_for(STATE, "state-CD-05-note", "live", "local")
    assert ipad.run("return document.getElementById('i-CD-05-note').value") == "Không có máy chủ."
    network.heal()
    ipad.run("dispatchEvent(new Event('online'))")
    ipad.wait_for(STATE, "save-line", "live", "saved")
    expect_stored(house, "CD-05.note", "Không có máy chủ.")


def test_a_photo_is_kept_as_bytes_and_sent_whole(
    ipad: WebKit, house: House, network: Proxy, tmp_path: Path
) -> None:
    """WebKit loses the bytes of stored Blobs: the tablet keeps buffers."""
    network.set(Fault("refuse", changes_only=True))
    ipad.run("document.querySelector('#item-CK-01 details').open = true")
    ipad.choose_file("#photos-CK-01 input[capture]", pictures.photo(tmp_path, 1, "large"))
    ipad.wait_for("return !!document.querySelector('#photos-CK-01 li[data-live=local]')")
    ipad.wait_for(STATE, "save-line", "live", "local")
    network.heal()
    ipad.run("dispatchEvent(new Event('online'))")
    ipad.wait_for(STATE, "save-line", "live", "saved", seconds=60)
    size = pictures.photo(tmp_path, 1, "large").stat().st_size
    assert house.rows("SELECT size FROM photo WHERE received_at >= ?", "2026-01-02")[-1] == (size,)


def test_an_answer_that_was_lost_does_not_store_twice(
    ipad: WebKit, house: House, network: Proxy
) -> None:
    network.set(Fault("drop", changes_only=True, times=3))
    write(ipad, "CD-06", "Câu trả lời bị rơi.")
    ipad.wait_for(STATE, "state-CD-06-note", "live", "local")
    ipad.run("setInterval(() => dispatchEvent(new Event('online')), 500)")
    ipad.wait_for(STATE, "save-line", "live", "saved", seconds=60)
    assert network.met("drop") == 3
    expect_stored(house, "CD-06.note", "Câu trả lời bị rơi.")
