"""An office that trusts the test authority, with its register of signed documents, made once."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from inspect_app import clock, storage
from inspect_app.db import db, writing
from inspect_app.minutes import codes, pdf, preview
from inspect_app.minutes.check import Check
from inspect_app.minutes.document import Minutes, canonical, content_hash
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures import lasting, signing
from inspect_app.signatures.keys import Key
from inspect_app.signatures.models import SignedFile
from inspect_app.signatures.rules import PEOPLE, FileKind, Level, Party
from inspect_app.signatures.signing import Manner
from tests import cast as people
from tests.conftest import Template, close, make_app
from tests.minutes import builder
from tests.signatures.conftest import Signs, bare, folder, full, key, pki, signs
from tests.signatures.pki import Pki

__all__ = ["bare", "folder", "full", "key", "pki", "signs"]


@dataclass(frozen=True)
class Draft:
    """A document as it was approved: its value, its code, its bytes."""

    value: Minutes
    code: str
    file: bytes


@dataclass(frozen=True)
class State:
    """One state of a signed file: the bytes, and what was added last."""

    file: bytes
    kind: FileKind
    party: Party | None
    level: Level

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.file).hexdigest()


States = list[State]


def drawn(subject: str, **changes: Any) -> Draft:
    """A few pages of An Tân about `subject`, the code of their address on each."""
    short = {"checklist": (), "sample": (), "legal_bases": (), "requests": (), "number": None}
    value = builder.minutes(photos=0, subject=subject, **(short | changes))
    code = codes.code_of(content_hash(value), "trial")
    mark = Check(f"http://127.0.0.1:8000/k/{codes.shown(code)}")
    return Draft(value, code, pdf.draw(value, builder.pictures, mark))


@pytest.fixture(scope="session")
def first() -> Draft:
    return drawn("Kiểm tra công tác cải cách hành chính tại xã An Tân")


@pytest.fixture(scope="session")
def second() -> Draft:
    return drawn("Kiểm tra lại công tác cải cách hành chính tại xã An Tân")


@pytest.fixture(scope="session")
def many() -> Draft:
    return drawn("Kiểm tra việc niêm yết thủ tục hành chính tại xã An Tân", headings=())


@pytest.fixture(scope="session")
def chain(key: Callable[[str], Key], signs: Signs) -> Callable[..., States]:
    """The states of a document as it is numbered and then signed by each of the parties."""

    def signed(draft: bytes, manner: Manner, *parties: Party) -> States:
        now = clock.now()
        issued = signing.issue(draft, 5, key("seal"), manner, at=now, location="An Tân")
        states = [State(issued.pdf, FileKind.ISSUED, Party.ISSUE, issued.level)]
        for party in parties:
            kind = FileKind.SEALED if party is Party.SEAL else FileKind.SIGNED
            added = signs(states[-1].file, party, manner)
            states.append(State(added.pdf, kind, party, added.level))
        return states

    return signed


@pytest.fixture(scope="session")
def whole(chain: Callable[..., States], first: Draft, bare: Manner) -> States:
    """The first document: numbered, signed by the head, sealed."""
    return chain(first.file, bare, Party.HEAD, Party.SEAL)


@pytest.fixture(scope="session")
def replaced(chain: Callable[..., States], second: Draft, bare: Manner) -> States:
    """The document that the first one replaces, and one state that came before its last."""
    return chain(second.file, bare, Party.HEAD)


@pytest.fixture(scope="session")
def genuine(
    chain: Callable[..., States], many: Draft, bare: Manner, full: Manner, pki: Pki
) -> dict[str, State]:
    """Twenty files with one to four signatures, with and without time stamps, upgraded, sealed."""
    secretary, unit, head = PEOPLE
    plain = chain(many.file, bare, *PEOPLE, Party.SEAL)
    stamped = chain(many.file, full, *PEOPLE, Party.SEAL)
    backwards = chain(many.file, bare, head, unit, secretary, Party.SEAL)
    with pki.closed("/ocsp", "/crls"):
        unasked = chain(many.file, full, head)
    found = {
        f"{name}, {count} after the number": state
        for name, states in (
            ("bare", plain),
            ("stamped", stamped),
            ("backwards", backwards),
            ("without revocation data", unasked),
        )
        for count, state in enumerate(states)
    }
    for name, state in (
        ("number alone", stamped[0]),
        ("all and sealed", stamped[-1]),
        ("what was bare", plain[1]),
    ):
        upgraded, level = lasting.upgrade(state.file, pki.trust, pki.stamps)
        found[f"upgraded, {name}"] = State(upgraded, FileKind.UPGRADED, None, level)
    return found


@pytest.fixture(scope="session")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Iterator[Flask]:
    """An office with nothing in its register yet."""
    place = tmp_path_factory.mktemp("verification")
    shutil.copytree(template.folder, place / "instance")
    (place / "root.pem").write_bytes(pki.pem("root"))
    app = make_app(place / "instance", INSPECT_TRUST_ROOTS=str(place / "root.pem"))
    yield app
    with app.app_context():
        close()


@pytest.fixture(scope="session")
def office(
    made: Flask,
    template: Template,
    first: Draft,
    second: Draft,
    many: Draft,
    whole: States,
    replaced: States,
    genuine: dict[str, State],
) -> Flask:
    """With the first document, which replaces the second, and the twenty, each of its own."""
    with made.app_context():
        enter = Register(template)
        old = enter(second, replaced, "second", second.code)
        enter(first, whole, "first", first.code, replaces=old)
        for name, state in genuine.items():
            enter(many, [state], name)
    return made


class Register:
    """Enters documents of An Tân."""

    def __init__(self, template: Template) -> None:
        self.visit = template.cast.visit

    def __call__(
        self,
        draft: Draft,
        states: States,
        book: str,
        code: str | None = None,
        replaces: SignedMinutes | None = None,
    ) -> SignedMinutes:
        visit, head = people.load(self.visit), people.viewer("head")
        numbered = dataclasses.replace(draft.value, number=5)
        replaced_id = replaces.id if replaces else None
        ids = visit.id, visit.campaign_id
        with writing():
            signed = SignedMinutes(
                visit_id=ids[0],
                campaign_id=ids[1],
                book=book,
                code=code,
                replaces_id=replaced_id,
                year=2026,
                number=5,
                series=numbered.series,
                sha256=storage.put(states[-1].file),
                approved_sha256=storage.put(draft.file),
                data_sha256=storage.put(canonical(numbered)),
                content_hash=content_hash(draft.value),
                size=len(states[-1].file),
                pages=preview.count_pages(draft.file),
                signed_by=head.user_id,
                signed_at=clock.now(),
            )
            db.session.add(signed)
            db.session.flush()
            self._fill(signed, states)
        return signed

    def _fill(self, signed: SignedMinutes, states: States) -> None:
        names = {"secretary": "Đỗ Quỳnh Ngọc Ẩn", "unit": "Huỳnh Thị Thúy Hằng"}
        names |= {"head": "Nguyễn Hữu Phước", "seal": "Đoàn kiểm tra cải cách hành chính"}
        for ordinal, state in enumerate(states, 1):
            entry = SignedFile(
                minutes_id=signed.id,
                ordinal=ordinal,
                kind=state.kind,
                party=state.party,
                signer=names.get(state.party.value, "") if state.party else "",
                sha256=storage.put(state.file),
                size=len(state.file),
                level=state.level,
                at=clock.now(),
            )
            db.session.add(entry)
