"""Every route of the app with addresses that lead to something of the cast, for the guards."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask

from inspect_app.permissions import Permission, Role
from tests.cast import Cast

# What each of the cast is in the visits of the first team, An Tân's or not.
IN_TEAM = {"head": Role.HEAD, "secretary": Role.SECRETARY, "member": Role.MEMBER}
ABSENT = uuid.UUID("01900000-0000-7000-8000-000000000000")
VISIT_BOUND = ("visit_id", "photo_id", "finding_id", "line_id", "request_id", "parked_id")

NOBODYS = uuid.UUID(int=7)


@dataclass(frozen=True)
class Route:
    """One way to ask one route."""

    endpoint: str
    method: str
    values: tuple[tuple[str, Any], ...]
    permission: Permission | None
    address: str

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.values}

    @property
    def key(self) -> str | None:
        """The name of the id that says whose it is, if any."""
        return next((n for n in (*VISIT_BOUND, "campaign_id", "user_id") if n in self.names), None)

    def leading_to(self, app: Flask, key: uuid.UUID) -> Route:
        """The same route to another thing of the same kind."""
        changed = {**dict(self.values), str(self.key): key}
        address = app.url_map.bind("localhost").build(self.endpoint, changed, self.method)
        return replace(self, values=tuple(changed.items()), address=address)


def all_routes(app: Flask, cast: Cast, user_id: uuid.UUID = ABSENT) -> list[Route]:
    """Every route but that of static files, signing out last."""
    found = [
        Route(rule.endpoint, method, tuple(values.items()), _permission(app, rule.endpoint), url)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        for values in _values(rule, cast, user_id)
        for url in [app.url_map.bind("localhost").build(rule.endpoint, values, method)]
    ]
    return sorted(found, key=lambda r: (r.endpoint == "accounts.sign_out", r.endpoint, r.address))


def role_in(username: str, route: Route) -> Role | None:
    """What the person of the cast is where the route leads; None where it is foreign to them."""
    if username in IN_TEAM:
        in_team = route.key != "campaign_id" or route.permission is Permission.CHANGE_TEAM
        return IN_TEAM[username] if in_team else Role.INSPECTOR
    if username == "leader":
        return Role.VIEWER
    # The photos, findings, lines, requests and the parked of the cast are not at An Tân.
    return Role.COMMUNE_OFFICER if username == "officer" and route.key == "visit_id" else None


def _permission(app: Flask, endpoint: str) -> Permission | None:
    view: Any = app.view_functions[endpoint]
    declared: Permission | None = view.permission
    return declared


def _values(rule: Any, cast: Cast, user_id: uuid.UUID) -> Iterator[dict[str, Any]]:
    known = {
        "visit_id": cast.visit,
        "campaign_id": cast.campaign,
        "photo_id": cast.photo,
        "finding_id": cast.finding,
        "line_id": cast.line,
        "request_id": cast.request,
        "parked_id": cast.parked,
        "sampled_id": cast.sampled,
        "matter": "HS-02",
        "kind": "procedures",
        "user_id": user_id,
        "code": "CD-01",
        "aspect": "result",
        "number": 1,
        "ordinal": 1,
        "phrase": "heading.summary",
        # Nobody has such: whoever asks for one hears the same.
        "scan_id": NOBODYS,
        "signature_id": NOBODYS,
    }
    # The dossier of the cast is checked in the full visit.
    known |= {"visit_id": cast.full} if "sampled_id" in rule.arguments else {}
    values = {name: known[name] for name in rule.arguments if name in known}
    choices = [name for name in rule.arguments if name not in known]
    if not choices:
        yield values
        return
    (choice,) = choices
    for option in sorted(rule._converters[choice].items):
        yield values | {choice: option}
