"""Article 000: the inspection of xã An Tân in 2020, from the decision to the signed minutes.

The article names neither the district nor the decision nor the people: those are invented.
"""

from __future__ import annotations

import datetime as dt

from .. import clock
from ..campaigns.actions import create_campaign
from ..campaigns.models import Campaign
from ..db import writing
from ..findings.actions import edit_finding, record_finding, record_from_item
from ..findings.rules import Cause, FindingKind
from ..minutes import actions as minutes
from ..minutes.approvals import what_is_shown
from ..signatures import issuing
from ..visits.actions import describe, plan_visit, start_visit
from ..visits.models import Visit
from ..visits.rules import VisitState
from . import an_tan_requests, pictures, steps
from .an_tan_answers import FAILED, NOT_APPLICABLE, PASSED, notes, values, wordings
from .people import viewer
from .source import Article, article

DECISION = "1586/QĐ-UBND"
DAY = dt.date(2020, 10, 15)
DESK = ("CK", "MC", "HS")  # the items that the member sees at the one-stop desk
# The words around those of the article: first the heading or item, then the frame.
STRENGTHS = (
    ("CD", "Nhìn chung, {}"),
    ("TT", "UBND xã đã {}"),
    ("TT", "UBND xã có {}"),
    ("TT", "Tại xã An Tân, {}"),
    ("SO", "Qua kiểm tra, {}"),
)
SHORTCOMINGS = (
    ("CD-05", "Công tác {}"),
    ("CD-04", "Việc thực hiện {}"),
    ("TC-02", "Việc {}"),
    ("SO-07", "Cán bộ, công chức xã {}"),
)
PEOPLE = """Trần Văn Sơn - Chủ tịch UBND xã An Tân
Đinh Thị Lan - Công chức Văn phòng - Thống kê xã An Tân
Phạm Thị Nga - Công chức Tư pháp - Hộ tịch xã An Tân"""
OPINION = (
    "UBND xã An Tân thống nhất với nội dung biên bản. UBND xã sẽ phân công trách nhiệm cụ thể "
    "cho từng cán bộ, công chức để khắc phục những tồn tại, hạn chế đã nêu."
)


def play() -> None:
    """Take the inspection on from wherever it stands until its minutes are signed."""
    source, head = article("000"), viewer("truongdoan.antan")
    with writing():
        if steps.find_campaign(DECISION) is None:
            _work_on_site(source)
    visit = _visit()
    if visit.state is VisitState.WORKING:
        pictures.take(visit, by=viewer("thanhvien.antan"))
        with writing():
            _hand_in(visit)
    if visit.state is VisitState.SUBMITTED:
        with writing():
            an_tan_requests.settle(visit, source, by=head)
            minutes.approve(visit, *what_is_shown(visit), by=head)
    if visit.state is VisitState.APPROVED:
        issuing.sign(visit, by=head)


def _visit() -> Visit:
    campaign = steps.find_campaign(DECISION)
    if campaign is None:
        raise LookupError(DECISION)
    visit: Visit = campaign.visits[0]  # type: ignore[attr-defined] # declared by visits
    return visit


def _work_on_site(source: Article) -> None:
    secretary = viewer("thuky.antan")
    (unit,) = steps.units("xa-an-tan-an-lao")
    visit = plan_visit(_campaign(), unit, planned_on=DAY, by=viewer("truongdoan.antan"))
    start_visit(visit, at=_at(8, 0), by=secretary)
    _answer(visit, source)
    _find(visit, source)


def _campaign() -> Campaign:
    return create_campaign(
        title="Kiểm tra công tác cải cách hành chính năm 2020 (dữ liệu trình diễn)",
        parent_body="Ủy ban nhân dân huyện An Lão",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        decision_number=DECISION,
        decision_date=dt.date(2020, 10, 5),
        decision_issuer="Chủ tịch UBND huyện An Lão",
        series="BB-ĐKT",
        legal_bases=[
            "Căn cứ Nghị quyết số 30c/NQ-CP ngày 08 tháng 11 năm 2011 của Chính phủ ban hành "
            "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020",
            "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực "
            "hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
            f"Căn cứ Quyết định số {DECISION} ngày 05 tháng 10 năm 2020 của Chủ tịch UBND huyện "
            "An Lão về việc thành lập Đoàn kiểm tra cải cách hành chính năm 2020 "
            "(quyết định trình diễn)",
        ],
        period_from=dt.date(2020, 1, 1),
        period_to=dt.date(2020, 7, 31),
        team=steps.team(head="truongdoan.antan", secretary="thuky.antan", member="thanhvien.antan"),
        by=viewer("truongdoan.antan"),
    )


def _answer(visit: Visit, source: Article) -> None:
    secretary, member = viewer("thuky.antan"), viewer("thanhvien.antan")
    for result, codes in (("pass", PASSED), ("fail", FAILED), ("not_applicable", NOT_APPLICABLE)):
        for code in codes:
            steps.answer(visit, code, result, by=member if code[:2] in DESK else secretary)
    for code, figures in values(source).items():
        steps.answer(visit, code, figures, "value", by=secretary)
    for code, words in wordings(source).items():
        steps.answer(visit, code, words, "wording", by=secretary)
    for code, words in notes().items():
        steps.answer(visit, code, words, "note", by=member)


def _find(visit: Visit, source: Article) -> None:
    member = viewer("thanhvien.antan")
    for (code, frame), found in zip(SHORTCOMINGS, source["shortcomings"], strict=True):
        finding = record_from_item(visit, code, by=member)
        edit_finding(
            finding,
            kind=FindingKind.SHORTCOMING,
            text=frame.format(found["text_vi"]),
            cause=Cause.UNIT,
            units=[visit.unit],
            by=member,
        )
    for (heading, frame), words in zip(STRENGTHS, source["strengths"], strict=True):
        whole = words.replace("…", "cải cách hành chính")
        text = frame.format(whole)
        record_finding(visit, kind=FindingKind.STRENGTH, heading=heading, text=text, by=member)


def _hand_in(visit: Visit) -> None:
    secretary = viewer("thuky.antan")
    describe(
        visit,
        venue="trụ sở UBND xã An Tân",
        place="An Tân",
        unit_people=PEOPLE,
        unit_opinion=OPINION,
        started_at=_at(8, 0),
        ended_at=_at(11, 30),
        by=secretary,
    )
    minutes.submit(visit, by=secretary)


def _at(hour: int, minute: int) -> dt.datetime:
    return clock.from_local(dt.datetime.combine(DAY, dt.time(hour, minute)))
