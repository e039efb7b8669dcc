"""What a name and a password must be, and which accounts cannot be switched off."""

from __future__ import annotations

import re
import secrets

from ..errors import RuleBroken
from ..permissions import Role
from ..text import msg

PASSWORD_LENGTH = 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
NEEDS_UNIT = (Role.COMMUNE_OFFICER, Role.VIEWER)


def username(typed: str) -> str:
    """The sign-in name as stored: lower case. Raises RuleBroken for other than a-z 0-9 . _ -"""
    name = typed.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", name):
        text = msg("Tên đăng nhập dài 3 đến 40 ký tự, chỉ gồm chữ không dấu, số, dấu chấm, gạch.")
        raise RuleBroken(text, {"username": text})
    return name


def first_password() -> str:
    """A random password to hand over once: 4 groups of 4 letters without look-alikes, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def check_password(typed: str) -> None:
    """Raise RuleBroken for a password under 12 characters (length is what protects it)."""
    if len(typed) < PASSWORD_LENGTH:
        text = msg("Mật khẩu phải dài ít nhất {least} ký tự.", least=PASSWORD_LENGTH)
        raise RuleBroken(text, {"password": text})


def check_unit(role: Role, has_unit: bool) -> None:
    """Raise RuleBroken when an officer or viewer is tied to no unit."""
    if role in NEEDS_UNIT and not has_unit:
        text = msg("Chọn đơn vị cho cán bộ xã hoặc người xem.")
        raise RuleBroken(text, {"unit": text})


def check_can_switch_off(role: Role, other_active_administrators: int) -> None:
    """Raise RuleBroken for the last administrator: nobody could let anyone in again."""
    if role is Role.ADMINISTRATOR and other_active_administrators == 0:
        raise RuleBroken(msg("Đây là quản trị viên cuối cùng đang hoạt động, không thể khóa."))
