"""What counts as the content of an operation, and when it was made."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from inspect_app.visits.envelope import Envelope, accepted_id

KEY, PERSON = uuid.uuid4(), uuid.uuid4()
PHOTO = {"Op-Name": "a.jpg", "Op-At": "2020", "Upload-Offset": "0", "Upload-Sha256": "ab"}


def envelope(path: str = "/a", **fields: str) -> Envelope:
    return Envelope(KEY, "POST", path, {name: [said] for name, said in fields.items()})


def piece(**headers: str) -> Envelope:
    sent = {**PHOTO, **{name.replace("_", "-"): said for name, said in headers.items()}}
    return Envelope(KEY, "PATCH", "/photos/1", {}, sent)


@pytest.mark.parametrize(
    "other",
    [envelope("/b", value="1"), envelope(value="2"), envelope(value="1", base="x"), envelope()],
)
def test_other_content_is_another_fingerprint(other: Envelope) -> None:
    assert envelope(value="1").fingerprint(PERSON) != other.fingerprint(PERSON)


def test_another_person_is_another_fingerprint() -> None:
    assert envelope(value="1").fingerprint(PERSON) != envelope(value="1").fingerprint(KEY)


def test_what_goes_with_it_is_no_content() -> None:
    around = {"operation": "1", "at": "2", "offset": "3", "seen": "4", "csrf_token": "5"}
    assert envelope(value="1", **around).content == {"value": ["1"]}
    assert envelope(value="1", **around).fingerprint(PERSON) == envelope(value="1").fingerprint(
        PERSON
    )


def test_the_pieces_of_one_photo_are_one_operation() -> None:
    assert piece(Upload_Offset="9", Op_At="2021").fingerprint(PERSON) == piece().fingerprint(PERSON)
    assert piece(Upload_Sha256="cd").fingerprint(PERSON) != piece().fingerprint(PERSON)
    assert piece().content == {"Op-Name": ["a.jpg"], "Upload-Sha256": ["ab"]}


def test_when_it_was_made_needs_a_known_offset() -> None:
    at = dt.datetime(2020, 10, 15, 1, tzinfo=dt.UTC)
    late = dt.datetime.max.replace(tzinfo=dt.UTC)
    assert Envelope(KEY, "POST", "/", {}, at=at).happened_at is None
    assert Envelope(KEY, "POST", "/", {}, offset=5).happened_at is None
    assert Envelope(KEY, "POST", "/", {}, at=late, offset=5).happened_at is None
    made = Envelope(KEY, "POST", "/", {}, at=at, offset=-1500).happened_at
    assert made == at - dt.timedelta(seconds=1.5)


def test_an_accepted_operation_has_an_id_of_its_own() -> None:
    assert accepted_id(KEY) == accepted_id(KEY) != KEY
