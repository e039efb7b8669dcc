"""Who may do what: roles, permissions and the whole table, the only place that decides."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, replace


class Role(enum.StrEnum):
    """What a person is: for the office (first four), or in the team of one visit (last four)."""

    INSPECTOR = "inspector"
    COMMUNE_OFFICER = "commune_officer"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"
    HEAD = "head"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


ACCOUNT_ROLES = (Role.INSPECTOR, Role.COMMUNE_OFFICER, Role.VIEWER, Role.ADMINISTRATOR)
TEAM_ROLES = (Role.HEAD, Role.DEPUTY, Role.SECRETARY, Role.MEMBER)
TEAM = frozenset(TEAM_ROLES)


class Permission(enum.StrEnum):
    """What can be done; each route names exactly one."""

    SEE_OWN_PAGES = "see_own_pages"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_CALENDAR = "manage_calendar"
    EDIT_PHRASES = "edit_phrases"
    MANAGE_TEMPLATES = "manage_templates"
    PLAN_VISITS = "plan_visits"
    CHANGE_TEAM = "change_team"
    LIST_VISITS = "list_visits"
    SEE_WORK = "see_work"
    FILL_VISIT = "fill_visit"
    ASSIGN_SECTIONS = "assign_sections"
    RECORD_FINDINGS = "record_findings"
    WRITE_CONCLUSIONS = "write_conclusions"
    SUBMIT_MINUTES = "submit_minutes"
    RETURN_MINUTES = "return_minutes"
    APPROVE_MINUTES = "approve_minutes"
    SIGN_MINUTES = "sign_minutes"
    TAKE_STANDS = "take_stands"
    SIGN_AS_PARTY = "sign_as_party"
    SEAL_MINUTES = "seal_minutes"
    CORRECT_MINUTES = "correct_minutes"
    ATTACH_SCANS = "attach_scans"
    SEE_RESULT = "see_result"
    DOWNLOAD_MINUTES = "download_minutes"
    IMPORT_OUTBOX = "import_outbox"
    DECIDE_PARKED = "decide_parked"


EVERYONE = frozenset(Role)
ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.SEE_OWN_PAGES: EVERYONE,
    Permission.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_CALENDAR: frozenset({Role.ADMINISTRATOR}),
    # Every team's head is an inspector, and a permission outside a visit knows no team.
    Permission.EDIT_PHRASES: frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
    Permission.MANAGE_TEMPLATES: frozenset({Role.ADMINISTRATOR}),
    Permission.PLAN_VISITS: frozenset({Role.INSPECTOR}),
    Permission.CHANGE_TEAM: frozenset({Role.HEAD}),
    Permission.LIST_VISITS: EVERYONE - {Role.ADMINISTRATOR},
    Permission.SEE_WORK: TEAM,
    Permission.FILL_VISIT: TEAM,
    Permission.ASSIGN_SECTIONS: frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY}),
    Permission.RECORD_FINDINGS: TEAM,
    Permission.WRITE_CONCLUSIONS: frozenset({Role.HEAD}),
    Permission.SUBMIT_MINUTES: TEAM,
    Permission.RETURN_MINUTES: frozenset({Role.HEAD}),
    Permission.APPROVE_MINUTES: frozenset({Role.HEAD}),
    Permission.SIGN_MINUTES: frozenset({Role.HEAD}),
    Permission.TAKE_STANDS: TEAM,
    Permission.SIGN_AS_PARTY: TEAM | {Role.COMMUNE_OFFICER},
    Permission.SEAL_MINUTES: frozenset({Role.HEAD, Role.SECRETARY}),
    Permission.CORRECT_MINUTES: frozenset({Role.HEAD}),
    Permission.ATTACH_SCANS: TEAM,
    Permission.SEE_RESULT: TEAM | {Role.COMMUNE_OFFICER, Role.VIEWER},
    Permission.DOWNLOAD_MINUTES: TEAM | {Role.COMMUNE_OFFICER, Role.VIEWER},
    Permission.IMPORT_OUTBOX: frozenset({Role.INSPECTOR, Role.ADMINISTRATOR}),
    Permission.DECIDE_PARKED: frozenset({Role.HEAD}),
}

# An inspector's role in a visit is that of the team; the other accounts keep theirs everywhere.
REACHABLE: dict[Role, frozenset[Role]] = {
    Role.INSPECTOR: TEAM | {Role.INSPECTOR},
    Role.COMMUNE_OFFICER: frozenset({Role.COMMUNE_OFFICER}),
    Role.VIEWER: frozenset({Role.VIEWER}),
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Viewer:
    """Who asks, and for which permission; every query of a feature takes one.

    `vouched` is a visit in which the head lets this person's parked work in, whoever they are now.
    """

    user_id: uuid.UUID
    name: str
    role: Role
    unit_id: uuid.UUID | None
    needs: Permission = Permission.SEE_OWN_PAGES
    vouched: uuid.UUID | None = None

    def needing(self, permission: Permission) -> Viewer:
        """The same person asking for another permission."""
        return replace(self, needs=permission)


def allows(role: Role, permission: Permission) -> bool:
    """Whether the table gives the permission to the role."""
    return role in ALLOWED[permission]


def may_ever(account: Role, permission: Permission) -> bool:
    """Whether an account of this kind can hold the permission in any visit at all."""
    return bool(REACHABLE[account] & ALLOWED[permission])
