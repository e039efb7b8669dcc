"""PDF/A-3a and PDF/UA-1 by veraPDF, the data attached, the size with many photos."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from inspect_app.minutes import pdf
from inspect_app.minutes.check import Check
from inspect_app.minutes.document import Minutes, content_hash
from tests.minutes import builder, verapdf
from tests.minutes.office import Office
from tests.minutes.verapdf import Validator

CHECK = Check("https://kiemtra.example.gov.vn/k/ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z")
STANDARDS = pytest.mark.parametrize("flavour", ["3a", "ua1"])
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Validator]:
    with verapdf.running(tmp_path_factory.mktemp("vera")) as running:
        yield running


def everything() -> Minutes:
    """Drawn signatures, a reservation, a refusal, all annexes."""
    drawn = {"stand": "signs", "ink_sha256": builder.ink_sha256()}
    refusal = {"stand": "refuses", "words": "Chưa thống nhất số liệu", "witness": "Lê Văn Tám"}
    asked = builder.signatories(secretary=drawn, unit=refusal)
    return builder.minutes(photos=5, signatories=asked)


@STANDARDS
def test_what_is_drawn_keeps_the_standards(
    validator: Validator, drawn: bytes, flavour: str
) -> None:
    assert validator.faults(drawn, flavour) == []


@STANDARDS
def test_drawn_signatures_qr_and_all_annexes_keep_them_too(
    validator: Validator, flavour: str
) -> None:
    assert validator.faults(pdf.draw(everything(), builder.pictures, CHECK), flavour) == []


@STANDARDS
def test_the_signed_file_keeps_them_still(
    validator: Validator, office: Office, flavour: str
) -> None:
    assert validator.faults(office.signed, flavour) == []


def test_the_validator_finds_what_breaks_the_standards(validator: Validator, drawn: bytes) -> None:
    broken = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as file:
        del file.Root.StructTreeRoot
        file.save(broken)
    assert validator.faults(broken.getvalue(), "3a")
    assert validator.faults(broken.getvalue(), "ua1")
    assert validator.faults(b"no PDF at all", "3a")[0].startswith("unreadable")


def test_both_claims_stand_in_the_one_rdf(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as file:
        said = file.Root.Metadata.read_bytes().decode()
    assert said.count("<rdf:RDF") == said.count("</rdf:RDF>") == 1
    assert 'pdfaid:part="3"' in said and 'pdfaid:conformance="A"' in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said.partition("</rdf:RDF>")[0]


def test_the_data_are_attached_and_their_hash_is_that_of_the_approval(drawn: bytes) -> None:
    value = builder.minutes(photos=3)
    with pikepdf.open(io.BytesIO(drawn)) as file:
        attached = file.attachments["du-lieu.json"]
        body = attached.get_file().read_bytes()
        assert attached.relationship == pikepdf.Name.Data
        assert attached.obj.objgen in [spec.objgen for spec in file.Root.AF]
        assert str(attached.get_file().obj.Params.ModDate) == "D:20260305000000Z"
    assert hashlib.sha256(body).hexdigest() == content_hash(value)
    said = json.loads(body)
    assert said["subject"] == value.subject and said["number"] is None
    assert len(said["photos"]) == 3 and said["photos"][0]["sha256"] == value.photos[0].sha256


def test_sixty_photos_stay_under_twenty_megabytes() -> None:
    value = builder.minutes(photos=60, rows=1)
    assert all(max(Image.open(io.BytesIO(builder.picture(n))).size) == 1000 for n in (0, 2))
    drawn = pdf.draw(value, builder.pictures, CHECK)
    assert len(drawn) < 20 * MEBIBYTE
    assert len(pypdfium2.PdfDocument(drawn)) >= 15
