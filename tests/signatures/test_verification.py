"""A signed document is accepted as it is and refused once anything about it is changed."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from inspect_app import clock
from inspect_app.signatures import signing, verification
from inspect_app.signatures.authority import ensure_authority
from tests.minutes import builder
from tests.minutes.office import Office, head_of_team, sign

Change = Callable[[IncrementalPdfFileWriter], None]


def updated(file: bytes, change: Change) -> bytes:
    """The file with an incremental update, as a PDF editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def replace_text(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 400 400 re f"))
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def add_note(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Contents"): generic.pdf_string("Đạt"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                generic.NumberObject(n) for n in (100, 100, 300, 200)
            ),
        }
    )
    first_page(writer)["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def rename(writer: IncrementalPdfFileWriter) -> None:
    title = {generic.pdf_name("/Title"): generic.pdf_string("Biên bản số 06/BB-ĐKT")}
    writer.set_info(generic.DictionaryObject(title))


def strip_signature(writer: IncrementalPdfFileWriter) -> None:
    strip(writer, "Sig_head")


def strip_all(writer: IncrementalPdfFileWriter) -> None:
    strip(writer, "Sig_head", "Sig_issue")


def strip(writer: IncrementalPdfFileWriter, *names: str) -> None:
    for field in writer.root["/AcroForm"]["/Fields"]:
        if field.get_object()["/T"] in names:
            del field.get_object()["/V"]
            writer.mark_update(field.reference)


def renumber(writer: IncrementalPdfFileWriter) -> None:
    """The locked number written anew, as a form filler would."""
    (field,) = (f for f in writer.root["/AcroForm"]["/Fields"] if f.get_object()["/T"] == "Number")
    field.get_object()["/V"] = generic.pdf_string("06")
    writer.mark_update(field.reference)


def gap(file: bytes) -> tuple[int, int]:
    """Where the signature itself stands, which no signature can cover."""
    signature = PdfFileReader(io.BytesIO(file)).embedded_signatures[-1]
    start, length, resumed, _ = signature.byte_range
    return start + length, resumed


def flip(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def tampered(office: Office, fake: Path) -> dict[str, bytes]:
    signed = office.signed
    start, resumed = gap(signed)
    return {
        "byte of a page flipped": flip(signed, len(office.unsigned) // 2),
        "byte of the signature flipped": flip(signed, start + 1500),
        "signing time rewritten": re.sub(rb"(/M \(D.{1,4}?)202", rb"\g<1>201", signed),
        "page text replaced": updated(signed, replace_text),
        "note laid over a page": updated(signed, add_note),
        "title replaced": updated(signed, rename),
        "signature stripped": updated(signed, strip_signature),
        "all signatures stripped": updated(signed, strip_all),
        "number written anew": updated(signed, renumber),
        "cut short": signed[:-400],
        "cut before the signature": signed[:start],
        "bytes appended": signed + b"\n% one more line\n",
        "bytes put before": b"%PDF-1.7\n" + signed,
        "signature blanked": signed[: start + 1]
        + b"0" * (resumed - start - 2)
        + signed[resumed - 1 :],
        "signed by an authority of the same name": sign(office.unsigned, head_of_team(fake)),
        "never signed": office.unsigned,
        "no PDF": "Biên bản số 05/BB-ĐKT".encode(),
        "nothing": b"",
    }


REASONS = {
    "byte of a page flipped": verification.CHANGED,
    "signing time rewritten": verification.CHANGED,
    "page text replaced": verification.CHANGED,
    "title replaced": verification.CHANGED,
    "bytes appended": verification.CHANGED,
    "signature stripped": verification.CHANGED,
    "all signatures stripped": verification.UNSIGNED,
    "number written anew": verification.CHANGED,
    "never signed": verification.UNSIGNED,
    "signed by an authority of the same name": verification.UNTRUSTED,
    "no PDF": verification.UNREADABLE,
    "nothing": verification.UNREADABLE,
}


@pytest.fixture(scope="module")
def copies(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tampered(office, tmp_path_factory.mktemp("fake"))


def test_the_signed_minutes_are_genuine(office: Office) -> None:
    verdict = office.verify(office.signed)
    assert verdict.genuine
    assert verdict.signers == ("Nguyễn Hữu Phước",)
    assert verdict.signed_at is not None
    assert abs(clock.now() - verdict.signed_at) < dt.timedelta(minutes=10)


def test_no_tampered_copy_is_genuine_even_if_registered(
    office: Office, copies: dict[str, bytes]
) -> None:
    assert office.signed not in copies.values()
    verdicts = {name: office.verify_signature_alone(file) for name, file in copies.items()}
    assert [name for name, verdict in verdicts.items() if verdict.genuine] == []
    assert {name: verdicts[name].reason_vi for name in REASONS} == REASONS
    assert {verdict.signers for verdict in verdicts.values()} == {()}


def test_no_tampered_copy_is_genuine_by_the_register(
    office: Office, copies: dict[str, bytes]
) -> None:
    assert [name for name, file in copies.items() if office.verify(file).genuine] == []


def test_a_valid_signature_outside_the_register_is_not_genuine(office: Office) -> None:
    again = sign(office.unsigned, head_of_team(office.keys))
    verdict = office.verify(again)
    assert not verdict.genuine
    assert verdict.reason_vi == verification.UNREGISTERED


def test_no_flipped_byte_is_genuine_and_none_raises(office: Office) -> None:
    start, resumed = gap(office.signed)
    covered = [*range(start), *range(resumed, len(office.signed))]
    for at in random.Random(5).sample(covered, 40):
        assert not office.verify_signature_alone(flip(office.signed, at)).genuine, at


def test_a_failing_register_means_not_genuine(office: Office) -> None:
    def broken(sha256: str) -> bool:
        raise OSError("the disk is gone")

    verdict = verification.verify(office.signed, registered=broken, root=office.root)
    assert not verdict.genuine


def test_a_root_that_is_no_certificate_means_not_genuine(office: Office) -> None:
    verdict = verification.verify(office.signed, registered=lambda _: True, root=b"no certificate")
    assert not verdict.genuine


def test_another_office_does_not_trust_this_one(office: Office, tmp_path: Path) -> None:
    root = ensure_authority(tmp_path).certificate
    verdict = verification.verify(office.signed, registered=lambda _: True, root=root)
    assert verdict.reason_vi == verification.UNTRUSTED


def test_signing_appends_and_leaves_the_drawn_bytes(office: Office) -> None:
    assert office.signed.startswith(office.unsigned)


def test_the_signature_is_pades_and_certifies(office: Office) -> None:
    issue, head = PdfFileReader(io.BytesIO(office.signed)).embedded_signatures
    assert (issue.field_name, head.field_name) == ("Sig_issue", "Sig_head")
    assert issue.sig_object["/SubFilter"] == head.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert head.sig_object["/Reason"] == "Ký biên bản"
    assert issue.docmdp_level is not None
    assert issue.docmdp_level.value == 2
    assert issue.fieldmdp is not None and issue.fieldmdp.is_locked("Number")


def test_the_stamp_names_the_signer_and_the_demonstration(office: Office, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(office.signed)
    printed = subprocess.run(
        ["pdftotext", str(tmp_path / "signed.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    shown = " ".join(printed.split())
    assert "Ký số bởi: Nguyễn Hữu Phước" in shown
    assert "Chứng thư trình diễn, không có giá trị pháp lý" in shown


def test_the_claimed_time_is_the_one_given(office: Office) -> None:
    at = clock.now() - dt.timedelta(minutes=30)
    signed = sign(office.unsigned, head_of_team(office.keys), at)
    verdict = office.verify_signature_alone(signed)
    assert verdict.genuine
    assert verdict.signed_at == at.replace(microsecond=0)


def test_a_certificate_does_not_sign_outside_its_time(office: Office) -> None:
    long_ago = builder.END.replace(year=2020)
    with pytest.raises(signing.NotValidThen):
        sign(office.unsigned, head_of_team(office.keys), long_ago)


def test_a_number_is_given_once(office: Office) -> None:
    with pytest.raises(signing.NoField):
        sign(office.signed, head_of_team(office.keys))
