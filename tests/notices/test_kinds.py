"""The shipped kinds of notices: they fit the checklist, and every fault of each has its words."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from inspect_app.config import ROOT
from inspect_app.notices import kinds, queries
from inspect_app.notices.rules import Fault
from tests.notices.board import KINDS

DATA = ROOT / "inspect_app" / "notices" / "data"
CHECKLIST = ROOT / "inspect_app" / "checklists" / "data" / "commune-2026.1.json"


def test_what_an_inspector_looks_for_is_there() -> None:
    expected = "procedures parts fees times feedback suggestions results duty decision"
    assert list(KINDS) == expected.split()


def test_every_item_that_is_named_is_in_the_checklist() -> None:
    known = {item["code"] for item in json.loads(CHECKLIST.read_text("utf-8"))["items"]}
    named = {kind.item for kind in KINDS.values()}
    named |= {words.item for kind in KINDS.values() for words in kind.wordings.values()}
    assert named <= known


@pytest.mark.parametrize("key", KINDS)
def test_every_fault_has_words_whatever_is_known(key: str) -> None:
    kind = KINDS[key]
    assert set(kind.wordings) == set(Fault)
    for words in kind.wordings.values():
        said = words.finding({})
        assert said and "{" not in said + words.request
        assert said[0].isupper() and not said.endswith((".", ";"))


def test_a_wording_says_what_is_known() -> None:
    words = KINDS["procedures"].wordings[Fault.INCOMPLETE]
    known = {"posted": "120", "announced": "125", "percent": "96%"}
    assert "120/125 thủ tục (96%)" in words.finding(known)
    assert "theo quy định" in words.finding({"posted": "120"})


def test_a_kind_that_asks_for_what_is_unknown_is_refused() -> None:
    content = json.loads((DATA / "kinds-2026.1.json").read_text("utf-8"))
    content["kinds"][0]["asks"].append("colour")
    with pytest.raises(ValueError, match="colour"):
        kinds.read(content)


def test_a_kind_whose_last_wording_needs_figures_is_refused() -> None:
    content = json.loads((DATA / "kinds-2026.1.json").read_text("utf-8"))
    content["faults"]["incomplete"]["finding_vi"].pop()
    with pytest.raises(ValueError, match="incomplete"):
        kinds.read(content)


def test_visits_before_the_first_version_go_by_it() -> None:
    assert queries.edition_on(dt.date(2020, 1, 1)) is queries.editions()[-1]
