"""The form page with 70 items: drawn by the product, and its bare texts by one loop of Jinja."""

from __future__ import annotations

import functools
from typing import Any

from jinja2 import Environment

from bench.measure import Comparison, Work, in_turns
from bench.office import Office
from bench.tablet import Tablet
from bench.weight import weigh
from inspect_app.db import db
from inspect_app.minutes.document import RESULT_MARKS
from inspect_app.visits import checklist_page
from inspect_app.visits.models import Visit

ROUNDS, WARM_UP = 40, 5
LOOP = """<!doctype html><html lang="vi"><title>Phiếu kiểm tra</title><table>
{% for row in rows %}<tr><td>{{ row.code }}</td><td>{{ row.question }}</td><td>{{ row.result }}</td>
<td>{{ row.value }}</td><td>{{ row.note }}</td><td>{{ row.wording }}</td></tr>
{% endfor %}</table></html>"""


def compare(place: Office) -> Comparison:
    """The page as the member sees it, against the loop over the same rows, already read."""
    tablet = Tablet(place)
    page = functools.partial(tablet.get, tablet.visit)
    product, floor = in_turns(page, _floor(place), rounds=ROUNDS, warm_up=WARM_UP)
    return Comparison(
        title="form page with 70 items",
        floor_title="Jinja's bare loop writing the same texts, no forms",
        product=product,
        floor=floor,
        limits={"cpu": 3},
        notes=weigh(tablet),
    )


def _floor(place: Office) -> Work:
    template = Environment(autoescape=True).from_string(LOOP)
    rows = _rows(place)
    return lambda: template.render(rows=rows)


def _rows(place: Office) -> list[dict[str, Any]]:
    with place.app.app_context():
        page = checklist_page.whole_page(db.session.get_one(Visit, place.visit_id))
        rows = [
            {
                "code": row.item.code,
                "question": row.item.question_vi,
                "result": RESULT_MARKS[row.answer.result],
                "value": row.shown(row.answer.value, "vi"),
                "note": row.answer.cell("note").value,
                "wording": row.answer.cell("wording").value,
            }
            for row in page["rows"].values()
        ]
        db.session.remove()
    return rows
