"""What a name and a password must be, and which accounts cannot be switched off."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from ..errors import RuleBroken
from ..permissions import Role
from ..text import msg

PASSWORD_LENGTH = 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
NEEDS_UNIT = (Role.COMMUNE_OFFICER, Role.VIEWER)
CONFIRMED_FOR = dt.timedelta(minutes=5)
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=15), dt.timedelta(minutes=15)


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


def is_fresh(confirmed_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a person's confirmation of who they are still counts."""
    return confirmed_at is not None and now - confirmed_at < CONFIRMED_FOR


def wait_after(wrong_tries: int) -> dt.timedelta:
    """How long after so many wrong passwords in a row the next may be tried: 0, then doubling."""
    if wrong_tries < FREE_TRIES:
        return dt.timedelta(0)
    doubled: int = 1 << min(wrong_tries - FREE_TRIES, 10)  # by then the longest wait is reached
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def check_may_try(wrong_tries: int, tried_at: dt.datetime | None, now: dt.datetime) -> None:
    """Raise RuleBroken, naming the field, while the wait after wrong passwords lasts."""
    left = wait_after(wrong_tries) - (now - tried_at) if tried_at else dt.timedelta(0)
    if left > dt.timedelta(0):
        wait = msg(
            "Đã nhập sai {count} lần. Đợi {seconds} giây rồi thử lại.",
            count=wrong_tries,
            seconds=-(-left // dt.timedelta(seconds=1)),
        )
        raise RuleBroken(wait, {"password": wait})
