"""English is complete: every text of the program is in the catalogue, and nothing else is."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import Environment, nodes

from inspect_app import config, create_app
from inspect_app.db import Base, db

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "inspect_app" / "translations"
CATALOGUE = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
TEMPLATES = ROOT / "templates"
# Documents stay Vietnamese whatever the reader's language.
DOCUMENTS = (
    *("minutes/document.html", "signatures/stamp*.html", "minutes/annex_*.html"),
    *("minutes/section_*.html", "minutes/signatures.html", "minutes/check.html"),
    *("minutes/internal.html", "signatures/number.html", "signatures/person.html"),
    "signatures/seal.html",
)
SLOT = re.compile(r"%\(\w+\)\w|\{\w*\}")
MARKS = ("_", "gettext")
OWN_NAME = "Tiếng Việt"


@pytest.fixture(scope="module")
def used() -> Catalog:
    """The texts that stand in the code and the templates now."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog()
    found = extract_from_dir(ROOT, methods, options, {**DEFAULT_KEYWORDS, "msg": None})
    for file_name, line, text, _, context in found:
        catalogue.add(text, locations=[(file_name, line)], context=context)
    return catalogue


@pytest.fixture(scope="module")
def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(config.read({"INSPECT_INSTANCE_PATH": str(tmp_path)}, testing=True))
    with made.app_context():
        Base.metadata.create_all(db.engine)
    yield made
    with made.app_context():
        db.engine.dispose()


def forms(text: str | Iterable[str] | None) -> list[str]:
    """The singular, or singular and plurals, of one text."""
    return [text] if isinstance(text, str) else list(text or [""])


def slots(text: str | Iterable[str] | None) -> set[str]:
    return {slot for form in forms(text) for slot in SLOT.findall(form)}


def listed(fault: str, texts: list[str]) -> str:
    return "\n  ".join([f"{len(texts)} {fault}:", *texts])


def is_vietnamese(text: str) -> bool:
    """Whether a letter carries a mark of Vietnamese."""
    return any(c in "đĐ" or unicodedata.decomposition(c)[:1] not in ("", "<") for c in text)


def screens() -> list[Path]:
    found = sorted(TEMPLATES.rglob("*.html"))
    return [f for f in found if not any(f.relative_to(TEMPLATES).match(name) for name in DOCUMENTS)]


def unmarked(source: str) -> list[str]:
    """The Vietnamese lines of a template, and of texts inside {{ }}, that pass no gettext."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    marked = {
        id(argument)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS
        for argument in call.args
    }
    said = [part.data for part in tree.find_all(nodes.TemplateData)]
    said += [str(c.value) for c in tree.find_all(nodes.Const) if id(c) not in marked]
    lines = (line.strip() for text in said for line in text.replace(OWN_NAME, "").splitlines())
    return [line for line in lines if is_vietnamese(line)]


def test_every_text_is_translated(used: Catalog, english: Catalog) -> None:
    lacking = [
        f"{text.locations[0][0]}:{text.locations[0][1]}: {text.id}"
        for text in used
        if text.id
        and ((known := english.get(text.id)) is None or known.fuzzy or not all(forms(known.string)))
    ]
    assert not lacking, listed("not in the catalogue, empty there, or marked fuzzy", lacking)


def test_no_translation_is_left_over(used: Catalog, english: Catalog) -> None:
    unused = [str(text.id) for text in english if text.id and text.id not in used]
    unused += [f"#~ {text}" for text in english.obsolete]

    assert not unused, listed("in the catalogue, but no longer in the program", unused)


def test_the_slots_of_a_text_survive_translation(english: Catalog) -> None:
    differing = [
        f"{text.id} -> {text.string}"
        for text in english
        if text.id and slots(text.id) != slots(text.string)
    ]
    assert not differing, listed("other slots than in the source", differing)


def test_the_catalogue_is_sorted_so_that_changes_are_easy_to_read(english: Catalog) -> None:
    texts = [forms(text.id)[0] for text in english if text.id]

    assert texts == sorted(texts)


def test_the_catalogue_in_use_is_the_one_written_here(english: Catalog) -> None:
    compiled = CATALOGUE.with_suffix(".mo")
    assert compiled.exists(), "make setup compiles it"
    with compiled.open("rb") as file:
        in_use = {(text.id, text.string) for text in read_mo(file) if text.id}

    written = {(text.id, text.string) for text in english if text.id}
    differing = sorted({str(text) for text, _ in in_use ^ written})
    assert not differing, listed("make setup compiles it anew", differing)


def test_every_message_is_a_literal_that_can_be_collected() -> None:
    composed = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for file in sorted((ROOT / "inspect_app").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "msg"
        and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert composed == []


@pytest.mark.parametrize("file", screens(), ids=lambda f: f"{f.parent.name}/{f.name}")
def test_a_screen_says_nothing_that_cannot_be_translated(file: Path) -> None:
    assert unmarked(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Lưu</p>",
        '<img alt="Ảnh {{ number }}">',
        '{% set label = "Lưu" %}',
        '{{ _("Lưu", what="Ảnh") }}',
    ],
)
def test_a_text_outside_gettext_is_noticed(source: str) -> None:
    assert len(unmarked(source)) == 1
    assert unmarked('<p title="{{ _("Lưu") }}">Tiếng Việt</p>{# Lưu #}') == []


def test_a_page_follows_the_language_that_was_chosen(app: Flask) -> None:
    browser = app.test_client()
    vietnamese = browser.get("/sign-in").text
    browser.set_cookie("language", "en")
    english = browser.get("/sign-in").text

    assert '<html lang="vi"' in vietnamese and "Tên đăng nhập</label>" in vietnamese
    assert '<html lang="en"' in english
    for label in ("<h1>Sign in</h1>", "Username</label>", "Password</label>", "Language</p>"):
        assert label in english
    assert [line for line in english.replace(OWN_NAME, "").split("\n") if is_vietnamese(line)] == []
