"""What can be done to a signed file: each attack makes a changed copy of it."""

from __future__ import annotations

import io
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from inspect_app.signatures import reading

Change = Callable[[IncrementalPdfFileWriter], None]
name, text, number = generic.pdf_name, generic.pdf_string, generic.NumberObject


def updated(file: bytes, change: Change) -> bytes:
    """With an increment, as a PDF editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def kids(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"]


def drawing(writer: IncrementalPdfFileWriter) -> Any:
    return writer.add_object(generic.StreamObject(stream_data=b"0 0 400 400 re f"))


def replace_page_3(writer: IncrementalPdfFileWriter) -> None:
    kids(writer)[2]["/Contents"] = drawing(writer)
    writer.mark_update(kids(writer).raw_get(2))


def shadow_page_2(writer: IncrementalPdfFileWriter) -> None:
    """The page again under its own number, hidden in an object stream."""
    reference = kids(writer).raw_get(1)
    page = generic.DictionaryObject(kids(writer)[1])
    page[name("/Contents")] = drawing(writer)
    writer.prepare_object_stream().add_object(reference.idnum, page)


def lay_over_page_2(writer: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(number(n) for n in (100, 300, 400, 500))
    kinds = {"/Type": name("/Annot"), "/Subtype": name("/Square"), "/Rect": box}
    kinds |= {"/IC": generic.ArrayObject(number(n) for n in (1, 1, 1)), "/F": number(4)}
    note = generic.DictionaryObject({name(key): value for key, value in kinds.items()})
    page = kids(writer)[1]
    before = list(page["/Annots"]) if "/Annots" in page else []
    page[name("/Annots")] = generic.ArrayObject([*before, writer.add_object(note)])
    writer.mark_update(kids(writer).raw_get(1))


def swap_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = kids(writer)
    one, two = pages.raw_get(1), pages.raw_get(2)
    pages[1], pages[2] = two, one
    writer.mark_update(writer.root.raw_get("/Pages"))


def remove_page_2(writer: IncrementalPdfFileWriter) -> None:
    pages = kids(writer)
    del pages[1]
    writer.root["/Pages"][name("/Count")] = number(len(pages))
    writer.mark_update(writer.root.raw_get("/Pages"))


def add_page(writer: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(number(n) for n in (0, 0, 595, 842))
    kinds = {"/Type": name("/Page"), "/MediaBox": box, "/Contents": drawing(writer)}
    kinds |= {"/Parent": writer.root.raw_get("/Pages"), "/Resources": generic.DictionaryObject()}
    page = generic.DictionaryObject({name(key): value for key, value in kinds.items()})
    kids(writer).append(writer.add_object(page))
    writer.root["/Pages"][name("/Count")] = number(len(kids(writer)))
    writer.mark_update(writer.root.raw_get("/Pages"))


def renumber(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, "Number")
    field.get_object()["/V"] = text("06")
    writer.mark_update(field.reference)


def replace_data(writer: IncrementalPdfFileWriter) -> None:
    attached = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]
    data = generic.StreamObject(stream_data=b'{"unit": "x"}')
    attached[name("/F")] = attached[name("/UF")] = writer.add_object(data)
    writer.update_container(attached)


def retitle(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({name("/Title"): text("Biên bản số 06/BB-ĐKT")}))


def strip_head(writer: IncrementalPdfFileWriter) -> None:
    _strip(writer, "Sig_head")


def strip_all(writer: IncrementalPdfFileWriter) -> None:
    _strip(writer, *(f"Sig_{one}" for one in ("issue", "head", "seal")))


def lift_lock(writer: IncrementalPdfFileWriter) -> None:
    """Without DocMDP, and so with a page that might be changed."""
    del writer.root["/Perms"]
    writer.update_root()
    lay_over_page_2(writer)


def wrap_signature(writer: IncrementalPdfFileWriter) -> None:
    """The seal's signature copied into an object of its own, and a page exchanged beside it."""
    field = _field(writer, "Sig_seal")
    copied = generic.DictionaryObject(field.get_object()["/V"])
    field.get_object()["/V"] = writer.add_object(copied)
    writer.mark_update(field.reference)
    replace_page_3(writer)


def _strip(writer: IncrementalPdfFileWriter, *names: str) -> None:
    for one in names:
        field = _field(writer, one)
        del field.get_object()["/V"]
        writer.mark_update(field.reference)


def _field(writer: IncrementalPdfFileWriter, wanted: str) -> Any:
    fields = writer.root["/AcroForm"]["/Fields"]
    return next(field for field in fields if field.get_object()["/T"] == wanted)


INCREMENTS: dict[str, Change] = {
    "page replaced": replace_page_3,
    "page shadowed from an object stream": shadow_page_2,
    "note laid over a page": lay_over_page_2,
    "pages swapped": swap_pages,
    "page removed": remove_page_2,
    "page added": add_page,
    "number written anew": renumber,
    "attached data replaced": replace_data,
    "title replaced": retitle,
    "head's signature stripped": strip_head,
    "all signatures stripped": strip_all,
    "lock lifted": lift_lock,
    "signature wrapped": wrap_signature,
}


def gaps(file: bytes) -> list[tuple[int, int]]:
    """Where the signatures themselves stand, which none of them can cover."""
    ranges = [one.byte_range for one in reading.opened(file).embedded_signatures]
    return [(int(start + length), int(resumed)) for start, length, resumed, _ in ranges]


def flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def shortened_range(file: bytes) -> bytes:
    """The last signature says that it covers one byte less, and one is appended."""
    found = [*re.finditer(rb"/ByteRange \[(\d+ \d+ \d+) (\d+)", file)][-1]
    least = str(int(found[2]) - 1).encode().rjust(len(found[2]), b"0")
    return file[: found.start(2)] + least + file[found.end(2) :] + b"\n"


def rolled_back(file: bytes) -> bytes:
    """The end points to the table of an older state, so that readers show that one."""
    older = [*re.finditer(rb"startxref\s+(\d+)", file)][-3][1]
    return file + b"\nstartxref\n" + older + b"\n%%EOF\n"


def second_table(file: bytes) -> bytes:
    """A second table of objects by hand, in which the first page's contents are others."""
    reader = reading.opened(file)
    page = reader.root["/Pages"]["/Kids"][0]
    contents = page.raw_get("/Contents").reference.idnum
    last = [*re.finditer(rb"startxref\s+(\d+)", file)][-1][1]
    body = b"%d 0 obj\n<</Length 16>>stream\n0 0 400 400 re f\nendstream\nendobj\n" % contents
    table = len(file) + len(body)
    root = reader.trailer.raw_get("/Root").reference.idnum
    size = int(reader.trailer["/Size"])
    trailer = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %s>>\n" % (
        *(contents, len(file), size, root, last),
    )
    return file + body + trailer + b"startxref\n%d\n%%%%EOF\n" % table


def by_qpdf(file: bytes, folder: Path) -> bytes:
    source, target = folder / "source.pdf", folder / "target.pdf"
    source.write_bytes(file)
    subprocess.run(["qpdf", "--linearize", str(source), str(target)], check=True)
    return target.read_bytes()


def by_pikepdf(file: bytes, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as document:
        document.save(out, **how)
    return out.getvalue()


def locked(file: bytes) -> bytes:
    return by_pikepdf(file, encryption=pikepdf.Encryption(owner="a", user="b"))


def without_form(file: bytes) -> bytes:
    """Saved anew without its form, its fields left as pictures at most."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as document:
        del document.Root.AcroForm
        document.save(out)
    return out.getvalue()


def mutated(file: bytes, chance: random.Random) -> bytes:
    """One random change: bytes flipped, cut out, put in, doubled, exchanged, or the end cut off."""
    at, length = chance.randrange(len(file)), chance.randrange(1, 400)
    piece = file[at : at + length]
    ways = (
        lambda: flipped(file, at),
        lambda: file[:at] + file[at + length :],
        lambda: file[:at] + chance.randbytes(length) + file[at:],
        lambda: file[:at] + piece + file[at:],
        lambda: file[:at] + chance.randbytes(len(piece)) + file[at + length :],
        lambda: file[:at],
        lambda: file + piece,
        lambda: re.sub(rb"\d", b"9", file[:at][-40:]).join((file[: max(0, at - 40)], file[at:])),
    )
    return chance.choice(ways)()
