"""What a name and a password must be, and who cannot be switched off."""

from __future__ import annotations

import pytest

from inspect_app.accounts import rules
from inspect_app.errors import RuleBroken
from inspect_app.permissions import ACCOUNT_ROLES, Role


@pytest.mark.parametrize("typed", ["nguyen.van-a_1", "  Thu.Ky ", "abc"])
def test_a_name_is_kept_in_lower_case(typed: str) -> None:
    assert rules.username(typed) == typed.strip().lower()


@pytest.mark.parametrize("typed", ["", "ab", "a" * 41, "có dấu", "a b c", ".abc", "a@b.vn"])
def test_a_name_of_other_signs_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.username(typed)
    assert list(refused.value.fields) == ["username"]


def test_a_short_password_is_refused_at_its_field() -> None:
    rules.check_password("x" * 12)
    with pytest.raises(RuleBroken, match="ít nhất 12") as refused:
        rules.check_password("x" * 11)
    assert list(refused.value.fields) == ["password"]


def test_first_passwords_are_long_and_each_is_its_own() -> None:
    made = {rules.first_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        rules.check_password(password)
        assert not set(password) & set("il1o0")


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_officers_and_viewers_need_a_unit(role: Role) -> None:
    rules.check_unit(role, True)
    if role in (Role.COMMUNE_OFFICER, Role.VIEWER):
        with pytest.raises(RuleBroken):
            rules.check_unit(role, False)
    else:
        rules.check_unit(role, False)


def test_the_last_administrator_stays() -> None:
    rules.check_can_switch_off(Role.ADMINISTRATOR, 1)
    rules.check_can_switch_off(Role.INSPECTOR, 0)
    with pytest.raises(RuleBroken, match="cuối cùng"):
        rules.check_can_switch_off(Role.ADMINISTRATOR, 0)
