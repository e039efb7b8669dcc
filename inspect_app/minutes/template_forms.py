"""What is typed about a template of the minutes; shape only."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm

from ..fields import CountField, line
from .layout import PARTIES, SECTIONS, Layout


class TemplateForm(FlaskForm):  # type: ignore[misc]
    title = line(160)
    parent_body = line(160, required=False)
    issuing_body = line(160, required=False)
    series = line(30, required=False)
    copies = CountField()

    def layout(self, chosen: Mapping[str, str]) -> Layout:
        """The settings as typed and chosen; unchecked, so anything may stand in them."""
        return Layout(
            parent_body=self.parent_body.data or "",
            issuing_body=self.issuing_body.data or "",
            series=self.series.data or "",
            sections=tuple(chosen.get(f"section-{n}", "") for n in range(1, len(SECTIONS) + 1)),
            signatures=tuple(
                (chosen.get(f"party-{n}", ""), chosen.get(f"place-{n}", ""))
                for n in range(1, len(PARTIES) + 1)
            ),
            copies=self.copies.data or 0,
            seal=chosen.get("seal") == "yes",
            photos_per_page=4 if chosen.get("photos_per_page") == "4" else 2,
        )


def version_of(form: Mapping[str, str]) -> int:
    """The version that the page showed; 0 when that says nothing readable."""
    typed = form.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
