"""What signing needs at this office: its settings, its manner, the keys it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import current_app

from ..config import Settings
from ..permissions import Viewer

# pyHanko costs 42 MB, which a process that only serves pages should not pay.
if TYPE_CHECKING:
    from .keys import Key
    from .signing import Manner


def settings() -> Settings:
    """The settings of this office."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def manner(*, at_once: bool = False) -> Manner:
    """How this office signs; `at_once` asks no service, so that nobody waits for one.

    Raises BadRoots.
    """
    from . import office

    own = office.manner(settings())
    return replace(own, stamps=None, asks=False) if at_once else own


def personal_key(by: Viewer, organisation: str) -> Key:
    """The key that the office holds for a person; raises BadKey."""
    from . import office

    return office.demonstration_key(settings(), str(by.user_id), by.name, organisation)


def issuing_key(organisation: str) -> Key:
    """The organisation's key, which gives numbers and seals; raises BadKey."""
    from . import office

    return office.number_key(settings(), organisation)


def has_seal() -> bool:
    """Whether an organisation's key is set."""
    return bool(settings().seal_pkcs12 or settings().seal_module)


def has_stamps() -> bool:
    """Whether a time-stamp service is set."""
    return bool(settings().tsa_url)
