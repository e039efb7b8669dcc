"""The phrases as the office words them now, who changed them when, and changing them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlalchemy import select

from .. import clock
from ..audit.actions import record
from ..db import db
from ..errors import NotFound, RuleBroken
from ..permissions import Viewer
from . import phrases
from .models import PhraseEdit
from .phrases import SHIPPED, Library, Phrase


def current() -> Library:
    """The shipped phrases with the office's newest wordings.

    One that was written for other slots than the phrase has today does not count any more.
    """
    newest = {edit.key: edit.text for edit in list_edits()}
    own = {key: said for key, said in newest.items() if said and _fits(key, said)}
    return dataclasses.replace(SHIPPED, own=own)


def list_edits() -> Sequence[PhraseEdit]:
    """Every change of a phrase, oldest first."""
    return db.session.scalars(select(PhraseEdit).order_by(PhraseEdit.at, PhraseEdit.id)).all()


def get_phrase(key: str) -> Phrase:
    """The shipped phrase of that key; raises NotFound."""
    found = SHIPPED.phrases.get(key)
    if found is None:
        raise NotFound()
    return found


def edit(phrase: Phrase, typed: str, *, by: Viewer) -> None:
    """Word a phrase anew; what is drafted from now on says it so. Raises what `check` raises."""
    wording = phrases.check(phrase, typed)
    if wording != current().wording(phrase.key):
        _keep(phrase, "" if wording == phrase.text else wording, by)


def reset(phrase: Phrase, *, by: Viewer) -> None:
    """Go back to the shipped wording; nothing happens where it counts already."""
    if phrase.key in current().own:
        _keep(phrase, "", by)


def _keep(phrase: Phrase, wording: str, by: Viewer) -> None:
    made = PhraseEdit(
        key=phrase.key, text=wording, edition=SHIPPED.key, by_id=by.user_id, at=clock.now()
    )
    db.session.add(made)
    action = "findings.phrase_edited" if wording else "findings.phrase_reset"
    record(action, by=by.user_id, subject=phrase.key, text=wording, edition=SHIPPED.key)


def _fits(key: str, wording: str) -> bool:
    try:
        return key in SHIPPED.phrases and bool(phrases.check(SHIPPED.phrases[key], wording))
    except RuleBroken:
        return False
