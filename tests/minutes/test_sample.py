"""The sample in the minutes: what is gathered, what a change of it voids, and how it is drawn."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from inspect_app import clock
from inspect_app.db import db, new_id
from inspect_app.dossiers import missing
from inspect_app.dossiers import queries as dossiers
from inspect_app.dossiers.actions import add_dossier, check_dossier
from inspect_app.dossiers.drawing import Draw, codes_sha256, draw_sample
from inspect_app.dossiers.models import Method, Sample, SampledDossier, SeedSource
from inspect_app.findings.queries import list_lines
from inspect_app.minutes import actions, pdf, queries, rules
from inspect_app.minutes.document import SHORT_MARKS
from inspect_app.minutes.drawn import SamplePart
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast
from tests.dossiers import shelf
from tests.minutes import builder, sample_builder
from tests.stages import approve, describe_visit, submit

ALL = [shelf.code(number) for number in range(1, 41)]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    visit = people.load(cast.visit)
    shelf.fill(visit)
    return visit


def drawn(visit: Visit, size: int = 12, *, late: bool = True) -> Sample:
    plan = Draw(Method.STRATIFIED, late, "3 1 4 1 5 2", SeedSource.DICE, "Đinh Thị Lan", size=size)
    return draw_sample(visit, dossiers.registers(visit)[0], plan, by=people.viewer("member"))


def note(row: SampledDossier, matter: str, by: str = "member", **typed: str) -> None:
    check_dossier(row, matter, typed, operation_id=new_id(), by=people.viewer(by))


def part_of(visit: Visit, number: int = 0) -> SamplePart:
    return queries.gather(visit).sample[number]


def told(visit: Visit) -> str:
    """The text of the PDF, as an independent reader gives it."""
    file = pdf.draw(replace(queries.gather(visit), photos=()), lambda _: b"")
    command = ["pdftotext", "-layout", "-", "-"]
    said = subprocess.run(command, input=file, capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


def test_population_size_method_and_seed_are_printed_so_that_anybody_can_draw_again(
    visit: Visit,
) -> None:
    describe_visit(visit)
    sample = drawn(visit)
    said = told(visit)
    for phrase in (
        "Phụ lục II MẪU HỒ SƠ KIỂM TRA",
        "Hồ sơ rút từ danh sách của xã An Tân",
        "ho-so.xlsx, SHA-256 của tệp: 000000000000",
        "Tổng số hồ sơ: 40. Cỡ mẫu: 12.",
        "ngẫu nhiên theo từng lĩnh vực; cộng toàn bộ hồ sơ trễ hạn.",
        "Chứng thực: 4; Đất đai: 4; Hộ tịch: 4.",
        "3 1 4 1 5 2 (tung xúc xắc tại chỗ). Người chứng kiến: Đinh Thị Lan.",
        codes_sha256(ALL),
        f"ngày {clock.local(sample.drawn_at).day:02} tháng",
    ):
        assert phrase in said


def test_each_dossier_has_its_results_its_lateness_and_what_is_wrong(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    rows = dossiers.to_check(visit)
    late = next(row for row in rows if row.code == shelf.code(1))
    note(late, "HS-02", value="fail")
    note(late, "HS-03", value="not_applicable")
    note(late, "defect-slip", value="yes")
    note(late, "remark", value="Mất phiếu")
    printed = {row.code: row for row in part_of(visit).rows}
    row = printed[shelf.code(1)]
    assert row.results[:3] == ("fail", "not_applicable", "unchecked")
    assert row.lateness == (
        "Hẹn 06/03/2020 16:00, xong 10/03/2020 10:00, trừ 2 ngày nghỉ: trễ 2 ngày làm việc"
    )
    assert row.note == "Không có phiếu kiểm soát quá trình giải quyết. Mất phiếu"
    others = {r.lateness for code, r in printed.items() if code > shelf.code(3)}
    assert others == {"Sớm 1 ngày làm việc"}
    assert {r.why for r in printed.values()} <= {"rút ngẫu nhiên", "hồ sơ trễ hạn"}


def test_what_is_unfinished_is_judged_by_the_day_the_visit_ended(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    visit.campaign.period_to = dt.date(2099, 12, 31)
    row = dossiers.to_check(visit)[0]
    assert row.dossier is not None
    row.dossier.finished = row.dossier.returned = None
    (said,) = (r.lateness for r in part_of(visit).rows if r.code == row.code)
    assert "hết ngày 15/10/2020 chưa xong" in said


def test_a_person_who_says_otherwise_than_the_times_is_named_as_such(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    rows = {row.code: row for row in dossiers.to_check(visit)}
    note(rows[shelf.code(1)], "defect-late", value="no")
    said = {row.code: row.lateness for row in part_of(visit).rows}[shelf.code(1)]
    assert said.startswith("Không trễ hạn theo đoàn kiểm tra (theo thời gian: hẹn 06/03/2020")


def test_a_citizens_number_in_a_remark_is_not_printed(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    row = dossiers.to_check(visit)[0]
    note(row, "remark", value="Gọi 0905 123 456, CCCD 052199001234, mẫu 05")
    assert part_of(visit).rows[0].note == "Gọi …, CCCD …, mẫu 05"


def test_dossiers_not_yet_checked_are_counted_before_the_minutes_are_sent(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit, late=False)
    said = [str(message) for message in queries.worth_a_look(visit)]
    assert "12 hồ sơ mẫu chưa kiểm tra xong." in said


def test_a_missing_dossier_is_listed_with_what_replaced_it(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    gone = dossiers.to_check(visit)[0]
    taken = missing.set_missing(gone, by=people.viewer("member"))
    assert taken is not None
    (row,) = part_of(visit).missing
    assert (row.code, row.replaced_by) == (gone.code, taken.code)
    assert f"{gone.code}, thay bằng {taken.code}." in told(visit)
    assert gone.code not in {row.code for row in part_of(visit).rows}


def test_shares_and_intervals_are_of_those_that_chance_chose(visit: Visit) -> None:
    describe_visit(visit)
    drawn(visit)
    rows = dossiers.to_check(visit)
    for row in rows:
        note(row, "HS-02", value="pass")
    late = next(count for count in part_of(visit).counts if count.matter == "Trễ hạn")
    chosen = [row for row in rows if row.why in dossiers.RANDOM]
    found = sum(row.code <= shelf.code(3) for row in chosen)
    assert late.count == f"{found}/12" and late.of_all == f"3/{len(rows)}"
    assert re.fullmatch(r"\d+,\d% đến \d+,\d%", late.interval)
    assert {count.matter for count in part_of(visit).late_by_field} == set(shelf.FIELDS)


def test_what_was_added_by_hand_is_a_part_of_its_own_without_estimate(visit: Visit) -> None:
    describe_visit(visit)
    by = people.viewer("member")
    row = add_dossier(visit, "SỐ 12/2020", sampled_id=new_id(), by=by)
    note(row, "defect-slip", value="yes")
    (part,) = queries.gather(visit).sample
    assert part.draw is None and part.rows[0].why == "đoàn chọn thêm"
    assert {(c.of_all, c.interval) for c in part.counts} == {("1/1", "–"), ("0/1", "–")}
    assert "Hồ sơ do đoàn chọn thêm" in told(visit)


def test_without_a_sample_there_is_no_annex_of_it(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    describe_visit(visit)
    assert queries.gather(visit).sample == ()
    assert "MẪU HỒ SƠ" not in told(visit)


def test_a_change_of_the_sample_voids_the_approval(visit: Visit) -> None:
    drawn(visit)
    approve(visit)
    assert queries.approval(visit, queries.current_hash(visit)) is rules.Approval.VALID
    note(dossiers.to_check(visit)[0], "HS-07", value="fail")
    assert queries.approval(visit, queries.current_hash(visit)) is rules.Approval.VOID


def test_the_sentences_are_drafted_as_results_of_the_procedures_and_follow_the_sample(
    visit: Visit,
) -> None:
    drawn(visit)
    submit(visit)
    lines = {x.source: x for x in list_lines(visit) if x.source.startswith("sample:")}
    assert {(line.heading, line.kind) for line in lines.values()} == {("TT", "result")}
    (first,) = (line for source, line in lines.items() if source.endswith(":drawn"))
    assert first.text.startswith("Rút 12 trong 40 hồ sơ của xã An Tân")
    for row in dossiers.to_check(visit):
        note(row, "HS-02", value="fail")
    assert any("câu kết luận" in str(said) for said in queries.worth_a_look(visit))
    by = people.viewer("head")
    actions.give_back(visit, "Bổ sung kết quả mẫu", by=by)
    actions.submit(visit, by=by)
    (heading,) = (h for h in queries.gather(visit).headings if "thủ tục" in h.title)
    assert any("chưa đạt yêu cầu ở nội dung HS-02" in said for said in heading.results)
    assert any("hồ sơ" in said and "trễ hạn" in said for said in heading.results)


def test_a_sentence_of_an_earlier_draw_goes_with_it(visit: Visit) -> None:
    first = drawn(visit)
    submit(visit)
    by = people.viewer("head")
    actions.give_back(visit, "Rút lại mẫu", by=by)
    again = Draw(Method.RANDOM, False, "777777", SeedSource.DICE, "Lan", "nêu nhầm", size=5)
    second = draw_sample(visit, dossiers.registers(visit)[0], again, by=by)
    actions.submit(visit, by=by)
    db.session.flush()
    sources = {x.source.split(":")[1] for x in list_lines(visit) if x.source.startswith("sample:")}
    assert sources == {second.id.hex} != {first.id.hex}


def test_a_long_table_repeats_its_head_and_cuts_no_row() -> None:
    (part, _) = sample_builder.parts(40)
    rows = tuple(replace(row, lateness=sample_builder.LATE) for row in part.rows)
    value = builder.minutes(photos=0, rows=1, sample=(replace(part, rows=rows),))
    file = pdf.draw(value, builder.pictures)
    command = ["pdftotext", "-layout", "-", "-"]
    said = subprocess.run(command, input=file, capture_output=True, check=True).stdout.decode()
    code = re.compile(r"H15\.50\.05\.13-260302-00\d\d")
    pages = [page for page in said.split("\f") if code.search(page) and "Hẹn" in page]
    assert len(pages) >= 4
    assert all("STT" in page and "Thời hạn; ghi chú" in page for page in pages)
    # A row that is cut leaves its reckoning's last words on the next page.
    for page in pages:
        assert page.count("Hẹn 06/03/2026") == page.count("trễ 2 ngày làm")


def test_each_bar_is_a_figure_that_is_read_aloud() -> None:
    value = builder.minutes(photos=0, rows=1)
    file = pdf.draw(value, builder.pictures)
    root = PdfFileReader(io.BytesIO(file)).root
    said = [str(e["/Alt"]) for e in elements(root["/StructTreeRoot"]) if e.get("/S") == "/Figure"]
    counts = [c for part in value.sample for c in (*part.counts, *part.late_by_field) if c.bar]
    assert said == [f"{c.matter}: {c.share}, khoảng ước lượng {c.interval}" for c in counts]


def test_nothing_in_the_bars_is_transparent_and_the_colours_are_bound() -> None:
    """What PDF/A-3 asks of graphics: an output intent, and opacity within its rules."""
    file = pdf.draw(builder.minutes(photos=0, rows=1), builder.pictures)
    reader = PdfFileReader(io.BytesIO(file))
    assert len(reader.root["/OutputIntents"]) == 1
    assert b"/SMask" not in file and b"/Transparency" not in file


def test_marks_are_short_and_none_is_blank() -> None:
    assert len(set(SHORT_MARKS.values())) == 4 and all(SHORT_MARKS.values())


def elements(node: Any) -> list[Any]:
    """All structure elements below one, in order."""
    kids = node.get_object().get("/K", [])
    found = []
    for kid in kids if isinstance(kids, generic.ArrayObject) else [kids]:
        element = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(element, generic.DictionaryObject) and "/S" in element:
            found += [element, *elements(element)]
    return found
