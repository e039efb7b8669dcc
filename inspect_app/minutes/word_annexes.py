"""The annexes of the draft in Word: checklist with totals, sample, photos, list of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import clock, text
from .document import RESULT_MARKS, SHORT_MARKS, ChecklistPart, Minutes
from .drawn import SampleDraw, SamplePart
from .pdf import annexes, roman, tally
from .word_paper import CENTRE, JUSTIFIED, SMALL, TABLE, WIDTH, Paper

TITLES = {
    "checklist": "PHIẾU KIỂM TRA",
    "sample": "MẪU HỒ SƠ KIỂM TRA",
    "photos": "ẢNH CHỤP TẠI BUỔI KIỂM TRA",
    "files": "DANH MỤC TỆP KÈM THEO",
}
Pictures = Callable[[str], bytes]


def add(paper: Paper, m: Minutes, pictures: Pictures) -> None:
    """Each annex that has something to show, on pages numbered anew."""
    writers: dict[str, Callable[[], None]] = {
        "checklist": lambda: _checklist(paper, m),
        "sample": lambda: _sample(paper, m),
        "photos": lambda: _photos(paper, m, pictures),
        "files": lambda: _files(paper, m),
    }
    for annex in annexes(m):
        paper.annex()
        paper.paragraph(f"Phụ lục {annex.numeral}", bold=True, align=CENTRE, before=0)
        paper.paragraph(TITLES[annex.part], bold=True, align=CENTRE, before=0)
        number = text.document_number(m.number, m.series)
        of = f"(Kèm theo Biên bản số {number} {text.long_date(m.signed_on)} của {m.issuing_body})"
        paper.paragraph(of, italic=True, align=CENTRE, before=0)
        paper.rule()
        writers[annex.part]()


def _checklist(paper: Paper, m: Minutes) -> None:
    rows = list(_checklist_rows(m.checklist))
    head = ("STT", "Nội dung", "Kết quả", "Không áp dụng", "Ghi chú")
    paper.table((10, 69, 35, 17, 34), head, rows)
    paper.paragraph("Tổng hợp kết quả", bold=True, align=CENTRE, before=12)
    whole = tally("Tổng cộng", [row for part in m.checklist for row in part.rows])
    sums = [tally(part.title, part.rows) for part in m.checklist]
    paper.table(
        (63, *[17] * 6),
        ("Lĩnh vực", *RESULT_MARKS.values(), "Cộng"),
        [(one.title, *map(str, one.counts), str(one.whole)) for one in (*sums, whole)],
    )


def _checklist_rows(parts: tuple[ChecklistPart, ...]) -> Iterator[str | tuple[str, ...]]:
    order = 0
    for place, part in enumerate(parts, 1):
        yield f"{roman(place)}. {part.title}"
        for row in part.rows:
            order += 1
            applies = row.result != "not_applicable"
            result = RESULT_MARKS[row.result] if applies else ""
            said = "\n".join(filter(None, (result, row.value)))
            question = f"{row.code}. {row.question}"
            yield (str(order), question, said, "" if applies else "x", row.note)


def _sample(paper: Paper, m: Minutes) -> None:
    for order, part in enumerate(m.sample, 1):
        source = "Hồ sơ do đoàn chọn thêm"
        if part.draw:
            source = f"Hồ sơ rút từ danh sách của {part.draw.unit}"
        paper.heading(f"{order}. {source}", level=2)
        for fact in _facts(part.draw) if part.draw else ():
            paper.paragraph(fact, size=TABLE, before=2, align=JUSTIFIED, indent=False)
        _dossiers(paper, part)
        for row in part.missing:
            instead = f"thay bằng {row.replaced_by}" if row.replaced_by else "không có hồ sơ thay"
            paper.paragraph(f"- Không tìm thấy {row.code}, {instead}.", size=TABLE)
        _shares(paper, part)


def _facts(draw: SampleDraw) -> Iterator[str]:
    yield f"Danh sách: {draw.register}, SHA-256 của tệp: {draw.register_sha256[:12]}"
    computed = f" ({draw.computed})" if draw.computed else ""
    population, size = text.number(draw.population), text.number(draw.size)
    yield f"Tổng số hồ sơ: {population}. Cỡ mẫu: {size}{computed}."
    late = "; cộng toàn bộ hồ sơ trễ hạn" if draw.with_late else ""
    yield f"Cách rút: {draw.method}{late}."
    if draw.strata:
        counted = "; ".join(f"{field}: {text.number(count)}" for field, count in draw.strata)
        yield f"Số rút theo lĩnh vực: {counted}."
    yield f"Số bốc thăm: {draw.seed} ({draw.seed_source}). Người chứng kiến: {draw.witness}."
    day = text.long_date(clock.local(draw.drawn_at).date())
    yield f"Thời gian rút: {text.long_time(draw.drawn_at)} {day}."
    if draw.reason:
        yield f"Lý do rút lại: {draw.reason}."
    yield f"SHA-256 của các mã đã sắp thứ tự, mỗi mã một dòng: {draw.codes_sha256}"


def _dossiers(paper: Paper, part: SamplePart) -> None:
    if not part.rows:
        return
    marks = [7.0] * len(part.items)
    head = ("STT", "Mã hồ sơ; lĩnh vực; lý do chọn", *(c.rpartition("-")[2] for c in part.items))
    rows = [
        (
            str(order),
            f"{row.code}\n{row.field}; {row.why}",
            *(SHORT_MARKS[result] for result in row.results),
            "\n".join(filter(None, (row.lateness, row.note))),
        )
        for order, row in enumerate(part.rows, 1)
    ]
    rest = WIDTH - 10 - 44 - sum(marks)
    paper.table((10, 44, *marks, rest), (*head, "Thời hạn; ghi chú"), rows)
    legend = "; ".join(f"{mark}: {RESULT_MARKS[key].lower()}" for key, mark in SHORT_MARKS.items())
    paper.paragraph(f"{legend}. Các cột 02, 03… là nội dung HS của Phiếu kiểm tra.", size=SMALL)


def _shares(paper: Paper, part: SamplePart) -> None:
    head = ("Rút ngẫu nhiên", "Kể cả chọn thêm", "Tỷ lệ", "Khoảng ước lượng 95%")
    for title, first, counts in (
        ("Kết quả kiểm tra mẫu", "Lỗi, nội dung", part.counts),
        ("Hồ sơ trễ hạn theo lĩnh vực", "Lĩnh vực", part.late_by_field),
    ):
        if counts:
            paper.paragraph(title, bold=True, align=CENTRE, size=TABLE)
            rows = [(c.matter, c.count, c.of_all, c.share, c.interval) for c in counts]
            paper.table((65, 22, 22, 20, 36), (first, *head), rows)


def _photos(paper: Paper, m: Minutes, pictures: Pictures) -> None:
    for order, photo in enumerate(m.photos, 1):
        paper.picture(pictures(photo.print_sha256), 150, 85)
        caption = photo.caption or "Không có chú thích"
        paper.paragraph(f"Ảnh {order}. {caption}", size=TABLE, align=CENTRE, before=2)
        taken = photo.taken_at or photo.received_at
        when = f"{'chụp lúc' if photo.taken_at else 'nhận lúc'} {text.moment(taken)}"
        proof = f"Nội dung {photo.item_code}; {when}; SHA-256 ảnh gốc: {photo.sha256[:12]}"
        paper.paragraph(proof, italic=True, size=SMALL, align=CENTRE, before=0)


def _files(paper: Paper, m: Minutes) -> None:
    rows = [
        (
            str(order),
            f"{file.name}\n{file.what}",
            "–" if file.size is None else text.number(file.size),
            file.sha256,
        )
        for order, file in enumerate(m.files, 1)
    ]
    paper.table((10, 55, 24, 76), ("STT", "Tệp; là gì", "Dung lượng (byte)", "SHA-256"), rows)
