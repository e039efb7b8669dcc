"""Article 001: a team of tỉnh Đồng Tháp at two districts in one day, left in progress.

The article names the head of the team; the decision and the other people are invented.
"""

from __future__ import annotations

import datetime as dt

from .. import clock
from ..campaigns.actions import create_campaign
from ..campaigns.models import Campaign
from ..db import writing
from ..findings.actions import edit_finding, record_finding, record_from_item
from ..findings.rules import Cause, FindingKind
from ..units.models import Unit
from ..visits.actions import plan_visit, start_visit
from ..visits.models import Visit
from . import steps
from .dong_thap_found import HONG_NGU, MODELS, SHORTCOMINGS, STRENGTHS, THANH_BINH, answers
from .people import viewer
from .source import Article, article

DECISION = "917/QĐ-UBND"
DAY = dt.date(2019, 9, 5)
COVERED = {
    HONG_NGU: ("xa-long-khanh-a-hong-ngu", "xa-long-khanh-b-hong-ngu"),
    THANH_BINH: ("xa-tan-binh-thanh-binh", "xa-tan-long-thanh-binh"),
}


def play() -> None:
    """Plan, start and fill both visits, once; what users do with them afterwards stays."""
    with writing():
        if steps.find_campaign(DECISION) is None:
            _work_on_site(article("001"))


def _work_on_site(source: Article) -> None:
    campaign = _campaign()
    visits = {
        HONG_NGU: _start(campaign, HONG_NGU, dt.time(7, 45)),
        THANH_BINH: _start(campaign, THANH_BINH, dt.time(13, 45)),
    }
    for key, visit in visits.items():
        _answer(visit, key, source)
    _find(visits, source)


def _campaign() -> Campaign:
    return create_campaign(
        title="Kiểm tra công tác cải cách hành chính năm 2019 (dữ liệu trình diễn)",
        parent_body="Ủy ban nhân dân tỉnh Đồng Tháp",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        decision_number=DECISION,
        decision_date=dt.date(2019, 8, 19),
        decision_issuer="Chủ tịch UBND tỉnh Đồng Tháp",
        series="BB-ĐKT",
        legal_bases=[
            "Căn cứ Nghị quyết số 30c/NQ-CP ngày 08 tháng 11 năm 2011 của Chính phủ ban hành "
            "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020",
            "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực "
            "hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
            f"Căn cứ Quyết định số {DECISION} ngày 19 tháng 8 năm 2019 của Chủ tịch UBND tỉnh "
            "Đồng Tháp về việc thành lập Đoàn kiểm tra cải cách hành chính năm 2019 "
            "(quyết định trình diễn)",
        ],
        period_from=dt.date(2019, 1, 1),
        period_to=dt.date(2019, 8, 31),
        team=steps.team(
            head="truongdoan.hongngu", secretary="thuky.hongngu", member="thanhvien.hongngu"
        ),
        by=viewer("truongdoan.hongngu"),
    )


def _start(campaign: Campaign, key: str, at: dt.time) -> Visit:
    (unit,) = steps.units(key)
    below = steps.units(*COVERED[key])
    head = viewer("truongdoan.hongngu")
    visit = plan_visit(campaign, unit, planned_on=DAY, subordinates=below, by=head)
    begun = clock.from_local(dt.datetime.combine(DAY, at))
    start_visit(visit, at=begun, by=viewer("thuky.hongngu"))
    return visit


def _answer(visit: Visit, key: str, source: Article) -> None:
    """The secretary and the member share the items; no field is answered by both."""
    people = (viewer("thuky.hongngu"), viewer("thanhvien.hongngu"))
    for number, (code, given) in enumerate(answers(key, source).items()):
        by = people[number % 2]
        steps.answer(visit, code, given.result, by=by)
        if given.value:
            steps.answer(visit, code, given.value, "value", by=by)
        if given.wording:
            steps.answer(visit, code, given.wording, "wording", by=by)


def _find(visits: dict[str, Visit], source: Article) -> None:
    member = viewer("thanhvien.hongngu")
    for (key, code, units, frame), found in zip(SHORTCOMINGS, source["shortcomings"], strict=True):
        edit_finding(
            record_from_item(visits[key], code, by=member),
            kind=FindingKind.SHORTCOMING,
            text=frame.format(found["text_vi"]),
            cause=Cause.UNIT,
            units=steps.units(*units),
            by=member,
        )
    for (key, heading, frame), words in zip(STRENGTHS, source["strengths"], strict=True):
        said = frame.format(words.replace("(Hồng Ngự)", "Hồng Ngự"))
        _good(visits[key], FindingKind.STRENGTH, heading, said, steps.units(key))
    for (heading, units, frame), model in zip(MODELS, source["models"], strict=True):
        words = frame.format(model["name"].replace("[cầu]", "cầu"))
        _good(visits[HONG_NGU], FindingKind.GOOD_PRACTICE, heading, words, steps.units(*units))


def _good(visit: Visit, kind: FindingKind, heading: str, words: str, units: list[Unit]) -> None:
    by = viewer("thuky.hongngu")
    record_finding(visit, kind=kind, heading=heading, text=words, units=units, by=by)
