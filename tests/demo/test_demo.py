"""The demonstration says what the source articles say, and playing it again changes nothing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app import clock, config, create_app, storage
from inspect_app.accounts.actions import sign_in
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import first_broken
from inspect_app.db import db
from inspect_app.demo import an_tan, dong_thap, people, play, steps, today
from inspect_app.demo.source import Article, article
from inspect_app.errors import NotFound
from inspect_app.evidence.queries import count_by_item, list_photos
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import list_findings
from inspect_app.findings.rules import FindingKind
from inspect_app.minutes.issued import signed_of
from inspect_app.permissions import Permission
from inspect_app.remediation.queries import list_requests
from inspect_app.visits.models import Operation, Visit
from inspect_app.visits.queries import (
    checklist_of,
    get_visit,
    load_answers,
    load_conflicts,
    load_results,
)
from inspect_app.visits.rules import VisitState, overall, progress_by_heading

FIGURES = (
    "Đã ban hành 6 văn bản quy phạm pháp luật",
    "100% TTHC được thực hiện trên phần mềm một cửa điện tử",
    "Tiếp nhận trong kỳ 1.791 hồ sơ; đã giải quyết 1.791 hồ sơ",
    "giải quyết trễ hạn 4 hồ sơ; tỷ lệ trễ hạn là 0,22%",
    "đã tiếp nhận giải quyết 10 hồ sơ tại thời điểm kiểm tra",
    "Đã tiếp nhận 0 phản ánh, kiến nghị về thủ tục hành chính",
)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An office of its own in which the demonstration was played once."""
    instance = str(tmp_path_factory.mktemp("instance"))
    app = create_app(config.read({"INSPECT_INSTANCE_PATH": instance}, testing=True))
    played = app.test_cli_runner().invoke(args=["demo"])
    assert played.exit_code == 0, played.output
    return app


@pytest.fixture(autouse=True)
def in_context(stage: Flask) -> Iterator[None]:
    with stage.app_context():
        yield


@pytest.fixture(scope="session")
def source() -> Article:
    return article("000")


@pytest.fixture(scope="session")
def printed(stage: Flask, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the signed minutes of xã An Tân, on one line, without heads of pages."""
    file = tmp_path_factory.mktemp("pdf") / "an-tan.pdf"
    with stage.app_context():
        signed = signed_of(visits(an_tan.DECISION)[0])
        assert signed is not None
        file.write_bytes(storage.get(signed.sha256))
    return text_of(file)


def text_of(file: Path) -> str:
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(re.sub(r"\f\s*\d+[^\n]*\n", " ", read.stdout.decode()).split())


def visits(decision: str) -> list[Visit]:
    campaign = steps.find_campaign(decision)
    found: list[Visit] = campaign.visits  # type: ignore[union-attr]
    return sorted(found, key=lambda visit: visit.unit.key)


def of_kind(visit: Visit, kind: FindingKind) -> list[Finding]:
    return [finding for finding in list_findings(visit) if finding.kind is kind]


@pytest.mark.parametrize("figure", FIGURES)
def test_the_minutes_of_an_tan_state_each_figure(printed: str, figure: str) -> None:
    assert figure in printed


@pytest.mark.parametrize("part", ["shortcomings", "requests"])
def test_the_minutes_hold_the_articles_words(printed: str, source: Article, part: str) -> None:
    assert [said["text_vi"] for said in source[part] if said["text_vi"] not in printed] == []


def test_the_minutes_hold_every_strength(printed: str, source: Article) -> None:
    parts = [part.strip() for said in source["strengths"] for part in said.split("…")]

    assert [part for part in parts if part not in printed] == []


def test_an_tan_is_signed_with_its_four_shortcomings_and_five_requests() -> None:
    (visit,) = visits(an_tan.DECISION)
    requests = list_requests(visit)

    assert visit.state is VisitState.SIGNED
    assert len(of_kind(visit, FindingKind.SHORTCOMING)) == 4
    assert len(of_kind(visit, FindingKind.STRENGTH)) == 5
    assert len(requests) == 5
    assert {request.responsible for request in requests} == {"Chủ tịch UBND xã An Tân"}
    assert {request.deadline for request in requests} == {None}


def test_the_requests_stand_in_the_articles_order(source: Article) -> None:
    (visit,) = visits(an_tan.DECISION)
    pairs = zip(list_requests(visit), source["requests"], strict=True)

    assert all(asked["text_vi"] in request.content for request, asked in pairs)


def test_every_photo_that_an_answer_asks_for_is_there_and_captioned() -> None:
    (visit,) = visits(an_tan.DECISION)
    counts = progress_by_heading(
        checklist_of(visit), load_results(visit), count_by_item(visit), load_conflicts(visit)
    )

    assert overall(counts.values()).photo_missing == 0
    assert len(list_photos(visit)) == 4
    assert all("(ảnh trình diễn)" in photo.caption for photo in list_photos(visit))


def test_nobody_fakes_the_time_of_signing() -> None:
    signed = signed_of(visits(an_tan.DECISION)[0])

    assert signed is not None
    assert clock.local(signed.signed_at).year >= 2026
    assert signed.year == 2020


def test_article_001_is_in_progress_in_both_districts() -> None:
    hong_ngu, thanh_binh = visits(dong_thap.DECISION)

    assert (hong_ngu.state, thanh_binh.state) == (VisitState.WORKING, VisitState.WORKING)
    assert [unit.name for unit in hong_ngu.subordinates] == ["Long Khánh A", "Long Khánh B"]
    assert [unit.name for unit in thanh_binh.subordinates] == ["Tân Bình", "Tân Long"]
    assert load_answers(hong_ngu)["MC-07"].value == {"received": 29000, "late": 527}
    assert "hơn 29.000 hồ sơ" in load_answers(hong_ngu)["MC-07"].cell("wording").value


def test_each_shortcoming_of_article_001_lies_with_the_units_it_names() -> None:
    both = visits(dong_thap.DECISION)
    found = [one for visit in both for one in of_kind(visit, FindingKind.SHORTCOMING)]
    said = article("001")["shortcomings"]
    matched = [
        next(f for f in found if one["text_vi"] in f.text and f.units[0].name in one["subject"])
        for one in said
    ]

    assert len(found) == len(said) == 14
    assert sum(len(finding.units) == 2 for finding in matched) == 5
    assert all(
        unit.label in one["subject"]
        for finding, one in zip(matched, said, strict=True)
        for unit in finding.units
    )


def test_the_models_of_article_001_are_good_practice() -> None:
    hong_ngu, thanh_binh = visits(dong_thap.DECISION)

    assert len(of_kind(hong_ngu, FindingKind.GOOD_PRACTICE)) == 4
    assert of_kind(thanh_binh, FindingKind.GOOD_PRACTICE) == []


def test_two_people_filled_article_001_and_nothing_is_in_conflict() -> None:
    for visit in visits(dong_thap.DECISION):
        who = select(Operation.user_id).where(Operation.visit_id == visit.id).distinct()

        assert len(db.session.scalars(who).all()) == 2
        assert load_conflicts(visit) == set()


def test_two_visits_of_today_wait_for_a_newcomer() -> None:
    planned = visits(today.DECISION)

    assert [visit.state for visit in planned] == [VisitState.PLANNED] * 2
    assert {visit.planned_on for visit in planned} == {planned[0].campaign.period_to}
    assert {visit.unit.valid_to for visit in planned} == {None}


@pytest.mark.parametrize("person", people.CAST, ids=lambda person: person.username)
def test_everyone_of_the_cast_signs_in(person: people.Person) -> None:
    assert sign_in(person.username, people.PASSWORD, address="", browser="")
    db.session.rollback()


def test_a_commune_sees_its_own_result_only() -> None:
    (visit,) = visits(an_tan.DECISION)
    own, other = people.viewer("canbo.antan"), people.viewer("canbo.tanbinh")

    assert get_visit(visit.id, viewer=own.needing(Permission.SEE_RESULT)) is visit
    with pytest.raises(NotFound):
        get_visit(visit.id, viewer=other.needing(Permission.SEE_RESULT))


def test_playing_again_changes_nothing() -> None:
    before = state()
    play.play()

    assert state() == before
    assert first_broken() is None


def state() -> dict[str, object]:
    db.session.rollback()
    counts: dict[str, object] = {
        name: db.session.scalar(select(func.count()).select_from(table))
        for name, table in db.metadata.tables.items()
    }
    newest = select(AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    return counts | {"audit": db.session.scalar(newest)}
