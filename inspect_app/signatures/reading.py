"""Documents opened for pyHanko, the tables of their packed objects read once."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

# Where the first object of each number begins, by number: (its place in the table, offset).
_Table = dict[int, tuple[int, int]]


def opened(pdf: bytes) -> PdfFileReader:
    """A reader; raises pyHanko's PdfReadError when this is no PDF."""
    return _Reader(io.BytesIO(pdf))


def writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """What adds one increment to the document."""
    return IncrementalPdfFileWriter.from_reader(opened(pdf))


class _Reader(PdfFileReader):
    """pyHanko reads the whole table of a stream anew for each of its objects, and WeasyPrint puts
    thousands into one stream: without this, validating one signature takes ten seconds.
    """

    def __init__(self, stream: io.BytesIO) -> None:
        self._tables: dict[int, tuple[bytes, int, _Table]] = {}
        super().__init__(stream)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        found = self._unpacked(idnum, stmnum, idx)
        # What is not as it should be is left to pyHanko.
        if found is None or isinstance(found, generic.StreamObject | generic.IndirectObject):
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        return found

    def _unpacked(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._tables:
            self._tables[stmnum] = self._table(stmnum)
        data, first, table = self._tables[stmnum]
        place, offset = table.get(idnum, (-1, 0))
        if place != idx:
            return None
        source = io.BytesIO(data)
        source.seek(first + offset)
        try:
            return generic.read_object(source, generic.Reference(idnum, 0, self))
        except misc.PdfError:
            return None

    def _table(self, stmnum: int) -> tuple[bytes, int, _Table]:
        """An empty table where the stream is none of packed objects, or not in order."""
        stream: Any = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
            return b"", 0, {}
        data, first = bytes(stream.data), int(stream["/First"])
        words = data[:first].split()
        table: _Table = {}
        if all(word.isdigit() for word in words) and len(words) == 2 * int(stream["/N"]):
            for place in range(len(words) // 2):
                number, offset = int(words[2 * place]), int(words[2 * place + 1])
                table.setdefault(number, (place, offset))
        return data, first, table
