"""What a careful head is told before sending and signing."""

from __future__ import annotations

import pytest
from flask import Flask

from inspect_app.db import db
from inspect_app.findings.actions import draft_conclusions, record_finding, set_removed
from inspect_app.findings.queries import list_findings, list_lines
from inspect_app.findings.rules import FindingKind
from inspect_app.minutes import queries, rules
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, answer
from tests.minutes import builder
from tests.stages import describe_visit, submit
from tests.strict_browser import Browser


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def looks(visit: Visit) -> str:
    return " ".join(str(said) for said in queries.worth_a_look(visit))


def test_a_character_the_font_lacks_is_named_with_its_place(visit: Visit) -> None:
    submit(visit)
    visit.unit_opinion = "Nhất trí 😀"
    (said,) = queries.what_is_missing(visit)
    assert "“😀” (ý kiến của đơn vị)" in str(said)
    assert queries.current_hash(visit) is None


def test_the_page_of_such_minutes_still_opens_for_mending(
    app: Flask, cast: Cast, as_: type[Browser]
) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        submit(visit)
        visit.unit_opinion = "Nhất trí 😀"
        db.session.commit()
    page = as_("member")
    page.get(f"/visits/{cast.visit}/minutes")
    assert "Bỏ ký tự này" in page.words()
    assert page.has_form("/minutes/description")


def test_each_part_of_the_minutes_is_searched_for_such_characters() -> None:
    assert rules.undrawable(builder.minutes()) == []
    (said,) = rules.undrawable(builder.minutes(venue="nhà 🏠"))
    assert "nơi làm việc" in str(said)


def test_unchecked_items_and_missing_photos_are_counted(visit: Visit) -> None:
    answer(visit, "CK-01", value="pass")
    assert "69 nội dung chưa kiểm tra." in looks(visit)
    assert "Thiếu ảnh: CK-01." in looks(visit)


def test_a_failed_item_without_a_finding_is_named(visit: Visit) -> None:
    answer(visit, "CD-05", value="fail")
    assert "chưa ghi thành tồn tại: CD-05" in looks(visit)


def test_a_shortcoming_of_an_item_that_passed_is_named(visit: Visit) -> None:
    submit(visit)
    answer(visit, "CD-05", value="pass")
    assert "Có tồn tại nhưng kết quả lại là đạt: CD-05." in looks(visit)


def test_a_finding_recorded_after_the_draft_is_counted(visit: Visit) -> None:
    submit(visit)
    assert "câu kết luận" not in looks(visit)
    late = {"kind": FindingKind.STRENGTH, "heading": "CD", "text": "Sáng kiến"}
    record_finding(visit, **late, by=people.viewer("member"))
    assert "1 câu kết luận chưa theo phiếu và phát hiện" in looks(visit)


def test_a_figure_changed_after_the_draft_is_counted(visit: Visit) -> None:
    submit(visit)
    answer(visit, "MC-07", aspect="value", received="1.791", resolved="1.791", late="5")
    assert "1 câu kết luận chưa theo phiếu" in looks(visit)


def test_an_end_still_to_come_is_pointed_out(visit: Visit) -> None:
    describe_visit(visit)
    assert "tương lai" not in looks(visit)
    assert visit.ended_at is not None
    visit.ended_at = visit.ended_at.replace(year=2099)
    assert "Giờ kết thúc còn ở tương lai." in looks(visit)


def test_a_finding_taken_out_and_brought_back_is_drafted_again(visit: Visit) -> None:
    submit(visit)
    (finding,) = list_findings(visit)
    head = people.viewer("head")
    for removed in (True, False):
        set_removed(finding, removed, by=head)
        draft_conclusions(visit, by=head)
    assert any(finding.text in line.text for line in list_lines(visit))
