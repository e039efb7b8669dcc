"""A file signed outside is taken in only as the same document with the expected signature more."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from inspect_app.signatures import authority, keys, levels, reading, trust, uploads
from inspect_app.signatures.keys import FileKey
from inspect_app.signatures.rules import Party
from inspect_app.signatures.signers import Expected, Refused
from inspect_app.signatures.signing import Manner, Signed, sign
from tests.signatures.pki import Pki

HEAD = Expected("Nguyễn Hữu Phước")


def by_another_tool(
    file: bytes,
    key: FileKey,
    field: str = "Sig_head",
    spec: fields.SigFieldSpec | None = None,
    pades: bool = True,
) -> bytes:
    """Signed by pyHanko alone, as whatever program the signer's office has."""
    kind = fields.SigSeedSubFilter.PADES if pades else fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=kind)
    signer = PdfSigner(metadata, signer=key.signer, new_field_spec=spec)
    done = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(file)))
    return bytes(done.getbuffer())


@pytest.mark.parametrize("pades", [True, False])
def test_a_file_signed_in_its_field_is_taken_in(
    pki: Pki, folder: Path, issued: Signed, full: Manner, pades: bool
) -> None:
    uploaded = by_another_tool(issued.pdf, pki.key("head", folder), pades=pades)
    taken = uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, full)
    assert taken.pdf.startswith(uploaded)
    assert [one.field for one in levels.examine(taken.pdf, pki.trust)] == ["Sig_issue", "Sig_head"]


def test_an_invisible_field_that_a_tool_adds_is_taken_in(
    pki: Pki, folder: Path, issued: Signed, full: Manner
) -> None:
    uploaded = by_another_tool(issued.pdf, pki.key("head", folder), "Signature1")
    taken = uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, full)
    assert levels.examine(taken.pdf, pki.trust)[-1].field == "Signature1"


def test_a_visible_field_of_its_own_is_refused(
    pki: Pki, folder: Path, issued: Signed, full: Manner
) -> None:
    spec = fields.SigFieldSpec("Signature1", on_page=0, box=(100, 100, 300, 200))
    uploaded = by_another_tool(issued.pdf, pki.key("head", folder), "Signature1", spec)
    with pytest.raises(Refused, match="đúng ô đã có sẵn"):
        uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, full)


def changed(file: bytes) -> bytes:
    """A page's text exchanged by an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 400 400 re f"))
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bent(file: bytes) -> bytes:
    """One hexadecimal digit of the signature's certificates exchanged."""
    at = reading.opened(file).embedded_signatures[-1].byte_range[1] + 1001
    return file[:at] + (b"1" if file[at : at + 1] != b"1" else b"2") + file[at + 1 :]


def test_what_is_not_this_document_and_one_good_signature_is_refused(
    pki: Pki, folder: Path, tmp_path: Path, small: bytes, issued: Signed, full: Manner
) -> None:
    head, unit = pki.key("head", folder), pki.key("unit", folder)
    fake = authority.certificate_for(tmp_path, "7", HEAD.name, "Sở Nội vụ")
    good = by_another_tool(issued.pdf, head)
    refused = {
        "the same file": (issued.pdf, uploads.NOTHING_NEW),
        "no signature": (issued.pdf + b"\n% x\n", uploads.NOTHING_NEW),
        "another document": (by_another_tool(small, head), "Tệp nộp lên không phải"),
        "signed by another": (by_another_tool(issued.pdf, unit), "không phải Nguyễn Hữu Phước"),
        "revoked": (by_another_tool(issued.pdf, pki.key("revoked", folder)), "thu hồi"),
        "same name, own authority": (
            by_another_tool(issued.pdf, keys.demonstration(fake)),
            "không được tin cậy",
        ),
        "field of another": (by_another_tool(issued.pdf, head, "Sig_unit"), "ô của người khác"),
        "two signatures": (by_another_tool(good, unit, "Sig_unit"), "nhiều hơn một"),
        "page exchanged": (by_another_tool(changed(issued.pdf), head), "đã bị thay đổi"),
        "changed afterwards": (changed(good), "đã bị thay đổi"),
        "cut short": (good[:-200], ""),
        "a digit of the signature": (bent(good), ""),
        "nothing": (b"", "Tệp nộp lên không phải"),
    }
    for what, (file, reason) in refused.items():
        with pytest.raises(Refused) as told:
            uploads.accept(issued.pdf, file, Party.HEAD, HEAD, full)
        assert reason in str(told.value), what


def test_an_expired_certificate_is_refused_whatever_time_is_claimed(
    pki: Pki, folder: Path, issued: Signed, full: Manner
) -> None:
    key = pki.key("expired", folder)
    while_valid = dt.datetime(2021, 5, 5, tzinfo=dt.UTC)
    backdated = sign(
        *(issued.pdf, Party.HEAD, key, Manner(pki.trust, asks=False)),
        at=while_valid,
        reason="Ký",
        location="An Tân",
    )
    with pytest.raises(Refused, match="hiệu lực"):
        uploads.accept(issued.pdf, backdated.pdf, Party.HEAD, HEAD, full)


def test_while_the_authority_does_not_answer_nothing_is_taken_in(
    pki: Pki, folder: Path, issued: Signed, full: Manner
) -> None:
    uploaded = by_another_tool(issued.pdf, pki.key("head", folder))
    with pki.closed("/ocsp", "/crls"), pytest.raises(Refused, match="hãy thử lại"):
        uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, full)
    assert uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, full).pdf.startswith(uploaded)


def test_nobodys_address_is_asked_for_an_untrusted_certificate(
    pki: Pki, folder: Path, issued: Signed
) -> None:
    uploaded = by_another_tool(issued.pdf, pki.key("head", folder))
    pki.doors.asked.clear()
    other = authority.certificate_for(folder, "9", "Người khác", "Cơ quan khác")
    manner = Manner(trust.trust(other.root))
    with pytest.raises(Refused):
        uploads.accept(issued.pdf, uploaded, Party.HEAD, HEAD, manner)
    assert pki.doors.asked == []
