"""What every template may call: texts in the reader's language, small marks, asset addresses."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import get_locale, get_translations, gettext
from markupsafe import Markup

from . import assets, clock, fields, permissions, text
from .text import Message

# The form page calls each of these macros some hundred times with the same few arguments.
REPEATED = ("csrf", "icon", "result_name", "result_buttons")


def init_app(app: Flask) -> None:
    """Add the filters and globals; after Babel, whose slower `_` is replaced."""
    for shown in (say, moment, text.date, text.as_date, text.number, text.time_of_day):
        app.add_template_filter(shown)
    app.add_template_filter(text.document_number)
    app.add_template_filter(text.link_host)
    app.add_template_filter(fields.typed)
    app.add_template_filter(gettext, "gettext")
    app.add_template_global(translated, "_")
    folder = Path(str(app.static_folder))
    app.add_template_global(functools.cache(functools.partial(assets.address, folder)), "asset")
    app.add_template_global(permissions.Permission, "Permission")
    # The macros as one global: a block rendered alone does not run its page's imports.
    ui = app.jinja_env.get_template("ui.html").module
    vars(ui).update({name: _once_a_request(name, vars(ui)[name]) for name in REPEATED})
    app.jinja_env.globals["ui"] = ui


def say(message: Message) -> str:
    """A message in the reader's language, and so the messages within it."""
    english = message.english and str(get_locale()) == "en"
    slots = {k: say(v) if isinstance(v, Message) else v for k, v in message.values.items()}
    return str(message.english if english else gettext(message.text)).format(**slots)


def moment(value: dt.datetime) -> str:
    """A stored moment in the reader's language: "14:05 ngày 05/03/2026"."""
    day = text.date(clock.local(value).date())
    return str(gettext("%(time)s ngày %(day)s", time=text.time_of_day(value), day=day))


def translated(literal: str, **values: Any) -> Markup:
    """A template's own text in the reader's language, its %(slots)s filled and escaped."""
    catalogue = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    said = _marked(catalogue, literal)
    return said % values if values else said


@functools.lru_cache(maxsize=4096)
def _marked(catalogue: NullTranslations, literal: str) -> Markup:
    return Markup(catalogue.gettext(literal))  # noqa: S704 - never anything that was typed


def _once_a_request(name: str, macro: Callable[..., Markup]) -> Callable[..., Markup]:
    def kept(*arguments: object) -> Markup:
        made: dict[tuple[object, ...], Markup] = g.setdefault("made", {})
        key = (name, *arguments)
        found = made.get(key)
        if found is None:
            found = made[key] = macro(*arguments)
        return found

    return kept
