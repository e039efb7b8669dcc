"""The test authority, a small unsigned document, and what of it was signed: each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspect_app import clock
from inspect_app.minutes import pdf
from inspect_app.signatures import signing
from inspect_app.signatures.keys import Key
from inspect_app.signatures.rules import PEOPLE, Party
from inspect_app.signatures.signing import Manner, Signed
from tests.minutes import builder
from tests.minutes.office import Office, head_of_team, sign
from tests.signatures.pki import Pki, serving

Signs = Callable[..., Signed]


@pytest.fixture(scope="session")
def drawn() -> bytes:
    return pdf.draw(builder.minutes(photos=3), builder.pictures)


@pytest.fixture(scope="session")
def small() -> bytes:
    """Unsigned minutes of few pages, quick to validate."""
    return pdf.draw(builder.minutes(photos=0, rows=1, sample=()), builder.pictures)


@pytest.fixture(scope="session")
def office(drawn: bytes, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("keys")
    signer = head_of_team(folder)
    return Office(folder, drawn, sign(drawn, signer), signer.root)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pki")


@pytest.fixture(scope="session")
def pki(folder: Path) -> Iterator[Pki]:
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def full(pki: Pki) -> Manner:
    """With time stamps and revocation data."""
    return Manner(pki.trust, pki.stamps)


@pytest.fixture(scope="session")
def bare(pki: Pki) -> Manner:
    """Neither time stamps nor questions to the authority."""
    return Manner(pki.trust, asks=False)


@pytest.fixture(scope="session")
def key(pki: Pki, folder: Path) -> Callable[[str], Key]:
    return lambda name: pki.key(name, folder)


@pytest.fixture(scope="session")
def signs(key: Callable[[str], Key]) -> Signs:
    """Sign for a party with the key of its name, or of another."""

    def signed(file: bytes, party: Party, manner: Manner, by: str = "") -> Signed:
        reason, place = "Ký biên bản", "An Tân"
        return signing.sign(
            *(file, party, key(by or party.value), manner),
            at=clock.now(),
            reason=reason,
            location=place,
        )

    return signed


@pytest.fixture(scope="session")
def issued(small: bytes, key: Callable[[str], Key], bare: Manner) -> Signed:
    """Number 05 given, at B-B."""
    return signing.issue(small, 5, key("seal"), bare, at=clock.now(), location="An Tân")


@pytest.fixture(scope="session")
def in_turn(issued: Signed, signs: Signs, bare: Manner) -> list[bytes]:
    """The file as issued, then after each of the three people's signatures, at B-B."""
    states = [issued.pdf]
    for party in PEOPLE:
        states.append(signs(states[-1], party, bare).pdf)
    return states


@pytest.fixture(scope="session")
def stamped(small: bytes, key: Callable[[str], Key], full: Manner) -> Signed:
    """Number 05 given, with everything."""
    return signing.issue(small, 5, key("seal"), full, at=clock.now(), location="An Tân")


@pytest.fixture(scope="session")
def down(full: Manner) -> Manner:
    """A time-stamp service at an address where nobody listens."""
    assert full.stamps is not None
    return replace(full, stamps=replace(full.stamps, url="http://127.0.0.1:9/tsa"))
