"""What was signed here is accepted, and told to be older or replaced where it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.signatures.rules import Level
from inspect_app.verification import actions, children, examining, queries, rules, told
from inspect_app.verification.limited import Asked
from inspect_app.verification.rules import Standing, Verdict
from tests.verification.conftest import State, States


@pytest.fixture
def inside_office(office: Flask) -> Iterator[Flask]:
    with office.app_context():
        yield office


def test_twenty_genuine_files_are_accepted(inside_office: Flask, genuine: dict[str, State]) -> None:
    """Each is the newest state of a document of its own."""
    roots = inside_office.config["SETTINGS"].trust_roots.read_bytes()
    verdicts, levels = dict[str, Verdict](), set[str]()
    for name, state in genuine.items():
        seen = rules.facts(examining.examine(Asked(state.file, (roots,), {})))
        found = queries.find_state(state.sha256)
        assert found is not None and found.level.value == min(one.level for one in seen.signatures)
        levels.add(found.level.value)
        standing = Standing(queries.is_newest(found), replaced=False)
        verdicts[name] = rules.judge(seen, standing)
    assert len(genuine) == 20
    assert set(verdicts.values()) == {Verdict.GENUINE}
    assert levels == {level.value for level in Level}


@pytest.mark.parametrize(
    "name", ["bare, 1 after the number", "stamped, 4 after the number", "upgraded, number alone"]
)
def test_the_child_says_the_same(
    inside_office: Flask, genuine: dict[str, State], name: str
) -> None:
    checked = actions.check(genuine[name].file)
    assert (checked.verdict, checked.genuine) == (Verdict.GENUINE, True)
    assert told.details(checked) == []


def test_an_older_state_is_told_with_what_came_after(inside_office: Flask, whole: States) -> None:
    checked = actions.check(whole[0].file)
    assert (checked.verdict, checked.genuine) == (Verdict.OLDER, True)
    assert [(state.kind, state.party) for state in checked.since] == [
        ("signed", "head"),
        ("sealed", "seal"),
    ]
    assert actions.check(whole[-1].file).verdict is Verdict.GENUINE


def test_a_replaced_document_is_told_with_its_replacement(
    inside_office: Flask, replaced: States, first: Any
) -> None:
    checked = actions.check(replaced[-1].file)
    assert (checked.verdict, checked.genuine) == (Verdict.SUPERSEDED, True)
    assert checked.about is not None and checked.about.replaced_by is not None
    assert checked.about.replaced_by.code.replace("-", "") == first.code


def test_a_check_is_counted_without_content(inside_office: Flask, whole: States) -> None:
    checked = actions.check(whole[0].file)
    newest = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
    entry = db.session.scalars(newest).one()
    assert (entry.action, entry.user_id, entry.visit_id) == ("verification.checked", None, None)
    assert entry.detail == {"sha256": checked.sha256, "verdict": "older"}


def test_a_child_is_refused_memory_and_says_nothing() -> None:
    work = "lambda asked: {'size': len(bytearray(2 << 30))}"
    code = f"from inspect_app.verification.limited import answer; answer({work})"
    asked = json.dumps({"sizes": [0], "how": {}}) + "\n"
    done = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "MemoryError" in done.stderr


def test_a_child_gets_none_of_the_settings_and_keeps_nothing(
    inside_office: Flask, whole: States, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    actions.check(whole[-1].file + b" ")
    assert list(tmp_path.iterdir()) == []


def test_too_many_at_once_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.01)
    held = [children._places.acquire(timeout=1) for _ in range(children.AT_ONCE)]
    try:
        assert all(held)
        with pytest.raises(children.Busy):
            children.run("examining", b"")
    finally:
        for _ in held:
            children._places.release()


@pytest.mark.parametrize(
    "said", [{}, {"kind": 5, "signatures": [{"field": "x"}]}, {"kind": "pdf", "pages": "many"}]
)
def test_senseless_answers_of_a_child_are_no_facts(said: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        rules.facts(json.loads(json.dumps(said)))


def test_neither_signatures_nor_a_reason_is_not_valid() -> None:
    empty = rules.facts({"kind": "pdf"})
    assert rules.judge(empty, Standing(newest=True, replaced=False)) not in rules.GOOD
