"""One inspection, end to end: from the tablet to the signed PDF that the commune downloads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import camera, closing, on_site, paper
from tests.journeys.conftest import People
from tests.journeys.office import Office
from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
PRINTED = (
    "Đã ban hành 6 văn bản quy phạm pháp luật",
    "Tiếp nhận trong kỳ 1.791 hồ sơ; đã giải quyết 1.791 hồ sơ; giải quyết trễ hạn 4 hồ sơ; "
    "tỷ lệ trễ hạn là 0,22%",
    "Đã tiếp nhận 0 phản ánh, kiến nghị về thủ tục hành chính",
    "Chế độ thông tin, báo cáo định kỳ về cải cách hành chính thực hiện chưa kịp thời",
    "Việc xây dựng và ban hành văn bản quy phạm pháp luật chưa đúng quy định",
    "Thực hiện đúng trình tự, thủ tục xây dựng, ban hành văn bản quy phạm pháp luật",
    closing.DEADLINE,
    "không ấn định",
    on_site.STRENGTH,
    closing.EDITED,
    closing.CHANGED,
    *("Nguyễn Hoàng Nam", "Huỳnh Thị Mai", "Trương Văn Phúc", "Lê Thị Kim Ngân"),
    f"{on_site.CHAIRMAN}, Chủ tịch UBND xã Tháp Mười",
)
NOT_PRINTED = (on_site.OFFLINE, on_site.NOTE, on_site.ONLINE)


def test_an_inspection_from_the_tablet_to_the_signed_minutes(
    people: People, office: Office, tmp_path: Path
) -> None:
    member, second = people(), people()
    head, officer = people(), people(PHONE)

    on_site.start(member.sign_in("thanhvien1.dongthap"))
    on_site.watch(second.sign_in("thanhvien2.dongthap"))
    on_site.fill_in_figures(member)
    on_site.refuse_impossible_figures(member, office)
    on_site.answer(member, camera.photo(tmp_path))
    on_site.see_without_reload(second)
    on_site.differ_and_choose(member, second)
    on_site.lose_the_network(member, office)
    on_site.find(member)
    on_site.describe(member)
    on_site.submit(member)

    closing.settle(head.sign_in("truongdoan.dongthap"))
    closing.give_back(head)
    on_site.submit(member, returned=closing.REASON)
    closing.approve(head)
    closing.change_after_approval(member, head)
    closing.draft_again(head)
    closing.approve(head)
    closing.sign(head)

    document = closing.receive(officer.sign_in("canbo.thapmuoi"), tmp_path)
    closing.expect_delivered(head, officer)
    paper.expect_signed(document, office, by="Nguyễn Hoàng Nam")
    paper.expect_words(document, *PRINTED)
    paper.expect_no_words(document, *NOT_PRINTED)
    paper.expect_accepted_only_whole(document, office)
