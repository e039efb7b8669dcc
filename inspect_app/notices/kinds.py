"""Kinds of notices as frozen values: what is asked of each, and in what words its faults stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from .. import text
from .rules import ALWAYS, ASPECTS, Fault


@dataclass(frozen=True)
class Wording:
    """How one fault of one kind is worded: texts with {slots}, the fullest first."""

    item: str
    findings: tuple[str, ...]
    request: str

    def finding(self, known: Mapping[str, str]) -> str:
        """The fullest of the texts whose slots are all known."""
        return next(t for t in self.findings if _slots(t) <= known.keys()).format(**known)


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `name_vi` is as it stands within a sentence; `asks` are its aspects."""

    key: str
    name_vi: str
    name_en: str
    item: str
    legal_basis: str
    asks: frozenset[str]
    wordings: Mapping[Fault, Wording]

    @property
    def title_vi(self) -> str:
        """The name as a heading."""
        return text.raised(self.name_vi)

    def title(self, language: str) -> str:
        """The heading in "vi" or "en"."""
        return self.name_en if language == "en" else self.title_vi


@dataclass(frozen=True)
class Edition:
    """One version of the kinds; `places` are suggested for where a notice hangs."""

    key: str
    valid_from: dt.date
    places: tuple[str, ...]
    kinds: tuple[Kind, ...]


# The newest decision that was announced is the same for the whole unit.
ANNOUNCED = Kind(
    key="announced",
    name_vi="quyết định mới nhất đã công bố",
    name_en="Newest decision announced",
    item="CK-03",
    legal_basis="",
    asks=frozenset({"decision"}),
    wordings={},
)


def read(content: Mapping[str, Any]) -> Edition:
    """The frozen value of a version's JSON; raises KeyError or ValueError where it is wrong."""
    return Edition(
        content["key"],
        dt.date.fromisoformat(content["valid_from"]),
        tuple(content["places_vi"]),
        tuple(_kind(raw, content["faults"]) for raw in content["kinds"]),
    )


def _kind(raw: Mapping[str, Any], shared: Mapping[str, Any]) -> Kind:
    asks = frozenset(ALWAYS) | frozenset(raw["asks"])
    if "qr" in asks:
        asks |= {"qr_target"}
    if unknown := asks - set(ASPECTS):
        raise ValueError(f"{raw['key']}: {sorted(unknown)}")
    return Kind(
        **{name: raw[name] for name in ("key", "name_vi", "name_en", "item", "legal_basis")},
        asks=asks,
        wordings={fault: _wording(raw, shared[fault], fault) for fault in Fault},
    )


def _wording(raw: Mapping[str, Any], shared: Mapping[str, Any], fault: Fault) -> Wording:
    own = raw["faults"].get(fault, shared)
    item = raw["items"].get(fault) or shared.get("item") or raw["item"]
    named = {"name": raw["name_vi"]}
    findings = tuple(_filled(found, named) for found in own["finding_vi"])
    if _slots(findings[-1]):
        raise ValueError(f"{raw['key']}: the last wording of {fault} needs what may be unknown")
    return Wording(item, findings, own["request_vi"].format(**named))


def _filled(found: str, named: Mapping[str, str]) -> str:
    return found.replace("{name}", named["name"])


def _slots(found: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(found) if name}
