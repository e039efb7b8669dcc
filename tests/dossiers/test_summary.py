"""What a checked sample comes to, and the figures that the checklist takes from it."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.dossiers import figures, missing, queries, rules
from inspect_app.dossiers.actions import check_dossier
from inspect_app.dossiers.drawing import Draw, draw_sample
from inspect_app.dossiers.models import Method, Sample, SampledDossier, SeedSource, Why
from inspect_app.dossiers.summary import Summary, summary_of
from inspect_app.findings.queries import list_findings
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast
from tests.dossiers import shelf
from tests.strict_browser import Browser


@pytest.fixture
def visit(register: uuid.UUID, inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def drawn(visit: Visit, size: int = 10, *, late: bool = True, seed: str = "123456") -> Sample:
    plan = Draw(Method.RANDOM, late, seed, SeedSource.DICE, "Lan", "rút lại cho đủ", size)
    return draw_sample(visit, queries.registers(visit)[0], plan, by=people.viewer("member"))


def note(row: SampledDossier, matter: str, **typed: str) -> None:
    check_dossier(row, matter, typed, operation_id=new_id(), by=people.viewer("member"))


def check_all(visit: Visit, value: str = "pass") -> list[SampledDossier]:
    rows = queries.to_check(visit)
    for row in rows:
        note(row, "HS-02", value=value)
    return rows


def figures_of(visit: Visit, summary: Summary) -> dict[str, dict[str, int]]:
    return {p.item.code: p.figures for p in figures.proposals(visit, summary)}


def test_late_ones_that_chance_left_out_are_checked_but_stand_for_nobody_else(
    visit: Visit,
) -> None:
    drawn(visit)
    rows = check_all(visit)
    random = sum(row.why is Why.DRAWN for row in rows)
    (part,) = summary_of(visit).parts
    late = part.tallies["defect-late"]
    assert (late.n, late.all_n, late.all_k) == (random, len(rows), 3)
    assert late.k == sum(r.why is Why.DRAWN and r.code <= shelf.code(3) for r in rows)


def test_the_sentences_say_how_it_was_drawn_and_what_it_means(visit: Visit) -> None:
    drawn(visit)
    check_all(visit, "fail")
    said = [str(sentence) for sentence in summary_of(visit).sentences]
    assert said[0].startswith("Rút 10 trong 40 hồ sơ của xã An Tân, ngẫu nhiên trong toàn bộ")
    assert "“123456”" in said[0] and "Lan" in said[0]
    assert any("10/10 hồ sơ (100,0%) chưa đạt yêu cầu ở nội dung HS-02" in s for s in said)


def test_the_sentences_say_that_a_sample_is_not_checked_to_the_end(visit: Visit) -> None:
    drawn(visit, 2, late=False)
    first, second = check_all(visit)
    for code in rules.ITEMS:
        note(first, code, value="pass")
    summary = [str(sentence) for sentence in summary_of(visit).sentences]
    assert any(said.startswith("Mới kiểm tra xong 1/2 hồ sơ;") for said in summary)
    for code in rules.ITEMS:
        note(second, code, value="pass")
    assert not any("Mới kiểm tra xong" in str(said) for said in summary_of(visit).sentences)


def test_the_checklist_is_offered_what_the_register_and_the_sample_say(visit: Visit) -> None:
    drawn(visit)
    rows = check_all(visit)
    late = [row for row in rows if row.code <= shelf.code(3)]
    note(late[0], "apology", value="yes")
    note(late[0], "HS-02", value="fail")
    for row in late[1:]:
        note(row, "apology", value="no")
    found = figures_of(visit, summary_of(visit))
    assert found["MC-07"] == {
        "carried_over": 0,
        "received": 40,
        "resolved": 40,
        "late": 3,
        "in_progress": 0,
        "overdue": 0,
    }
    assert found["MC-08"] == {"numerator": 37, "denominator": 40}
    assert found["MC-09"] == {"numerator": 1, "denominator": 3}
    assert found["HS-01"] == {"sampled": len(rows), "fields": 3, "overdue": 3, "faulty": 3}
    assert found["HS-02"]["sampled"] == len(rows)


def test_nothing_is_offered_about_dossiers_that_nobody_has_looked_at(visit: Visit) -> None:
    drawn(visit)
    assert "HS-01" not in figures_of(visit, summary_of(visit))
    first = queries.to_check(visit)[0]
    note(first, "HS-02", value="fail")
    found = figures_of(visit, summary_of(visit))
    late = int(first.code <= shelf.code(3))
    assert found["HS-01"] == {"sampled": 1, "fields": 1, "overdue": late, "faulty": 1}


def test_the_share_of_apologies_waits_until_every_late_one_was_looked_at(visit: Visit) -> None:
    drawn(visit)
    late = [row for row in check_all(visit) if row.code <= shelf.code(3)]
    for row in late[1:]:
        note(row, "apology", value="no")
    assert summary_of(visit).letters_unknown == 1
    assert "MC-09" not in figures_of(visit, summary_of(visit))
    note(late[0], "apology", value="yes")
    assert figures_of(visit, summary_of(visit))["MC-09"] == {"numerator": 1, "denominator": 3}


def test_a_second_draw_takes_the_place_of_the_first(visit: Visit) -> None:
    first, second = drawn(visit, late=False), drawn(visit, 5, late=False, seed="654321")
    rows = queries.to_check(visit)
    assert {row.sample_id for row in rows} == {second.id} != {first.id}
    assert len(rows) == 5


def test_a_late_one_that_is_next_stands_for_all_until_the_missing_one_is_found(
    visit: Visit,
) -> None:
    sample = drawn(visit, 1)
    by = people.viewer("member")
    chain = [queries.sampled_of(visit, sample.id)[0]]
    while chain[-1].code > shelf.code(3) or len(chain) == 1:
        taken = missing.set_missing(chain[-1], by=by)
        assert taken is not None and taken.replaces_id == chain[-1].id
        chain.append(taken)
    assert chain[-1].why is Why.REPLACEMENT
    assert len(list_findings(visit)) == len(chain) - 1
    missing.set_found(chain[0], by=by)
    random = [r for r in queries.to_check(visit) if r.why in queries.RANDOM]
    assert random == [chain[0]]
    assert chain[-1].why is Why.LATE and queries.is_there(chain[-1])


def test_missing_again_after_found_takes_the_same_one(visit: Visit) -> None:
    sample, by = drawn(visit, 3, late=False), people.viewer("member")
    row = queries.sampled_of(visit, sample.id)[0]
    first = missing.set_missing(row, by=by)
    missing.set_found(row, by=by)
    db.session.flush()
    assert first is missing.set_missing(row, by=by)
    assert len(list_findings(visit)) == 1
    assert missing.set_missing(row, by=by) is None


def test_the_page_shows_shares_and_takes_figures_over(page: Browser, cast: Cast) -> None:
    draw = {"method": "random", "size": "5", "seed": "123456", "seed_source": "dice"}
    page.send("/samples", **draw, witness="Lan")
    first = next(e for e in page.page.iter("li") if (e.get("id") or "").startswith("d-"))
    key = (first.get("id") or "").removeprefix("d-")
    page.get(f"/visits/{cast.visit}/dossiers/{key}")
    page.tap("/checks/HS-02", value="fail")
    page.get(f"/visits/{cast.visit}/sample")
    said = page.words("main")
    assert "1/1 100,0% 2,5% – 100,0%" in said
    assert "tính từ danh sách" in said and "tính từ mẫu" in said
    page.send("/answers/MC-07/value")
    assert "Tiếp nhận trong kỳ: 40" in page.words("item-MC-07")
    page.get(f"/visits/{cast.visit}/sample")
    assert "Phiếu đã ghi số này" in page.words("main")
