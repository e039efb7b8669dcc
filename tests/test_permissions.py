"""The table of who may do what."""

from __future__ import annotations

import pytest

from inspect_app.errors import RuleBroken, one_of
from inspect_app.permissions import (
    ACCOUNT_ROLES,
    ALLOWED,
    TEAM_ROLES,
    Permission,
    Role,
    allows,
    may_ever,
)

ONLY_HEAD = (
    Permission.CHANGE_TEAM,
    Permission.WRITE_CONCLUSIONS,
    Permission.RETURN_MINUTES,
    Permission.APPROVE_MINUTES,
    Permission.SIGN_MINUTES,
    Permission.DECIDE_PARKED,
)
READING = {
    Permission.SEE_OWN_PAGES,
    Permission.LIST_VISITS,
    Permission.SEE_RESULT,
    Permission.DOWNLOAD_MINUTES,
}


@pytest.mark.parametrize("permission", ONLY_HEAD)
def test_only_the_head_concludes_and_signs(permission: Permission) -> None:
    assert ALLOWED[permission] == {Role.HEAD}
    assert may_ever(Role.INSPECTOR, permission)


@pytest.mark.parametrize("role", [Role.COMMUNE_OFFICER, Role.VIEWER])
def test_the_commune_and_its_superiors_read_and_the_commune_signs(role: Role) -> None:
    signing = {Permission.SIGN_AS_PARTY} if role is Role.COMMUNE_OFFICER else set()
    assert {p for p in Permission if allows(role, p)} == READING | signing
    assert {p for p in Permission if may_ever(role, p)} == READING | signing


def test_an_administrator_sees_no_inspection() -> None:
    held = {p for p in Permission if may_ever(Role.ADMINISTRATOR, p)}
    assert held == {
        Permission.SEE_OWN_PAGES,
        Permission.MANAGE_ACCOUNTS,
        Permission.MANAGE_CALENDAR,
        Permission.EDIT_PHRASES,
        Permission.MANAGE_TEMPLATES,
        Permission.IMPORT_OUTBOX,
    }


def test_roles_are_of_the_office_or_of_a_team() -> None:
    assert sorted(ACCOUNT_ROLES + TEAM_ROLES) == sorted(Role)


def test_a_choice_that_is_not_offered_is_refused() -> None:
    assert one_of(Role, "head") is Role.HEAD
    with pytest.raises(RuleBroken, match="“king” không có"):
        one_of(Role, "king")
