"""Checking a file that somebody brings: nothing of it is kept but that it was checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import current_app

from .. import storage
from ..audit.actions import record
from ..db import db, writing
from ..minutes.models import SignedMinutes
from ..signatures import authority, rootfiles
from ..signatures.models import SignedFile
from ..signatures.queries import list_files
from . import children, queries, rules
from . import record as records
from .queries import Claim
from .record import Record, State
from .rules import GOOD, Differences, Facts, Standing, Verdict

MOST_STATES = 6


@dataclass(frozen=True)
class Checked:
    """What was found of a file.

    `about` is the document that it is, or that it shows to be made from; `since` are the states
    that this document has had after it. `differs` is None where pages were not compared.
    """

    verdict: Verdict
    sha256: str
    seen: Facts
    about: Record | None = None
    since: tuple[State, ...] = ()
    differs: Differences | None = None
    other_number: bool = False
    other_data: bool = False

    @property
    def genuine(self) -> bool:
        """Whether it is a signed document as it was issued, be it older or replaced."""
        return self.verdict in GOOD


def check(pdf: bytes, *, code: str | None = None) -> Checked:
    """The verdict on a file, counted in the audit without its content.

    `code` is that of the document which it should be. Raises children.Busy.
    """
    checked = _checked(pdf, code)
    with writing():
        # By nobody, also where somebody is signed in: whoever checks a document is not watched.
        record("verification.checked", by=None, sha256=checked.sha256, verdict=checked.verdict)
    return checked


def _checked(pdf: bytes, code: str | None) -> Checked:
    sha256 = hashlib.sha256(pdf).hexdigest()
    state = queries.find_state(sha256)
    seen = _look(pdf, asks=state is None)
    if state is not None:
        return _known(state, seen, code)
    claim = _claim(pdf, seen)
    if claim is None:
        return Checked(rules.judge(seen, None), sha256, seen)
    signed, states = claim.signed, _states(claim.signed)
    verdict = rules.judge(seen, None, _signature_count(claim, sha256))
    if verdict is Verdict.UNTRUSTED and any(rules.nearly_same(pdf, state) for state in states):
        verdict = Verdict.CHANGED  # a byte of a certificate, which its authority does not know so
    compared = _compare(pdf, states) if seen.kind == "pdf" else None
    number = f"{signed.number:02}"
    return Checked(
        verdict=verdict,
        sha256=sha256,
        seen=seen,
        about=records.of(signed),
        differs=compared,
        other_number=seen.number not in ("", number),
        other_data=signed.content_hash not in seen.data,
    )


def _known(state: SignedFile, seen: Facts, code: str | None) -> Checked:
    """A file that the register knows by its hash."""
    signed = state.minutes
    standing = Standing(queries.is_newest(state), queries.replaced_by(signed) is not None)
    verdict, about = rules.judge(seen, standing), records.of(signed)
    asked = queries.find_by_code(code) if code else None
    if verdict in GOOD and asked is not None and asked.id != signed.id:
        verdict = Verdict.OTHER
    added = {file.sha256 for file in queries.added_since(state)}
    since = tuple(one for one in about.states if one.sha256 in added)
    return Checked(verdict, state.sha256, seen, about, since)


def _look(pdf: bytes, *, asks: bool) -> Facts:
    """What a child says of the signatures; a child that fails says nothing good."""
    settings = current_app.config["SETTINGS"]
    roots = [authority.ensure_authority(settings.keys).certificate]
    roots += [file.read_bytes() for file in rootfiles.listed(settings.trust_roots)]
    db.session.rollback()  # nobody waits for a transaction that waits for a child
    try:
        return rules.facts(children.run("examining", pdf, roots, ask=asks))
    except (children.Failed, KeyError, TypeError, ValueError):
        return Facts("failed")


def _claim(pdf: bytes, seen: Facts) -> Claim | None:
    """The document of ours that a strange file shows to be made from: the surest sign counts."""
    if found := queries.claim_by_start(pdf) or queries.claim_by_data(seen.data):
        return found
    if seen.kind != "pdf":
        return None
    try:
        read = children.run("comparing", pdf).get("codes", ())
    except children.Failed:
        return None
    return queries.claim_by_codes(map(str, read))


def _signature_count(claim: Claim, sha256: str) -> int | None:
    """How many signatures the file should have at least; None for what was never signed."""
    if claim.draft and sha256 == claim.signed.approved_sha256:
        return None
    last = claim.state.ordinal if claim.state else 1
    return sum(file.party is not None for file in list_files(claim.signed) if file.ordinal <= last)


def _states(signed: SignedMinutes) -> list[bytes]:
    """The document as approved and with each signature, the newest last."""
    names = [signed.approved_sha256, *(file.sha256 for file in list_files(signed))]
    return [storage.get(name) for name in names[-MOST_STATES:] if name]


def _compare(pdf: bytes, states: list[bytes]) -> Differences | None:
    db.session.rollback()
    try:
        return rules.differences(children.run("comparing", pdf, states))
    except (children.Failed, KeyError, TypeError, ValueError):
        return None
