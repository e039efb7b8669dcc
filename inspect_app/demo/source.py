"""The source articles as data, from which the demonstration takes its words and figures."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

Article = dict[str, Any]


def article(number: str) -> Article:
    """The article whose file starts with that number, such as "000"; raises LookupError."""
    text = resources.files(__package__).joinpath("data/articles.json").read_text("utf-8")
    for found in json.loads(text)["articles"]:
        if found["file"].startswith(f"{number}_"):
            return dict(found)
    raise LookupError(number)


def figures(source: Article, code: str) -> list[int]:
    """The numbers that the article states for one item of the checklist, in its order."""
    return [s["value"] for s in source["statistics"] if s["checklist"] == code]
