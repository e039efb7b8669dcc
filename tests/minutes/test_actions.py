"""The way of the minutes: submit, return, approve what was shown, sign once, download."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock, storage
from inspect_app.db import db, new_id, writing
from inspect_app.errors import Conflict, NotFound, RuleBroken
from inspect_app.findings.queries import list_lines
from inspect_app.minutes import actions, issued, queries, rules
from inspect_app.minutes.approvals import what_is_shown
from inspect_app.minutes.document import Minutes, canonical, content_hash
from inspect_app.minutes.models import Download, SignedMinutes
from inspect_app.permissions import Permission
from inspect_app.remediation.queries import list_requests
from inspect_app.signatures import authority, issuing, verification
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import last_step
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import approve, describe_visit, submit


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


@pytest.fixture
def office(signed_app: Flask) -> Iterator[Flask]:
    with signed_app.app_context():
        yield signed_app


def signed_of(cast: Cast) -> SignedMinutes:
    found = issued.signed_of(people.load(cast.visit))
    assert found is not None
    return found


def approval(visit: Visit) -> rules.Approval:
    return queries.approval(visit, queries.current_hash(visit))


def test_what_is_missing_is_listed_and_stops_submitting(visit: Visit) -> None:
    visit.venue = visit.place = ""
    for value in ("pass", "fail"):
        answer(visit, "CD-01", value=value)
    said = [str(message) for message in queries.what_is_missing(visit)]
    assert said == [
        "Còn câu trả lời khác nhau ở CD-01. Mở từng nội dung và chọn một.",
        "Chưa ghi giờ kết thúc buổi làm việc.",
        "Chưa ghi người đại diện đơn vị được kiểm tra.",
        "Chưa ghi nơi làm việc.",
        "Chưa ghi địa danh.",
    ]
    with pytest.raises(RuleBroken, match="khác nhau ở CD-01"):
        actions.submit(visit, by=people.viewer("secretary"))
    assert visit.state is VisitState.WORKING


def test_submitting_drafts_conclusions_and_requests(visit: Visit) -> None:
    submit(visit)
    assert visit.state is VisitState.SUBMITTED
    assert any("1.791" in line.text for line in list_lines(visit))
    assert len(list_requests(visit)) == 1


def test_returning_needs_a_reason_and_reopens_the_work(visit: Visit) -> None:
    submit(visit)
    head = people.viewer("head")
    with pytest.raises(RuleBroken, match="lý do"):
        actions.give_back(visit, "  ", by=head)
    assert visit.state.value == "submitted"
    actions.give_back(visit, "Bổ sung ảnh niêm yết", by=head)
    step = last_step(visit, "return")
    assert visit.state.value == "working"
    assert step is not None and step.reason == "Bổ sung ảnh niêm yết"


def test_only_exactly_what_was_shown_is_approved(visit: Visit) -> None:
    submit(visit)
    seen = what_is_shown(visit)
    answer(visit, "CD-02", value="pass")
    with pytest.raises(Conflict, match="đã thay đổi"):
        actions.approve(visit, *seen, by=people.viewer("head"))
    assert visit.state is VisitState.SUBMITTED


def test_any_later_change_voids_the_approval_until_it_is_given_anew(visit: Visit) -> None:
    approve(visit)
    assert approval(visit) is rules.Approval.VALID
    answer(visit, "CD-02", value="pass")
    assert approval(visit) is rules.Approval.VOID
    with pytest.raises(RuleBroken, match="sau khi phê duyệt"):
        issuing.sign(visit, by=people.viewer("head"))
    actions.approve(visit, *what_is_shown(visit), by=people.viewer("head"))
    assert approval(visit) is rules.Approval.VALID


def test_a_note_of_the_team_is_not_printed_and_voids_nothing(visit: Visit) -> None:
    approve(visit)
    answer(visit, "CD-02", aspect="note", value="chỉ để nội bộ")
    assert approval(visit) is rules.Approval.VALID


@pytest.mark.parametrize("state", [VisitState.WORKING, VisitState.SUBMITTED])
def test_nothing_is_signed_without_approval(visit: Visit, state: VisitState) -> None:
    approve(visit)
    visit.state = state
    db.session.commit()
    with pytest.raises(RuleBroken):
        issuing.sign(visit, by=people.viewer("head"))
    assert issued.signed_of(visit) is None


def test_the_signed_document_is_genuine_registered_and_kept(office: Flask, cast: Cast) -> None:
    signed = signed_of(cast)
    document = storage.get(signed.sha256)
    root = authority.ensure_authority(office.config["SETTINGS"].keys).certificate
    verdict = verification.verify(document, registered=issued.is_registered, root=root)
    assert verdict.genuine and verdict.signers == ("Nguyễn Văn Bình",)
    assert (signed.number, signed.year, signed.series) == (1, 2020, "BB-ĐKT")
    assert signed.size == len(document) and signed.pages > 1
    changed = verification.verify(document + b" ", registered=issued.is_registered, root=root)
    assert not changed.genuine


def test_what_was_drawn_is_kept_as_data_too(office: Flask, cast: Cast) -> None:
    signed = signed_of(cast)
    drawn: Minutes = queries.gather(people.load(cast.visit))
    assert content_hash(drawn) == signed.content_hash
    kept = storage.get(signed.data_sha256)
    assert b'"number": 1' in kept
    assert hashlib.sha256(kept).hexdigest() == signed.data_sha256 != signed.sha256
    assert canonical(drawn) != kept


def test_a_second_signature_is_refused(office: Flask, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="bước khác"):
        issuing.sign(people.load(cast.visit), by=people.viewer("head"))


def test_numbers_go_on_within_a_book_and_year(office: Flask, cast: Cast) -> None:
    book = issued.book_of(people.load(cast.visit))
    assert issued.next_number(book, 2020) == 2
    assert issued.next_number(book, 2021) == 1
    assert issued.next_number("Đoàn khác · BB-ĐKT", 2020) == 1
    other = people.load(cast.full)
    approve(other)
    assert issuing.sign(other, by=people.viewer("head")).number == 2


def test_nothing_can_be_changed_after_signing(office: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    for change in (
        lambda: answer(visit, "CD-01", value="pass"),
        lambda: describe_visit(visit),
        lambda: actions.give_back(visit, "Muốn sửa lại", by=people.viewer("head")),
        lambda: actions.submit(visit, by=people.viewer("head")),
    ):
        with pytest.raises(RuleBroken):
            change()
        db.session.rollback()


@pytest.mark.parametrize(
    "change", ["UPDATE signed_minutes SET number = 9", "DELETE FROM signed_minutes"]
)
def test_the_row_of_signed_minutes_is_immutable(office: Flask, change: str) -> None:
    path = office.config["SETTINGS"].instance / "inspect.db"
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute(change)


def test_each_download_is_written_down(office: Flask, cast: Cast) -> None:
    signed, officer = signed_of(cast), people.viewer("officer")
    with writing():
        document = actions.download(signed, address="10.0.0.7", by=officer)
    assert hashlib.sha256(document).hexdigest() == signed.sha256
    (taken,) = issued.list_downloads(signed)
    assert (taken.user_id, taken.address) == (officer.user_id, "10.0.0.7")
    assert signed.signed_at < taken.at <= clock.now()


def test_a_damaged_file_is_not_given_out_and_no_download_claimed(office: Flask, cast: Cast) -> None:
    signed = signed_of(cast)
    file = office.config["SETTINGS"].files / signed.sha256[:2] / signed.sha256
    file.write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(storage.Missing), writing():
        actions.download(signed, address="", by=people.viewer("officer"))
    assert db.session.scalars(select(Download)).all() == []


@pytest.mark.parametrize("username", ["neighbour", "stranger"])
def test_signed_minutes_are_given_to_nobody_else(office: Flask, cast: Cast, username: str) -> None:
    viewer = people.viewer(username).needing(Permission.DOWNLOAD_MINUTES)
    for key in (cast.visit, new_id()):
        with pytest.raises(NotFound):
            issued.get_signed(key, viewer=viewer)
