"""The people and visits that the tests play with: two teams, three communes, four visits."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from functools import cache

from PIL import Image

from inspect_app import storage
from inspect_app.accounts.actions import create_user
from inspect_app.accounts.queries import find_by_username
from inspect_app.campaigns.actions import create_campaign
from inspect_app.campaigns.models import Campaign
from inspect_app.db import db, new_id
from inspect_app.dossiers.actions import add_dossier
from inspect_app.evidence.actions import add_photo
from inspect_app.findings.actions import add_line, record_finding
from inspect_app.findings.rules import FindingKind, LineKind
from inspect_app.permissions import Role, Viewer
from inspect_app.remediation.actions import add_request
from inspect_app.units.queries import get_by_key
from inspect_app.visits.actions import answer_item, plan_visit, start_visit
from inspect_app.visits.models import Operation, ParkedOperation, Visit
from inspect_app.visits.queries import checklist_of
from inspect_app.visits.rules import ParkReason

PASSWORD = "mat-khau-cua-bai-thu"
DAY = dt.date(2020, 10, 15)
AN_TAN, TAN_BINH, TAN_LONG = (
    "xa-an-tan-an-lao",
    "xa-tan-binh-thanh-binh",
    "xa-tan-long-thanh-binh",
)
PEOPLE: dict[str, tuple[str, Role, str]] = {
    "head": ("Nguyễn Văn Bình", Role.INSPECTOR, ""),
    "secretary": ("Trần Thị Hoa", Role.INSPECTOR, ""),
    "member": ("Lê Văn Cường", Role.INSPECTOR, ""),
    "stranger": ("Phan Văn Lộc", Role.INSPECTOR, ""),
    "officer": ("Đinh Thị Lan", Role.COMMUNE_OFFICER, AN_TAN),
    "neighbour": ("Trần Văn Tám", Role.COMMUNE_OFFICER, TAN_LONG),
    "leader": ("Võ Minh Đức", Role.VIEWER, "binh-dinh"),
    "administrator": ("Phạm Quang Minh", Role.ADMINISTRATOR, ""),
}


@dataclass(frozen=True)
class Cast:
    """Keys of what stands ready. `stranger` heads another team; `neighbour` is of its commune.

    `full` holds one finding, line, request, photo and dossier, and a photo that waits for the head;
    `visit` (An Tân, with a further unit) is started and empty; `planned` and `foreign` are not yet
    started.
    """

    campaign: uuid.UUID
    foreign_campaign: uuid.UUID
    visit: uuid.UUID
    planned: uuid.UUID
    full: uuid.UUID
    foreign: uuid.UUID
    finding: uuid.UUID
    line: uuid.UUID
    request: uuid.UUID
    photo: uuid.UUID
    parked: uuid.UUID
    sampled: uuid.UUID


def assemble() -> Cast:
    """Play the cast into an empty office; needs units and a checklist."""
    for username, (name, role, unit) in PEOPLE.items():
        unit_id = get_by_key(unit).id if unit else None
        _account(username, name, role, unit_id)
    own = _campaign("245/QĐ-UBND", head="head", secretary="secretary", member="member")
    other = _campaign("9/QĐ-SNV", head="stranger")
    visit = _visit(own, AN_TAN, "head", further=TAN_BINH)
    start_visit(visit, by=viewer("member"), at=dt.datetime(2020, 10, 15, 1, tzinfo=dt.UTC))
    full = _visit(own, "huyen-an-lao", "head")
    start_visit(full, by=viewer("member"), at=dt.datetime(2020, 10, 16, 1, tzinfo=dt.UTC))
    planned = _visit(own, TAN_BINH, "head")
    foreign = _visit(other, TAN_LONG, "stranger")
    keys = [made.id for made in (own, other, visit, planned, full, foreign)]
    return Cast(*keys, *_fill(full))


def viewer(username: str) -> Viewer:
    """The person as actions take them."""
    user = find_by_username(username)
    assert user is not None
    return user.as_viewer()


def load(visit_id: uuid.UUID) -> Visit:
    """The visit, whoever asks."""
    visit = db.session.get(Visit, visit_id)
    assert visit is not None
    return visit


def answer(
    visit: Visit,
    code: str,
    *,
    by: str = "member",
    aspect: str = "result",
    base: tuple[uuid.UUID, ...] = (),
    operation: uuid.UUID | None = None,
    **typed: str,
) -> Operation:
    """One field of one item, typed as on the tablet."""
    return answer_item(
        visit,
        checklist_of(visit).items[code],
        aspect,
        typed,
        operation_id=operation or new_id(),
        base=base,
        by=viewer(by),
    )


@cache
def picture(width: int = 64, height: int = 48, kind: str = "JPEG", colour: str = "red") -> bytes:
    """A small picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, kind)
    return target.getvalue()


def _account(username: str, name: str, role: Role, unit_id: uuid.UUID | None) -> None:
    create_user(
        username=username,
        full_name=name,
        position="Chuyên viên",
        role=role,
        unit_id=unit_id,
        password=PASSWORD,
        by=None,
    )


def _campaign(decision: str, **team: str) -> Campaign:
    return create_campaign(
        title=f"Kiểm tra theo quyết định {decision}",
        parent_body="Ủy ban nhân dân tỉnh Bình Định",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        decision_number=decision,
        decision_date=dt.date(2020, 10, 1),
        decision_issuer="Chủ tịch UBND tỉnh Bình Định",
        series="BB-ĐKT",
        legal_bases=["Căn cứ Nghị quyết số 30c/NQ-CP ngày 08 tháng 11 năm 2011 của Chính phủ"],
        period_from=dt.date(2020, 1, 1),
        period_to=dt.date(2020, 7, 31),
        team={viewer(username).user_id: Role(role) for role, username in team.items()},
        by=viewer(team["head"]),
    )


def _visit(campaign: Campaign, unit: str, by: str, further: str = "") -> Visit:
    below = [get_by_key(further)] if further else []
    found = get_by_key(unit)
    return plan_visit(campaign, found, planned_on=DAY, subordinates=below, by=viewer(by))


def _fill(visit: Visit) -> list[uuid.UUID]:
    head, member = viewer("head"), viewer("member")
    answer(visit, "CD-04", value="fail")
    kind, words = FindingKind.SHORTCOMING, "Báo cáo định kỳ gửi chậm"
    finding = record_finding(visit, kind=kind, heading="CD", text=words, by=member)
    line = add_line(visit, heading="CD", kind=LineKind.STRENGTH, text="Có kế hoạch", by=head)
    request = add_request(
        visit, content="Gửi báo cáo đúng hạn", responsible="Chủ tịch", deadline=None, by=head
    )
    keys = [finding.id, line.id, request.id]
    db.session.commit()
    photo = add_photo(
        visit,
        "CK-01",
        photo_id=new_id(),
        name="bang-niem-yet.jpg",
        data=picture(),
        limit=1 << 20,
        by=member,
    )
    sampled = add_dossier(visit, "H15.50.05.13-200302-0001", sampled_id=new_id(), by=member)
    db.session.commit()
    return [*keys, photo.id, _park(visit), sampled.id]


def _park(visit: Visit) -> uuid.UUID:
    """A photo of the member's that came when they were no longer in the team."""
    key, data = new_id(), picture(40, 30)
    parked = ParkedOperation(
        id=key,
        visit_id=visit.id,
        user_id=viewer("member").user_id,
        device="Máy tính bảng 7",
        method="PATCH",
        path=f"/photos/{key}",
        fields={},
        headers={
            "Op-Visit": str(visit.id),
            "Op-Item": "CK-02",
            "Op-Name": "ban%20lam%20viec.jpg",
            "Upload-Length": str(len(data)),
            "Upload-Sha256": storage.put(data),
        },
        reason=ParkReason.REVOKED,
        client_time=dt.datetime(2020, 10, 16, 2, tzinfo=dt.UTC),
        clock_offset=3_600_000,
        received_at=dt.datetime(2020, 10, 17, 2, tzinfo=dt.UTC),
        fingerprint="0" * 64,
    )
    db.session.add(parked)
    db.session.commit()
    return key
