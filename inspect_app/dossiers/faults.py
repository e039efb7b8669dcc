"""Messages kept in a column, so that each reader gets them in their own language."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from ..text import Message


class Messages(TypeDecorator[list[Message]]):
    """A list of messages as JSON; a bare text, as was kept before, is read as one without slots."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[Message] | None, _: Dialect) -> Any:
        return None if value is None else [_kept(message) for message in value]

    def process_result_value(self, value: Any, _: Dialect) -> list[Message] | None:
        return None if value is None else [_read(kept) for kept in value]


def _kept(message: Message) -> dict[str, Any]:
    slots = {k: _kept(v) if isinstance(v, Message) else v for k, v in message.values.items()}
    return {"text": message.text, "values": slots}


def _read(kept: Any) -> Message:
    if isinstance(kept, str):
        return Message("{said}", {"said": kept})
    slots = {k: _read(v) if isinstance(v, dict) else v for k, v in kept["values"].items()}
    return Message(kept["text"], slots)
