"""The level that is claimed is the one really reached: stamps and revocation data, or not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import requests
from asn1crypto import crl
from pyhanko.sign.validation.dss import DocumentSecurityStore

from inspect_app import clock
from inspect_app.signatures import lasting, levels, reading, signing, stamping
from inspect_app.signatures.keys import Key
from inspect_app.signatures.rules import PEOPLE, Level, Party
from inspect_app.signatures.signing import Manner, Signed
from inspect_app.signatures.trust import Trust
from tests.signatures.conftest import Signs
from tests.signatures.pki import Pki


def test_with_all_services_every_signature_reaches_lt(
    pki: Pki, stamped: Signed, signs: Signs, full: Manner
) -> None:
    file = stamped.pdf
    for party in PEOPLE:
        signed = signs(file, party, full)
        assert (signed.level, signed.remarks) == (Level.LT, ())
        assert signed.pdf.startswith(file)
        file = signed.pdf
    assert [one.level for one in levels.examine(file, pki.trust)] == [Level.LT] * 4


def test_upgrading_adds_the_archive_time_stamp_and_then_nothing_more(
    pki: Pki, stamped: Signed
) -> None:
    upgraded, level = lasting.upgrade(stamped.pdf, pki.trust, pki.stamps)
    assert level is Level.LTA
    assert upgraded.startswith(stamped.pdf)
    assert lasting.upgrade(upgraded, pki.trust, pki.stamps) == (upgraded, Level.LTA)


def test_lta_falls_back_once_somebody_signs_after_it(
    pki: Pki, stamped: Signed, signs: Signs, full: Manner, bare: Manner
) -> None:
    archived, _ = lasting.upgrade(stamped.pdf, pki.trust, pki.stamps)
    assert signs(archived, Party.HEAD, bare).level is Level.B
    assert signs(archived, Party.HEAD, full).level is Level.LT


def test_what_was_signed_while_the_service_was_down_is_upgraded_later(
    pki: Pki, small: bytes, key: Callable[[str], Key], down: Manner, full: Manner
) -> None:
    signed = signing.issue(small, 5, key("seal"), down, at=clock.now(), location="An Tân")
    assert signed.level is Level.B
    assert signed.remarks == (stamping.NO_ANSWER,)
    assert levels.examine(signed.pdf, pki.trust)[0].stamped_at is None
    same, level = lasting.upgrade(signed.pdf, pki.trust, down.stamps)
    assert (same, level) == (signed.pdf, Level.B)
    upgraded, level = lasting.upgrade(signed.pdf, pki.trust, full.stamps)
    assert level is Level.LTA
    assert upgraded.startswith(signed.pdf)


def test_without_revocation_data_the_level_is_t_until_the_authority_answers(
    pki: Pki, small: bytes, key: Callable[[str], Key], full: Manner
) -> None:
    with pki.closed("/ocsp", "/crls"):
        signed = signing.issue(small, 5, key("seal"), full, at=clock.now(), location="An Tân")
    assert signed.level is Level.T
    assert signed.remarks == (lasting.NO_REVOCATION,)
    assert lasting.upgrade(signed.pdf, pki.trust, full.stamps)[1] is Level.LTA


def test_the_crl_serves_when_ocsp_does_not(
    pki: Pki, small: bytes, key: Callable[[str], Key], full: Manner
) -> None:
    with pki.closed("/ocsp"):
        signed = signing.issue(small, 5, key("seal"), full, at=clock.now(), location="An Tân")
    assert signed.level is Level.LT


def test_a_slow_service_is_waited_for(
    pki: Pki, small: bytes, key: Callable[[str], Key], full: Manner
) -> None:
    pki.doors.delay = 1.5
    try:
        signed = signing.issue(small, 5, key("seal"), full, at=clock.now(), location="An Tân")
    finally:
        pki.doors.delay = 0.0
    assert signed.level is Level.LT


def test_a_service_slower_than_the_limit_is_given_up(pki: Pki) -> None:
    impatient = replace(pki.stamps, timeout=0.3)
    pki.doors.delay = 1.5
    try:
        with pytest.raises(stamping.NoStamp, match=stamping.NO_ANSWER):
            impatient.ready(pki.trust, "sha256")
    finally:
        pki.doors.delay = 0.0


def test_it_is_asked_again_after_each_pause(pki: Pki) -> None:
    pki.doors.asked.clear()
    with pki.closed("/tsa/"), pytest.raises(stamping.NoStamp):
        replace(pki.stamps, pauses=(0.01, 0.02)).ready(pki.trust, "sha256")
    assert len([path for path in pki.doors.asked if "/tsa/" in path]) == 3


def test_stamps_of_a_stranger_are_not_used(pki: Pki, issued: Signed) -> None:
    with pytest.raises(stamping.NoStamp, match=stamping.NOT_TRUSTED):
        pki.stamps.ready(Trust(()), "sha256")


def test_revocation_data_stripped_by_an_increment_lowers_the_level(
    pki: Pki, stamped: Signed
) -> None:
    writer = reading.writer(stamped.pdf)
    del writer.root["/DSS"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert levels.level_of(out.getvalue(), pki.trust) is Level.T


def test_a_signer_revoked_before_is_found_by_the_embedded_data(
    pki: Pki, issued: Signed, signs: Signs, bare: Manner
) -> None:
    """Signed without asking, then the list of the revoked is embedded."""
    signed = signs(issued.pdf, Party.HEAD, bare, by="revoked")
    assert signed.level is Level.B
    extended = embed_lists(pki, signed.pdf)
    with pytest.raises(levels.NotValid, match="thu hồi"):
        levels.examine(extended, pki.trust)


def embed_lists(pki: Pki, pdf: bytes) -> bytes:
    """The file with both authorities' lists, as an upgrade would embed them."""
    lists = [
        crl.CertificateList.load(
            requests.get(f"{pki.address}/trial/crls/{name}/latest.crl", timeout=5).content
        )
        for name in ("root", "issuing")
    ]
    writer = reading.writer(pdf)
    certificates = reading.opened(pdf).embedded_signatures[-1].other_embedded_certs
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, crls=lists)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_unsigned_file_has_no_level(small: bytes, pki: Pki) -> None:
    with pytest.raises(levels.NotValid, match=levels.UNSIGNED):
        levels.level_of(small, pki.trust)
