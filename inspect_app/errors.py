"""What can go wrong on purpose, with its status, and how each is shown."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from .text import Message, msg


class Refused(Exception):
    """The base of all refusals; its message is what the person reads."""

    status = 400
    op_result = ""  # what a tablet is told of its operation, when it is to wait and not to give up

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class RuleBroken(Refused):
    """What was asked breaks a rule (422). `fields` gives the message of each field at fault."""

    status = 422

    def __init__(
        self, message: Message, fields: Mapping[str, Message] = MappingProxyType({})
    ) -> None:
        super().__init__(message)
        self.fields = dict(fields)


class Conflict(Refused):
    """Somebody else has changed it meanwhile, or an id stands for other content (409)."""

    status = 409
    fields: Mapping[str, Message] = MappingProxyType({})


class NotFound(Refused):
    """Missing, or not theirs to see: both look the same (404)."""

    status = 404

    def __init__(self) -> None:
        super().__init__(msg("Không tìm thấy, hoặc bạn không có quyền xem."))


class NotAllowed(Refused):
    """Seen, but not theirs to do (403)."""

    status = 403

    def __init__(self) -> None:
        super().__init__(msg("Vai trò của bạn không được làm việc này."))


class SignInNeeded(Refused):
    """Nobody is signed in, or the session has ended (401)."""

    status = 401
    op_result = "login"

    def __init__(self) -> None:
        super().__init__(msg("Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập."))


class OtherUser(Refused):
    """An operation that another person made on this tablet waits until they sign in (403)."""

    status = 403
    op_result = "other-user"

    def __init__(self) -> None:
        super().__init__(msg("Nội dung này do người khác ghi; người đó đăng nhập thì mới gửi."))


class Acknowledged(Exception):
    """A tablet's operation is settled and there is nothing to show; the transaction commits."""

    def __init__(self, sequence: int, result: str) -> None:
        super().__init__(result)
        self.sequence = sequence
        self.result = result


class Parked(Acknowledged):
    """The operation waits for the decision of the head of the team."""

    def __init__(self) -> None:
        super().__init__(0, "parked")


Choice = TypeVar("Choice", bound=enum.StrEnum)


def one_of(choices: type[Choice], typed: str) -> Choice:
    """The chosen member; raises RuleBroken for a choice that is not offered."""
    try:
        return choices(typed)
    except ValueError:
        raise RuleBroken(msg("Lựa chọn “{typed}” không có.", typed=typed[:40])) from None
