"""A team of today with two visits planned for today, for a newcomer's own first inspection."""

from __future__ import annotations

import datetime as dt

from .. import clock
from ..campaigns.actions import create_campaign
from ..db import writing
from ..text import long_date
from ..visits.actions import plan_visit
from . import steps
from .people import viewer

DECISION = "128/QĐ-SNV"
COMMUNES = ("xa-thap-muoi-dong-thap-2025", "phuong-cao-lanh-dong-thap-2025")


def play() -> None:
    """Plan the visits, once."""
    with writing():
        if steps.find_campaign(DECISION) is None:
            _plan(clock.today())


def _plan(today: dt.date) -> None:
    head, decided = viewer("truongdoan.dongthap"), today - dt.timedelta(days=14)
    campaign = create_campaign(
        title=f"Kiểm tra công tác cải cách hành chính năm {today.year} (dữ liệu trình diễn)",
        parent_body="Ủy ban nhân dân tỉnh Đồng Tháp",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        decision_number=DECISION,
        decision_date=decided,
        decision_issuer="Giám đốc Sở Nội vụ tỉnh Đồng Tháp",
        series="BB-ĐKT",
        legal_bases=[
            "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành "
            "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030",
            "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thực "
            "hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa "
            "và Cổng Dịch vụ công quốc gia",
            f"Căn cứ Quyết định số {DECISION} {long_date(decided)} của Giám đốc Sở Nội vụ tỉnh "
            f"Đồng Tháp về việc thành lập Đoàn kiểm tra cải cách hành chính năm {today.year} "
            "(quyết định trình diễn)",
        ],
        period_from=dt.date(today.year, 1, 1),
        period_to=today,
        team=steps.team(
            head="truongdoan.dongthap",
            secretary="thuky.dongthap",
            member="thanhvien1.dongthap thanhvien2.dongthap",
        ),
        by=head,
    )
    for unit in steps.units(*COMMUNES):
        plan_visit(campaign, unit, planned_on=today, by=head)
