"""Each signature is one increment more; the number, the page and every earlier signature stay."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pyhanko.sign.validation import validate_pdf_signature

from inspect_app import clock
from inspect_app.minutes import preview
from inspect_app.signatures import levels, numbering, reading, signing
from inspect_app.signatures.keys import Key
from inspect_app.signatures.rules import PEOPLE, Level, Party
from inspect_app.signatures.signing import Manner, Signed
from inspect_app.signatures.trust import Trust
from tests.minutes.test_fields import drawn_with_seal
from tests.signatures.conftest import Signs
from tests.signatures.pki import Pki


def text(file: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=file, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_every_state_begins_with_the_one_before(small: bytes, in_turn: list[bytes]) -> None:
    for before, after in zip([small, *in_turn], in_turn, strict=False):
        assert after.startswith(before) and len(after) > len(before)


def test_every_earlier_signature_stays_valid(pki: Pki, in_turn: list[bytes]) -> None:
    for count, state in enumerate(in_turn, 1):
        signatures = reading.opened(state).embedded_signatures
        assert len(signatures) == count
        for signature in signatures:
            context = pki.trust.context(at=signature.self_reported_timestamp)
            status = validate_pdf_signature(signature, context)
            assert status.bottom_line, status.summary()


def test_another_reader_finds_them_valid_too(in_turn: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(in_turn[-1])
    command = ["pdfsig", "-nocert", str(tmp_path / "signed.pdf")]
    said = subprocess.run(command, capture_output=True, text=True).stdout
    assert said.count("Signature is Valid.") == len(PEOPLE) + 1
    assert said.count("Signature Validation:") == len(PEOPLE) + 1


def test_the_number_is_read_in_the_text_and_in_the_field(small: bytes, issued: Signed) -> None:
    assert numbering.number_in(small) == ""
    assert numbering.number_in(issued.pdf) == "05"
    assert "Số: /BB-ĐKT" in text(small)
    assert "Số: 05/BB-ĐKT" in text(issued.pdf)
    assert "(Kèm theo Biên bản số 05/BB-ĐKT ngày" in text(issued.pdf)


def test_the_number_and_the_signatures_are_seen_on_the_pictures(
    small: bytes, issued: Signed, in_turn: list[bytes]
) -> None:
    assert preview.page_picture(small, 1) != preview.page_picture(issued.pdf, 1)
    changed = [
        page
        for page in range(1, preview.count_pages(small) + 1)
        if preview.page_picture(issued.pdf, page) != preview.page_picture(in_turn[-1], page)
    ]
    assert len(changed) == 1


def test_the_stamp_says_who_and_when_with_the_time_zone(in_turn: list[bytes]) -> None:
    shown = text(in_turn[-1])
    for name in ("Đỗ Quỳnh Ngọc Ẩn", "Huỳnh Thị Thúy Hằng", "Nguyễn Hữu Phước"):
        assert name in shown
    assert shown.count("Ký số bởi:") == shown.count("+07:00") == 3
    assert "trình diễn" not in shown


def test_signing_again_in_the_same_field_is_refused(
    in_turn: list[bytes], signs: Signs, bare: Manner
) -> None:
    with pytest.raises(signing.NoField):
        signs(in_turn[-1], Party.HEAD, bare)


def test_the_seal_is_one_signature_more_over_the_heads(
    key: Callable[[str], Key], signs: Signs, bare: Manner
) -> None:
    drawn = drawn_with_seal()
    file = signing.issue(drawn, 5, key("seal"), bare, at=clock.now(), location="An Tân").pdf
    for party in (Party.HEAD, Party.SEAL):
        file = signs(file, party, bare).pdf
    assert [one.field for one in levels.examine(file, bare.trust)][1:] == ["Sig_head", "Sig_seal"]
    assert "Đoàn kiểm tra cải cách hành chính" in text(file)
    assert colours(file) >= {"red", "blue"}


def colours(file: bytes) -> set[str]:
    """Which of red and blue ink is on the first page."""
    picture = preview.page_picture(file, 1)
    assert picture is not None
    pixels = Image.open(io.BytesIO(picture)).convert("RGB").get_flattened_data()
    found = {
        "red": any(r > 180 and g < 60 and b < 60 for r, g, b in pixels),
        "blue": any(b > 120 and r < 60 for r, _, b in pixels),
    }
    return {name for name, there in found.items() if there}


def test_without_a_box_nobody_signs(signs: Signs, bare: Manner) -> None:
    with pytest.raises(signing.NoField):
        signs(drawn_with_seal(), Party.SECRETARY, bare)


@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_the_digest_is_the_one_that_was_chosen(
    issued: Signed, signs: Signs, pki: Pki, digest: str
) -> None:
    signed = signs(issued.pdf, Party.UNIT, Manner(pki.trust, digest=digest, asks=False))
    assert reading.opened(signed.pdf).embedded_signatures[-1].md_algorithm == digest


def test_a_certificate_past_its_time_does_not_sign(
    issued: Signed, signs: Signs, bare: Manner
) -> None:
    with pytest.raises(signing.NotValidThen):
        signs(issued.pdf, Party.HEAD, bare, by="expired")


def test_a_signature_that_this_office_would_not_trust_is_not_made(
    small: bytes, pki: Pki, folder: Path
) -> None:

    stranger = Manner(Trust(()), asks=False)
    with pytest.raises(levels.NotValid):
        signing.issue(small, 5, pki.key("seal", folder), stranger, at=clock.now(), location="x")


def test_without_a_service_the_level_is_b_and_the_reason_is_given(issued: Signed) -> None:
    assert issued.level is Level.B
    assert issued.remarks == ("Chưa khai báo dịch vụ cấp dấu thời gian",)


def test_number_and_head_in_one_go_are_the_same_two_states(
    small: bytes, key: Callable[[str], Key], full: Manner
) -> None:
    keys, at = (key("seal"), key("head")), clock.now()
    first, second = signing.issue_and_sign(
        small, 5, keys, full, at=at, reason="Ký biên bản", location="An Tân"
    )
    assert first.pdf.startswith(small) and second.pdf.startswith(first.pdf)
    assert [one.field for one in levels.examine(first.pdf, full.trust)] == ["Sig_issue"]
    examined = levels.examine(second.pdf, full.trust)
    assert [one.field for one in examined] == ["Sig_issue", "Sig_head"]
    assert first.level is levels.level_of(first.pdf, full.trust) is Level.T
    assert second.level is levels.lowest(examined) is Level.LT


def test_what_was_made_in_one_go_is_validated_before_it_is_given(
    small: bytes, key: Callable[[str], Key], pki: Pki
) -> None:
    of_another = Manner(Trust(()), asks=False)
    with pytest.raises(levels.NotValid):
        signing.issue_and_sign(
            *(small, 5, (key("seal"), key("head")), of_another),
            at=clock.now(),
            reason="Ký",
            location="x",
        )
