"""Every wording of a sentence is kept, and what the head made of the draft is told."""

from __future__ import annotations

import pytest

from inspect_app.db import db
from inspect_app.findings import actions, queries, versions
from inspect_app.findings.models import ConclusionLine
from inspect_app.findings.rules import LineKind
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import submit

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Handed in with its draft."""
    found = people.load(cast.visit)
    submit(found)
    return found


def line_of(visit: Visit, source: str) -> ConclusionLine:
    return next(line for line in queries.list_lines(visit) if line.source.startswith(source))


def kept(visit: Visit, line: ConclusionLine) -> list[tuple[str, str]]:
    db.session.flush()
    return [(v.why.value, v.text) for v in versions.list_versions(visit).get(line.id, [])]


def told(visit: Visit) -> list[tuple[str, str]]:
    db.session.flush()
    changed = versions.compare(visit).changed
    return [(c.how, "".join(p.text for p in c.pieces if p.how != "del")) for c in changed]


def test_each_change_of_a_sentence_is_kept_with_its_author(visit: Visit) -> None:
    head, line = people.viewer("head"), line_of(visit, "item:MC-07")
    draft = line.text
    actions.edit_line(line, "Câu của trưởng đoàn", by=head)
    actions.edit_line(line, "Câu của trưởng đoàn", by=head)  # nothing changed
    actions.set_line_removed(line, True, by=head)
    actions.set_line_removed(line, False, by=head)
    said = "Câu của trưởng đoàn"
    assert kept(visit, line) == [
        ("drafted", draft),
        ("edited", said),
        ("removed", said),
        ("restored", said),
    ]
    first, *later = versions.list_versions(visit)[line.id]
    assert first.by_id == people.viewer("secretary").user_id
    assert {version.by_id for version in later} == {head.user_id}


def test_a_sentence_of_the_heads_own_and_its_move_are_kept(visit: Visit) -> None:
    head, kind = people.viewer("head"), LineKind.STRENGTH
    own = actions.add_line(visit, heading="CD", kind=kind, text="Một", by=head)
    actions.add_line(visit, heading="CD", kind=kind, text="Hai", by=head)
    actions.move_line(own, False, by=head)
    assert kept(visit, own) == [("added", "Một"), ("moved", "Một")]


def test_a_draft_that_goes_leaves_its_versions(visit: Visit) -> None:
    line = line_of(visit, "item:MC-07")
    before = kept(visit, line)
    key = line.id
    for name in ("result", "value"):
        cleared = {"value": "unchecked"} if name == "result" else {"received": ""}
        heads = queries.load_answers(visit, ["MC-07"])["MC-07"].cell(name).heads
        answer(visit, "MC-07", aspect=name, base=tuple(h.id for h in heads), **cleared)
    actions.draft_conclusions(visit, by=people.viewer("head"))
    db.session.flush()
    assert all(other.id != key for other in queries.all_lines(visit))
    found = [(v.why.value, v.text) for v in versions.list_versions(visit)[key]]
    assert found == [*before, ("withdrawn", before[-1][1])]


def test_an_untouched_draft_has_no_differences(visit: Visit) -> None:
    comparison = versions.compare(visit)
    assert comparison.changed == () and comparison.unchanged == len(queries.list_lines(visit))
    assert comparison.handed_in is not None


def test_what_the_head_changed_is_told_sentence_by_sentence(visit: Visit) -> None:
    head = people.viewer("head")
    edited, removed = line_of(visit, "item:MC-07"), line_of(visit, "finding:")
    actions.edit_line(edited, edited.text + " trong kỳ", by=head)
    actions.set_line_removed(removed, True, by=head)
    actions.add_line(visit, heading="CD", kind=LineKind.RESULT, text="Câu thêm", by=head)
    assert sorted(told(visit)) == [
        ("added", "Câu thêm"),
        ("edited", edited.text),
        ("removed", ""),
    ]
    pieces = versions.differences([edited])[edited.id]
    assert [p.how for p in pieces] == ["same", "ins"]


def test_a_change_that_was_taken_back_is_none(visit: Visit) -> None:
    head, line = people.viewer("head"), line_of(visit, "item:MC-07")
    draft = line.text
    actions.edit_line(line, "Khác", by=head)
    actions.edit_line(line, draft, by=head)
    actions.set_line_removed(line, True, by=head)
    actions.set_line_removed(line, False, by=head)
    assert told(visit) == []
    assert versions.differences([line]) == {}


def test_sentences_from_before_versions_were_kept_are_compared_with_their_draft(
    visit: Visit,
) -> None:
    old = ConclusionLine(
        visit=visit,
        heading="CD",
        kind=LineKind.RESULT,
        text="Đã có kế hoạch năm",
        drafted="Đã có kế hoạch",
        source="item:CD-02",
        position=99,
    )
    db.session.add(old)
    db.session.flush()
    assert told(visit) == [("edited", "Đã có kế hoạch năm")]
