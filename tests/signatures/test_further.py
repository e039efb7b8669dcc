"""Signatures after the head's, in the running office: parties, seal, uploads, hashes, levels."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from inspect_app import storage
from inspect_app.db import db, writing
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.jobs import worker
from inspect_app.jobs.models import JobState
from inspect_app.jobs.queries import job_of
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures import elsewhere, entries, further, issuing, levels, means, queries
from inspect_app.signatures.issuing import UPGRADE
from inspect_app.signatures.rules import FileKind, Level, Party
from inspect_app.signatures.signing import Signed
from tests import cast as people
from tests.conftest import Template, close, make_app
from tests.signatures.pki import PASSWORD, Pki
from tests.signatures.test_remote import signed_elsewhere
from tests.signatures.test_uploads import by_another_tool
from tests.stages import approve

HEAD_OF_TESTS = "Nguyễn Hữu Phước"


@pytest.fixture
def configured(template: Template, pki: Pki, folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """An office with a seal, trusted roots and a time-stamp service, all of the test authority."""
    instance, own = tmp_path / "instance", tmp_path / "settings"
    shutil.copytree(template.folder, instance)
    own.mkdir()
    (own / "root.pem").write_bytes(pki.pem("root"))
    (own / "password").write_text(PASSWORD.decode())
    made = make_app(
        instance,
        INSPECT_SEAL_PKCS12=str(pki.pkcs12("seal", folder)),
        INSPECT_SEAL_PASSWORD_FILE=str(own / "password"),
        INSPECT_TRUST_ROOTS=str(own / "root.pem"),
        INSPECT_TSA_URL=pki.stamps.url,
        INSPECT_TSA_TIMEOUT="5",
    )
    yield made
    with made.app_context():
        close()


@pytest.fixture
def signed(configured: Flask, template: Template) -> Iterator[SignedMinutes]:
    """Numbered and sealed against change, signed by nobody yet; the head is named as the tests'."""
    with configured.app_context():
        visit = people.load(template.cast.visit)
        with writing():
            visit.campaign.head.user.full_name = HEAD_OF_TESTS
        approve(people.load(template.cast.visit))
        yield issuing.sign(people.load(template.cast.visit), here=False, by=people.viewer("head"))


def newest(signed: SignedMinutes) -> bytes:
    return storage.get(queries.newest_file(signed).sha256)


def again(signed: SignedMinutes) -> SignedMinutes:
    """The same document, read anew, whatever became of the session."""
    (key,) = inspect(signed).identity or (None,)
    db.session.rollback()
    return db.session.get_one(SignedMinutes, key)


def test_a_file_signed_by_the_heads_own_tool_is_taken_in(
    signed: SignedMinutes, pki: Pki, folder: Path
) -> None:
    uploaded = by_another_tool(newest(signed), pki.key("head", folder))
    entry = further.take_upload(signed, uploaded, by=people.viewer("head"))
    assert (entry.kind, entry.party, entry.level) == (FileKind.SIGNED, Party.HEAD, Level.B)
    assert newest(again(signed)).startswith(uploaded)


@pytest.mark.parametrize("what", ["nothing", "a stranger's", "another file"])
def test_what_is_not_that_is_refused_and_leaves_nothing(
    signed: SignedMinutes, pki: Pki, folder: Path, what: str
) -> None:
    current = newest(signed)
    uploaded = {
        "nothing": b"",
        "a stranger's": by_another_tool(current, pki.key("unit", folder)),
        "another file": b"%PDF-1.7 " + current,
    }[what]
    with pytest.raises(RuleBroken) as refused:
        further.take_upload(signed, uploaded, by=people.viewer("head"))
    assert list(refused.value.fields) == ["signed_file"]
    assert newest(again(signed)) == current


def test_the_seal_follows_with_the_offices_own_key(signed: SignedMinutes, pki: Pki) -> None:
    entry = further.seal(signed, by=people.viewer("head"))
    assert (entry.kind, entry.party) == (FileKind.SEALED, Party.SEAL)
    examined = levels.examine(newest(again(signed)), means.manner().trust)
    assert [one.field for one in examined] == ["Sig_issue", "Sig_seal"]
    with pytest.raises(RuleBroken):
        further.seal(again(signed), by=people.viewer("head"))


def test_a_signature_from_a_hash_is_embedded(signed: SignedMinutes, pki: Pki, folder: Path) -> None:
    by = people.viewer("head")
    chain = pki.pem("head") + pki.pem("issuing")
    key, made = elsewhere.prepare(signed, chain, by=by)
    with pytest.raises(Conflict, match="Người khác đang ký"):
        elsewhere.prepare(again(signed), chain, by=by)
    raw = signed_elsewhere(folder, "head", made.to_sign)
    entry = elsewhere.finish(elsewhere.get(key, viewer=by), raw, by=by)
    assert (entry.party, entry.kind) == (Party.HEAD, FileKind.SIGNED)
    with pytest.raises(Conflict, match="đã kết thúc"):
        elsewhere.finish(elsewhere.get(key, viewer=by), raw, by=by)


def test_an_attempt_given_up_lets_another_begin(signed: SignedMinutes, pki: Pki) -> None:
    by, chain = people.viewer("head"), pki.pem("head") + pki.pem("issuing")
    key, _ = elsewhere.prepare(signed, chain, by=by)
    with writing():
        elsewhere.give_up(elsewhere.get(key, viewer=by), by=by)
    elsewhere.prepare(again(signed), chain, by=by)


def test_a_wrong_raw_signature_is_refused(signed: SignedMinutes, pki: Pki, folder: Path) -> None:
    by = people.viewer("head")
    key, made = elsewhere.prepare(signed, pki.pem("head") + pki.pem("issuing"), by=by)
    wrong = signed_elsewhere(folder, "unit", made.to_sign)
    with pytest.raises(RuleBroken, match="không khớp"):
        elsewhere.finish(elsewhere.get(key, viewer=by), wrong, by=by)
    assert len(queries.list_files(again(signed))) == 1


def test_a_state_made_from_an_older_one_is_refused(signed: SignedMinutes) -> None:
    first = queries.newest_file(signed).sha256
    further.seal(signed, by=people.viewer("head"))
    with pytest.raises(Conflict, match="có thêm chữ ký khác"), writing():
        entries.add(
            again(signed), FileKind.UPGRADED, Signed(b"other", Level.T), after=first, by=None
        )


def test_the_queue_raises_the_level_when_the_services_come_back(
    signed: SignedMinutes, pki: Pki
) -> None:
    key = f"{UPGRADE}:{signed.id}"
    with pki.closed("/tsa/"):
        assert worker.run_due() == 1
        job = job_of(key)
        assert job is not None
        assert (job.state, "không trả lời" in job.reason) == (JobState.QUEUED, True)
        assert queries.newest_file(again(signed)).level is Level.B
    with writing():
        further.ask_upgrade(again(signed))
    worker.run_due()
    entry = queries.newest_file(again(signed))
    assert (entry.kind, entry.level) == (FileKind.UPGRADED, Level.LTA)
    assert levels.level_of(newest(again(signed)), means.manner().trust) is Level.LTA
    db.session.rollback()
    done = job_of(key)
    assert done is not None
    assert done.state is JobState.DONE


def sign_in(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    typed = {"username": username, "password": people.PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=typed).status_code == 303
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def test_a_tokens_helper_program_signs_over_the_api(
    configured: Flask, signed: SignedMinutes, pki: Pki, folder: Path
) -> None:
    visit: uuid.UUID = signed.visit_id
    db.session.rollback()
    client = sign_in(configured, "head")
    chain = (pki.pem("head") + pki.pem("issuing")).decode()
    begun: Any = client.post(f"/api/visits/{visit}/signature", json={"certificate": chain}).json
    raw = signed_elsewhere(folder, "head", bytes.fromhex(begun["to_sign"]))
    answer = client.put(f"/api/signatures/{begun['id']}", json={"signature": raw.hex()})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["sha256"] == queries.newest_file(again(signed)).sha256


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "JSON"),
        ({"certificate": 5}, "JSON"),
        ({"certificate": "no certificate"}, "chứng thư"),
    ],
)
def test_the_api_says_what_is_wrong(
    configured: Flask, signed: SignedMinutes, body: dict[str, Any], said: str
) -> None:
    visit: uuid.UUID = signed.visit_id
    db.session.rollback()
    client = sign_in(configured, "head")
    answer = client.post(f"/api/visits/{visit}/signature", json=body)
    assert answer.status_code == 422
    assert said in json.loads(answer.text)["error"]
