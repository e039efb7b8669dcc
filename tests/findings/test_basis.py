"""What each sentence rests on, and that a sentence without anything is pointed out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.errors import RuleBroken
from inspect_app.evidence.actions import add_photo
from inspect_app.findings import actions, queries
from inspect_app.findings.basis import bases, without
from inspect_app.findings.models import ConclusionLine
from inspect_app.findings.rules import LineKind
from inspect_app.minutes.queries import worth_a_look
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, picture
from tests.stages import submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    found = people.load(cast.visit)
    submit(found)
    return found


def own_line(visit: Visit) -> ConclusionLine:
    kind, head = LineKind.RESULT, people.viewer("head")
    return actions.add_line(visit, heading="CD", kind=kind, text="Nhìn chung tốt", by=head)


def labels(visit: Visit, line: ConclusionLine) -> list[str]:
    return [str(link.label) for link in bases(visit, [line])[line.id].links]


def line_of(visit: Visit, source: str) -> ConclusionLine:
    return next(line for line in queries.list_lines(visit) if line.source.startswith(source))


def test_a_drafted_sentence_knows_its_item_its_finding_and_its_heading(visit: Visit) -> None:
    assert labels(visit, line_of(visit, "item:MC-07")) == ["MC-07"]
    assert labels(visit, line_of(visit, "finding:")) == ["Phát hiện", "CD-05"]
    assert labels(visit, line_of(visit, "heading:CD")) == ["CD-05"]
    assert without(visit) == []


def test_the_photos_of_an_item_stand_by_its_sentences(visit: Visit) -> None:
    by, data = people.viewer("member"), picture()
    db.session.commit()
    key = new_id()
    add_photo(visit, "CD-05", photo_id=key, name="a.jpg", data=data, limit=1 << 20, by=by)
    finding = line_of(visit, "finding:")
    assert [photo.id for photo in bases(visit, [finding])[finding.id].photos] == [key]


def test_a_sentence_of_the_heads_own_has_no_source_until_one_is_chosen(visit: Visit) -> None:
    head, line = people.viewer("head"), own_line(visit)
    (finding,) = queries.list_findings(visit)
    assert without(visit) == [line]
    said = [str(message) for message in worth_a_look(visit)]
    assert "1 câu kết luận chưa có căn cứ: “Nhìn chung tốt”." in said
    actions.choose_sources(line, ["item:CK-03", f"finding:{finding.id}"], by=head)
    assert sorted(labels(visit, line)) == ["CD-05", "CK-03", "Phát hiện"]
    assert without(visit) == []


def test_a_source_that_was_taken_out_is_none(visit: Visit) -> None:
    head, line = people.viewer("head"), own_line(visit)
    (finding,) = queries.list_findings(visit)
    actions.choose_sources(line, [f"finding:{finding.id}"], by=head)
    actions.set_removed(finding, True, by=head)
    assert line in without(visit)


@pytest.mark.parametrize("wrong", ["item:XX-99", "finding:nothing", "heading:CD", ""])
def test_only_items_and_findings_of_the_visit_can_be_chosen(visit: Visit, wrong: str) -> None:
    line = own_line(visit)
    with pytest.raises(RuleBroken) as refused:
        actions.choose_sources(line, [wrong], by=people.viewer("head"))
    assert list(refused.value.fields) == ["chosen"] and line.chosen == []


def test_the_page_shows_sources_marks_what_has_none_and_offers_them(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        submit(visit)
        line = own_line(visit)
        edited = line_of(visit, "item:MC-07")
        actions.edit_line(edited, edited.text + " đúng hạn", by=people.viewer("head"))
        db.session.commit()
        key, other = line.id, edited.id
    head = as_("head")
    head.get(f"/visits/{cast.visit}/conclusions")
    assert "chưa có căn cứ" in head.words(f"line-{key}")
    assert "MC-07" in head.words(f"line-{other}")
    assert "[thêm: đúng hạn]" in head.words(f"line-{other}")
    head.get(f"/conclusions/{key}/sources")
    head.send("/sources", chosen=["item:CK-03"])
    assert "CK-03" in head.words(f"line-{key}")
    head.get(f"/visits/{cast.visit}/conclusions/changes")
    assert "Thêm câu" in head.words() and "Nhìn chung tốt" in head.words()
    member = as_("member")
    member.get(f"/conclusions/{other}/sources")
    assert "đã sửa · Nguyễn Văn Bình" in member.words("main")
    assert not member.has_form("/sources")
