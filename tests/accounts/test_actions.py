"""Signing in and out, and keeping accounts."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid

import pytest
from sqlalchemy import select, update

from inspect_app import clock
from inspect_app.accounts import actions, queries
from inspect_app.accounts.models import SignIn, User
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.errors import NotAllowed, RuleBroken
from inspect_app.permissions import Role
from tests import cast as people
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("inside")


def sign_in(username: str = "member", password: str = PASSWORD) -> str:
    return actions.sign_in(username, password, address="127.0.0.1", browser="test")


def account(username: str) -> User:
    found = queries.find_by_username(username)
    assert found is not None
    return found


def make(**changes: object) -> User:
    values: dict[str, object] = {
        "username": "moi.nguoi",
        "full_name": "Người Mới",
        "position": "Chuyên viên",
        "role": Role.INSPECTOR,
        "unit_id": None,
        "password": PASSWORD,
        "by": people.viewer("administrator"),
    }
    return actions.create_user(**{**values, **changes})  # type: ignore[arg-type]


def test_a_session_says_who_asks() -> None:
    found = queries.find_viewer(sign_in(), hours=1)
    assert found == people.viewer("member")


def test_the_database_never_holds_the_token_or_the_password() -> None:
    token = sign_in()
    row = db.session.scalars(select(SignIn)).one()
    assert token not in (row.token_hash, row.address, row.browser)
    assert account("member").password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("pair", [("member", "sai-mat-khau-roi"), ("khong.co.ai", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(pair: tuple[str, str]) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign_in(*pair)
    assert str(refused.value) == "Tên đăng nhập hoặc mật khẩu không đúng."
    assert refused.value.fields == {}


def test_the_name_is_read_without_case_and_the_password_in_any_composition() -> None:
    make(username="co.dau", password="mật khẩu có dấu")
    token = sign_in(" CO.DAU ", unicodedata.normalize("NFD", "mật khẩu có dấu"))
    assert queries.find_viewer(token, hours=1) is not None


def test_signing_out_ends_only_that_session() -> None:
    first, second = sign_in(), sign_in()
    actions.sign_out(first, by=people.viewer("member"))
    assert queries.find_viewer(first, hours=1) is None
    assert queries.find_viewer(second, hours=1) is not None


def test_a_session_ends_by_itself() -> None:
    token = sign_in()
    past = clock.now() - dt.timedelta(hours=2)
    db.session.execute(update(SignIn).values(created_at=past))
    assert queries.find_viewer(token, hours=3) is not None
    assert queries.find_viewer(token, hours=1) is None


def test_locking_ends_the_sessions_and_refuses_new_ones() -> None:
    token, admin = sign_in(), people.viewer("administrator")
    actions.set_active(account("member"), False, by=admin)
    assert queries.find_viewer(token, hours=1) is None
    with pytest.raises(RuleBroken):
        sign_in()
    actions.set_active(account("member"), True, by=admin)
    assert queries.find_viewer(token, hours=1) is None
    assert queries.find_viewer(sign_in(), hours=1) is not None


def test_the_last_administrator_cannot_be_locked() -> None:
    with pytest.raises(RuleBroken, match="cuối cùng"):
        actions.set_active(account("administrator"), False, by=people.viewer("administrator"))
    assert account("administrator").active


def test_a_taken_name_is_refused_at_its_field() -> None:
    with pytest.raises(RuleBroken, match="đã có người dùng") as refused:
        make(username="MEMBER")
    assert list(refused.value.fields) == ["username"]


def test_a_unit_is_kept_only_where_the_role_needs_one() -> None:
    unit = account("officer").unit_id
    assert make(username="mot", unit_id=unit).unit_id is None
    assert make(username="hai", unit_id=unit, role=Role.VIEWER).unit_id == unit


def test_a_unit_that_does_not_exist_is_refused_at_its_field() -> None:
    with pytest.raises(RuleBroken) as refused:
        make(role=Role.VIEWER, unit_id=uuid.UUID(int=7))
    assert list(refused.value.fields) == ["unit"]


def test_only_administrators_list_accounts() -> None:
    names = [u.username for u in queries.list_users(viewer=people.viewer("administrator"))]
    assert sorted(names) == sorted(people.PEOPLE)
    with pytest.raises(NotAllowed):
        queries.list_users(viewer=people.viewer("head"))


def test_what_is_done_to_accounts_is_written_down() -> None:
    made = make()
    actions.set_active(made, False, by=people.viewer("administrator"))
    done = db.session.execute(
        select(AuditEntry.action, AuditEntry.user_id).where(AuditEntry.subject == str(made.id))
    )
    admin = people.viewer("administrator").user_id
    assert [tuple(row) for row in done] == [("accounts.created", admin), ("accounts.locked", admin)]
