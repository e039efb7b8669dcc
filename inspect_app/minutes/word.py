"""The draft of the minutes as an editable Word file: the parts of the PDF in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .. import clock, text
from . import word_annexes
from .document import Heading, Minutes, Person, Request
from .layout import COMPOSITION, OPINION, REQUESTS, RESULTS
from .parties import ABSENT, REFUSES, RESERVES, Signatory, reservations
from .pdf import by_place, roman, unstopped
from .word_paper import CENTRE, LEFT, SMALL, Paper

DRAFT = "DỰ THẢO"


def make(minutes: Minutes, pictures: Callable[[str], bytes]) -> bytes:
    """The .docx of a draft, marked as one; `pictures` gives the JPEG of a print_sha256."""
    paper = Paper(f"{DRAFT}: {minutes.subject}")
    _head(paper, minutes)
    _opening(paper, minutes)
    for order, section in enumerate(minutes.layout.sections, 1):
        _SECTIONS[section](paper, minutes, roman(order))
    _closing(paper, minutes)
    _signatures(paper, minutes)
    _recipients(paper, minutes)
    word_annexes.add(paper, minutes, pictures)
    return paper.bytes()


def _head(paper: Paper, m: Minutes) -> None:
    issuer, nation = paper.grid((71, 94))
    paper.paragraph(m.parent_body.upper(), size=12, align=CENTRE, before=0, into=issuer)
    paper.paragraph(m.issuing_body.upper(), bold=True, size=12, align=CENTRE, before=0, into=issuer)
    paper.rule(issuer)
    number = text.document_number(m.number, m.series)
    paper.paragraph(f"Số: {number}", size=13, align=CENTRE, before=0, into=issuer)
    country, motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
    paper.paragraph(country, bold=True, size=12, align=CENTRE, before=0, into=nation)
    paper.paragraph(motto, bold=True, size=13, align=CENTRE, before=0, into=nation)
    paper.rule(nation)
    day = f"{m.place}, {text.long_date(m.signed_on)}"
    paper.paragraph(day, italic=True, size=13, align=CENTRE, before=0, into=nation)
    paper.paragraph(DRAFT, italic=True, align=CENTRE, before=12)
    paper.paragraph("BIÊN BẢN", bold=True, align=CENTRE)
    paper.paragraph(m.subject, bold=True, align=CENTRE, before=0)
    paper.rule()


def _opening(paper: Paper, m: Minutes) -> None:
    for order, basis in enumerate(m.legal_bases, 1):
        end = "." if order == len(m.legal_bases) else ";"
        paper.paragraph(unstopped(basis) + end, italic=True)
    begun = f"{text.long_time(m.started_at)} {text.long_date(clock.local(m.started_at).date())}"
    subject = m.subject[:1].lower() + m.subject[1:]
    paper.paragraph(
        f"Vào hồi {begun}, tại {m.venue}, {m.issuing_body} tiến hành làm việc với {m.unit} về việc "
        f"{subject}. Thời kỳ kiểm tra: từ ngày {text.date(m.period_from)} đến ngày "
        f"{text.date(m.period_to)}."
    )


def _composition(paper: Paper, m: Minutes, numeral: str) -> None:
    paper.heading(f"{numeral}. THÀNH PHẦN", level=1)
    for title, people in (
        ("1. Đoàn kiểm tra", m.team),
        (f"2. Đơn vị được kiểm tra: {m.unit}", m.unit_people),
    ):
        paper.heading(title, level=2)
        for person in people:
            paper.paragraph(f"- {_named(person)}")


def _named(person: Person) -> str:
    role = f" - {person.role}" if person.role else ""
    return ", ".join(filter(None, (person.name, person.position))) + role


def _results(paper: Paper, m: Minutes, numeral: str) -> None:
    paper.heading(f"{numeral}. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA", level=1)
    for order, heading in enumerate(m.headings, 1):
        paper.heading(f"{order}. {heading.title}", level=2)
        for label, sentences in _groups(heading):
            paper.paragraph(label + (":" if sentences else ": không ghi nhận."), italic=True)
            for sentence in sentences:
                paper.paragraph(f"- {unstopped(sentence)}.")


def _groups(heading: Heading) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "a) Kết quả", heading.results
    yield "b) Ưu điểm", heading.strengths
    yield "c) Tồn tại, hạn chế", heading.shortcomings


def _requests(paper: Paper, m: Minutes, numeral: str) -> None:
    paper.heading(f"{numeral}. KIẾN NGHỊ, YÊU CẦU KHẮC PHỤC", level=1)
    for order, request in enumerate(m.requests, 1):
        paper.paragraph(f"{order}. {unstopped(request.content)}.")
        paper.paragraph(_duty(request))
    if not m.requests:
        paper.paragraph("Không có kiến nghị, yêu cầu khắc phục.")


def _duty(request: Request) -> str:
    until = "không ấn định"
    if request.deadline:
        until = f"chậm nhất ngày {text.date(request.deadline)}"
    who = unstopped(request.responsible) or "chưa phân công"
    return f"Trách nhiệm thực hiện: {who}. Thời hạn: {until}."


def _opinion(paper: Paper, m: Minutes, numeral: str) -> None:
    paper.heading(f"{numeral}. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA", level=1)
    lines = [line.strip() for line in m.unit_opinion.splitlines() if line.strip()]
    for line in lines or ["Đơn vị được kiểm tra không có ý kiến khác."]:
        paper.paragraph(line)
    for one in reservations(m.signatories):
        paper.paragraph(f"Ý kiến bảo lưu của {one.name}: {unstopped(one.words)}.")


_SECTIONS: dict[str, Callable[[Paper, Minutes, str], None]] = {
    COMPOSITION: _composition,
    RESULTS: _results,
    REQUESTS: _requests,
    OPINION: _opinion,
}


def _closing(paper: Paper, m: Minutes) -> None:
    began, ended = (clock.local(moment).date() for moment in (m.started_at, m.ended_at))
    day = "cùng ngày" if began == ended else text.long_date(ended)
    paper.paragraph(f"Buổi làm việc kết thúc vào hồi {text.long_time(m.ended_at)} {day}.")
    each = ", mỗi bên giữ 01 bản" if m.copies == 2 else ""
    paper.paragraph(
        "Biên bản đã được đọc lại cho những người có tên nêu trên nghe và ký xác nhận; lập thành "
        f"{m.copies:02} bản có giá trị như nhau{each}./."
    )


def _signatures(paper: Paper, m: Minutes) -> None:
    ordered = by_place(m)
    opinion = roman(m.layout.sections.index(OPINION) + 1)
    for cell, one in zip(paper.grid([55] * len(ordered)), ordered, strict=True):
        paper.paragraph(one.title, bold=True, align=CENTRE, into=cell)
        paper.paragraph(_how(one, opinion), italic=True, align=CENTRE, before=0, into=cell)
        paper.paragraph(one.name, bold=True, align=CENTRE, before=72, into=cell)


def _how(one: Signatory, opinion: str) -> str:
    said: dict[str, str] = {
        RESERVES: f"Ký, có ý kiến bảo lưu (mục {opinion})",
        REFUSES: f"Từ chối ký: {unstopped(one.words)}; người làm chứng: {unstopped(one.witness)}",
        ABSENT: "Vắng mặt",
    }
    return said.get(one.stand, "(Ký, ghi rõ họ tên)")


def _recipients(paper: Paper, m: Minutes) -> None:
    style: dict[str, Any] = {"align": LEFT, "before": 0}
    paper.paragraph("Nơi nhận:", bold=True, italic=True, size=12, align=LEFT, before=10)
    for order, recipient in enumerate(m.recipients, 1):
        end = "." if order == len(m.recipients) else ";"
        paper.paragraph(f"- {unstopped(recipient)}{end}", size=SMALL, **style)
