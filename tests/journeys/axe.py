"""Judging the page that stands on the screen: axe-core's WCAG 2.2 AA rules and our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VENDORED = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE = VENDORED.read_text("utf-8")
OWN = (Path(__file__).with_name("page_checks.js")).read_text("utf-8")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # Off unless asked for, though WCAG 2.2 AA has it.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


def breaches(page: Page) -> list[str]:
    """What breaks a rule on this page as it stands, one sentence each."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", OPTIONS)
    said = [
        f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    return said + list(page.evaluate(OWN))
