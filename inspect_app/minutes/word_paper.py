"""A Word document in the fonts and measures of the form: paragraphs, tables, pages with numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

LEFT, CENTRE, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
FONT = "Times New Roman"
BODY, SMALL, TABLE, NUMBER = 14, 11, 12, 13
WIDTH = 165  # mm between the margins


class Paper:
    """The document while it is being written, from top to bottom."""

    def __init__(self, title: str) -> None:
        self._file: Any = docx.Document()
        self._file.core_properties.title = title
        style = self._file.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        # Word asks for the font of Vietnamese letters apart from that of ASCII.
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        self._set(self._file.sections[0])

    def paragraph(
        self,
        said: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: int = BODY,
        align: Any = JUSTIFIED,
        indent: bool = True,
        before: int = 6,
        into: Any = None,
    ) -> Any:
        """One paragraph at the end, or of the table's cell `into`; sizes in points."""
        made = self._next(into)
        self._shape(made, align, indent and align is JUSTIFIED, before)
        run = made.add_run(said)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        return made

    def heading(self, said: str, *, level: int) -> None:
        """A heading that stays with what follows it."""
        made = self.paragraph(said, bold=True, before=8 if level == 1 else 6)
        made.paragraph_format.keep_with_next = True

    def grid(self, widths: Sequence[float]) -> Any:
        """A table of one row without lines; widths in mm. Gives its cells."""
        table = self._file.add_table(rows=1, cols=len(widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Mm(width)
        return table.rows[0].cells

    def table(self, widths: Sequence[float], head: Sequence[str], rows: Sequence[Any]) -> None:
        """A ruled table whose head returns on each page; a row of one text spans the table."""
        table = self._file.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        self._row(table, widths, head, bold=True)
        _repeat(table.rows[0])
        for row in rows:
            if isinstance(row, str):
                cells = table.add_row().cells
                self._fill(cells[0].merge(cells[-1]), row, bold=True)
            else:
                self._row(table, widths, row)

    def picture(self, body: bytes, width: float, height: float) -> None:
        """A centred picture no larger than so many mm."""
        made = self._file.add_paragraph()
        self._shape(made, CENTRE, False, 6)
        made.paragraph_format.keep_with_next = True
        drawn = made.add_run().add_picture(io.BytesIO(body))
        factor = min(Mm(width) / drawn.width, Mm(height) / drawn.height)
        drawn.width, drawn.height = int(drawn.width * factor), int(drawn.height * factor)

    def annex(self) -> None:
        """Begin an annex: a new page, from which pages are numbered anew."""
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        self._set(section)
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        section._sectPr.append(start)

    def rule(self, into: Any = None) -> None:
        """The short line below a block."""
        self.paragraph("_________", align=CENTRE, before=0, size=8, into=into)

    def bytes(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        self._file.save(target)
        return target.getvalue()

    def _next(self, cell: Any) -> Any:
        """A new paragraph; of a cell first the empty one that every cell has."""
        if cell is None:
            return self._file.add_paragraph()
        only = cell.paragraphs[0]
        return only if len(cell.paragraphs) == 1 and not only.runs else cell.add_paragraph()

    def _row(
        self, table: Any, widths: Sequence[float], said: Sequence[str], *, bold: bool = False
    ) -> None:
        for cell, width, words in zip(table.add_row().cells, widths, said, strict=True):
            cell.width = Mm(width)
            self._fill(cell, words, bold=bold)

    def _fill(self, cell: Any, said: str, *, bold: bool) -> None:
        made = cell.paragraphs[0]
        self._shape(made, CENTRE if bold else LEFT, False, 0)
        run = made.add_run(said)
        run.bold, run.font.size = bold, Pt(TABLE)

    def _shape(self, made: Any, align: Any, indent: bool, before: int) -> None:
        form = made.paragraph_format
        form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(0)
        form.line_spacing = 1.08
        form.first_line_indent = Mm(10) if indent else None

    def _set(self, section: Any) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(20), Mm(25)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = Mm(8)
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        number = section.header.paragraphs[0]
        number.alignment = CENTRE
        _page_number(number)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(NUMBER)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(run._r)
    paragraph._p.append(field)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
