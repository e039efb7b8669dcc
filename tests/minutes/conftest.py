"""The drawn and the signed minutes that several tests look at, made once."""

from __future__ import annotations

import pytest

from inspect_app.minutes import pdf
from tests.minutes import builder
from tests.minutes.office import Office, head_of_team, sign


@pytest.fixture(scope="session")
def drawn() -> bytes:
    return pdf.draw(builder.minutes(photos=3), builder.pictures)


@pytest.fixture(scope="session")
def office(drawn: bytes, tmp_path_factory: pytest.TempPathFactory) -> Office:
    keys = tmp_path_factory.mktemp("keys")
    signer = head_of_team(keys)
    return Office(keys, drawn, sign(drawn, signer), signer.root)
