"""The number and the head's signature: increments after what was approved, no gap in numbers."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import storage
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.minutes import codes, issued
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures import issuing, levels, means, numbering, office, queries
from inspect_app.signatures.rules import FileKind, Level, Party
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import last_step
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import approve


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    found = people.load(cast.visit)
    approve(found)
    return found


def sign(visit: Visit, *, here: bool = True) -> SignedMinutes:
    return issuing.sign(visit, here=here, by=people.viewer("head"))


def test_the_signed_file_begins_with_the_bytes_that_were_approved(visit: Visit) -> None:
    step = last_step(visit, "approve")
    assert step is not None
    approved = storage.get(step.file_sha256)
    signed = sign(visit)
    assert signed.approved_sha256 == step.file_sha256 == hashlib.sha256(approved).hexdigest()
    states = [storage.get(file.sha256) for file in queries.list_files(signed)]
    for before, after in zip([approved, *states], states, strict=False):
        assert after.startswith(before)


def test_every_state_is_in_the_register(visit: Visit) -> None:
    signed = sign(visit)
    files = queries.list_files(signed)
    assert [(file.ordinal, file.kind, file.party) for file in files] == [
        (1, FileKind.ISSUED, Party.ISSUE),
        (2, FileKind.SIGNED, Party.HEAD),
    ]
    assert all(queries.is_registered(file.sha256) for file in files)
    assert {file.level for file in files} == {Level.B}
    assert signed.sha256 == signed.newest_sha256 == files[-1].sha256


def test_what_is_registered_validates(visit: Visit) -> None:
    signed = sign(visit)
    examined = levels.examine(storage.get(signed.sha256), office.trusted(means.settings()))
    assert [one.field for one in examined] == ["Sig_issue", "Sig_head"]
    assert numbering.number_in(storage.get(signed.sha256)) == f"{signed.number:02}"


def test_the_code_on_the_pages_leads_to_the_document(visit: Visit) -> None:
    signed = sign(visit)
    assert signed.code == codes.code_of(signed.content_hash, means.settings().check_key)


def test_the_number_can_be_given_before_anybody_signs(visit: Visit) -> None:
    signed = sign(visit, here=False)
    assert visit.state is VisitState.SIGNED
    assert [file.kind for file in queries.list_files(signed)] == [FileKind.ISSUED]
    assert Party.HEAD in queries.open_parties(signed)


def test_a_changed_answer_is_refused_and_takes_no_number(visit: Visit) -> None:
    answer(visit, "CD-01", value="fail")
    db.session.commit()
    with pytest.raises(RuleBroken, match="thay đổi sau khi phê duyệt"):
        sign(visit)
    assert issued.next_number(issued.book_of(visit), 2020) == 1


def test_a_damaged_approved_file_is_never_signed(visit: Visit, app: Flask) -> None:
    step = last_step(visit, "approve")
    assert step is not None
    folder: Path = app.config["SETTINGS"].files
    (folder / step.file_sha256[:2] / step.file_sha256).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(storage.Missing):
        sign(visit)
    assert issued.next_number(issued.book_of(visit), 2020) == 1


def test_numbers_given_at_the_same_moment_have_no_gap_and_no_double(app: Flask, cast: Cast) -> None:
    keys = (cast.visit, cast.full)
    with app.app_context():
        for key in keys:
            approve(people.load(key))
    together, given = threading.Barrier(len(keys)), list[int]()

    def one(key: object) -> None:
        with app.app_context():
            visit = people.load(key)  # type: ignore[arg-type]
            by = people.viewer("head")
            together.wait()
            given.append(issuing.sign(visit, by=by).number)

    threads = [threading.Thread(target=one, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [1, 2]
    with app.app_context():
        numbers = db.session.scalars(select(SignedMinutes.number)).all()
        assert sorted(numbers) == [1, 2]
