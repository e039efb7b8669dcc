"""The fields that unsigned minutes have: for the number, and for each signature with a box."""

from __future__ import annotations

import io
import re
import subprocess
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from inspect_app.minutes import engine, fields
from tests.minutes import builder

BOX = '<span id="{}" style="position: absolute; left: {}mm; top: {}mm; width: 36mm; height: 36mm">'
HTML = (
    '<html lang="vi"><title>x</title><p>Số: <span class="number-slot" id="no-1"></span>/BB</p>'
    f"{BOX.format('sig-head', 80, 60)}</span>{BOX.format('sig-seal', 62, 60)}</span></html>"
)


def drawn_with_seal() -> bytes:
    return engine.to_pdf(
        HTML,
        "document.css",
        builder.pictures,
        identifier=bytes(16),
        finisher=fields.finisher(fields.fields_of(builder.minutes())),
        variant="pdf/a-3a",
    )


def form(file: bytes) -> dict[str, Any]:
    """The fields by name."""
    found = PdfFileReader(io.BytesIO(file)).root["/AcroForm"]["/Fields"]
    return {str(field.get_object()["/T"]): field.get_object() for field in found}


def test_every_box_has_its_field_and_no_other_is_there() -> None:
    assert list(form(drawn_with_seal())) == ["Number", "Sig_issue", "Sig_head", "Sig_seal"]


def test_fields_are_tagged_and_say_what_they_are(drawn: bytes) -> None:
    command = ["pdfinfo", "-struct-text", "-"]
    tree = subprocess.run(command, input=drawn, capture_output=True, check=True).stdout.decode()
    assert len(re.findall(r"^ *Form", tree, re.MULTILINE)) == sum(
        len(field.get("/Kids", [0])) for field in form(drawn).values()
    )
    assert form(drawn)["Number"]["/TU"] == "Số biên bản"
    assert form(drawn)["Sig_head"]["/TU"] == "Chữ ký số của Nguyễn Hữu Phước, trưởng đoàn"


def test_the_number_is_one_read_only_field_with_a_box_in_each_head(drawn: bytes) -> None:
    number = form(drawn)["Number"]
    assert number["/Ff"] & 1
    assert "/V" not in number
    pages = [kid.get_object().raw_get("/P").reference for kid in number["/Kids"]]
    assert len(pages) == len(set(pages)) == 5


def test_the_field_that_gives_the_number_locks_it(drawn: bytes) -> None:
    lock = form(drawn)["Sig_issue"]["/Lock"]
    assert (lock["/Action"], list(lock["/Fields"])) == ("/Include", ["Number"])


def test_the_seal_lies_over_the_left_of_the_heads_box() -> None:
    found = form(drawn_with_seal())
    head, seal = ([float(edge) for edge in found[f"Sig_{n}"]["/Rect"]] for n in ("head", "seal"))
    assert seal[0] < head[0] < seal[2] < head[2]
