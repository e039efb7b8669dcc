"""Documents opened for pyHanko, their packed objects read once."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef


def opened(pdf: bytes) -> PdfFileReader:
    """A reader; raises pyHanko's PdfReadError when this is no PDF."""
    reader = PdfFileReader(io.BytesIO(pdf))
    sections: Any = reader.xrefs
    # pyHanko reads the whole table of a stream anew for each of its objects, and WeasyPrint puts
    # thousands into one stream: without this, validating one signature takes ten seconds.
    for revision in range(sections.total_revisions):
        for stream in sections.object_streams_used_in(revision):
            _unpack(reader, stream)
    return reader


def writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """What adds one increment to the document."""
    return IncrementalPdfFileWriter.from_reader(opened(pdf))


def _unpack(reader: Any, reference: generic.Reference) -> None:
    """Keep the stream's current objects; what is not as it should be is left to pyHanko."""
    stream = reader.get_object(reference)
    if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
        return
    table = stream.data[: stream["/First"]].split()
    for index in range(min(int(stream["/N"]), len(table) // 2)):
        number, offset = table[2 * index : 2 * index + 2]
        if number.isdigit() and offset.isdigit():
            place = ObjStreamRef(reference.idnum, index)
            _keep(reader, stream, int(number), int(offset), place)


def _keep(
    reader: Any, stream: generic.StreamObject, number: int, offset: int, at: ObjStreamRef
) -> None:
    reference = generic.Reference(number, 0, reader)
    try:
        if reader.xrefs[reference] != at:
            return
        data = io.BytesIO(stream.data)
        data.seek(int(stream["/First"]) + offset)
        found = generic.read_object(data, reference)
    except (KeyError, misc.PdfError):
        return
    if not isinstance(found, generic.StreamObject | generic.IndirectObject):
        reader.cache_indirect_object(0, number, found)
