"""What every page must be: well-formed, labelled, linked to what exists, free of inline code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from inspect_app import assets

SILENT = ("script", "style", "title")
LABELLED = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "button")
REFERRING = ("for", "form", "list", "aria-describedby", "aria-labelledby", "aria-controls")
NAMED = ("button", "a", "summary", "label", "legend", "h1", "h2", "h3", "h4", "h5", "th")
UNFINISHED = re.compile(r"%\(\w+\)s|\{\{|\}\}|\{%|&lt;|Undefined|: None\b")
UNFINISHED_VI = re.compile(rf"{UNFINISHED.pattern}|(?<![A-Za-z])None\b")  # an English word, too
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ANY_UUID = "01900000-0000-7000-8000-000000000000"
_ANSWERED: dict[tuple[str, str], bool] = {}
_FIND_ID = re.compile(r"#([\w-]+)")


def parse(html: str) -> tuple[Element, list[str]]:
    """The tree of a whole page, and what the HTML standard finds wrong in it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html), _errors(parser, html)


def parse_part(html: str) -> tuple[Element, list[str]]:
    """The tree of a fragment below a root of its own, and what is wrong in it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parseFragment(html, container="div"), _errors(parser, html)


def _errors(parser: html5lib.HTMLParser, html: str) -> list[str]:
    lines = html.splitlines()
    return [
        f"line {line}: {code} {values or ''} in …{lines[line - 1][max(0, at - 60) : at + 20]}"
        for (line, at), code, values in parser.errors
    ]


def words(element: Element) -> str:
    """The text a person reads in an element, spaces folded."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in SILENT or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def faults(root: Element, app: Flask) -> list[str]:
    """What is wrong with a whole page, each as a sentence."""
    checks: tuple[Callable[[Element], Iterator[str]], ...] = (
        _frame,
        _unique_ids,
        _references,
        _targets,
        _labels,
        _names,
        _inline_code,
        _forms,
        _text,
    )
    found = [fault for check in checks for fault in check(root)]
    return found + list(_addresses(root, app))


def _all(root: Element) -> Iterator[Element]:
    """All elements but those of a mould (`template`), which is not part of the page."""
    if isinstance(root.tag, str):
        yield root
    for child in root if root.tag != "template" else ():
        yield from _all(child)


def _ids(root: Element) -> Counter[str]:
    return Counter(element.get("id", "") for element in _all(root) if "id" in element.attrib)


def _shown(element: Element) -> str:
    marks = "".join(f" {k}={v!r}" for k, v in list(element.items())[:5])
    return f"<{element.tag}{marks}> “{words(element)[:40]}”"


def _frame(root: Element) -> Iterator[str]:
    if root.get("lang") not in ("vi", "en"):
        yield f"lang is {root.get('lang')!r}"
    if not (root.findtext("head/title") or "").strip():
        yield "the page has no title"
    if (count := len(list(root.iter("h1")))) != 1:
        yield f"{count} h1"
    levels = [int(e.tag[1]) for e in _all(root) if re.fullmatch(r"h[1-6]", str(e.tag))]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _unique_ids(root: Element) -> Iterator[str]:
    for name, count in _ids(root).items():
        if count > 1 or not name or " " in name:
            yield f"id {name!r} occurs {count} times"


def _references(root: Element) -> Iterator[str]:
    known = _ids(root)
    for element in _all(root):
        for name in REFERRING:
            for wanted in (element.get(name) or "").split():
                if wanted not in known:
                    yield f"{name}={wanted} leads nowhere in {_shown(element)}"
            if name in element.attrib and not (element.get(name) or "").strip():
                yield f"{name} is empty in {_shown(element)}"
        href = element.get("href") or ""
        if len(href) > 1 and href.startswith("#") and href[1:] not in known:
            yield f"href={href} leads nowhere"


def _targets(root: Element) -> Iterator[str]:
    known = _ids(root)
    for element in _all(root):
        for name, value in element.items():
            if name in ("hx-target", "hx-include", "hx-select") or name.startswith("hx-status:"):
                for wanted in _FIND_ID.findall(value):
                    if wanted not in known:
                        yield f"{name}={value} leads nowhere in {_shown(element)}"


def _labels(root: Element) -> Iterator[str]:
    labelled = {e.get("for") for e in root.iter("label") if words(e)}
    wrapped = {id(inner) for e in root.iter("label") if words(e) for inner in e.iter()}
    for element in _all(root):
        if element.tag not in LABELLED or element.get("type") in UNLABELLED_TYPES:
            continue
        own = element.get("aria-label") or element.get("aria-labelledby")
        if not own and element.get("id") not in labelled and id(element) not in wrapped:
            yield f"no label: {_shown(element)}"


def _names(root: Element) -> Iterator[str]:
    for element in _all(root):
        if element.tag in NAMED and not words(element) and not element.get("aria-label"):
            inside = [image.get("alt") for image in element.iter("img")]
            if not any(inside):
                yield f"no words: {_shown(element)}"
        if element.tag == "img" and not (element.get("alt") or "").strip():
            yield f"no alt: {_shown(element)}"


def _inline_code(root: Element) -> Iterator[str]:
    for element in _all(root):
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline code: {_shown(element)}"
        for name, value in element.items():
            if name == "style" or name.startswith(("on", "hx-on")) or "javascript:" in value:
                yield f"inline {name}: {_shown(element)}"


def _forms(root: Element) -> Iterator[str]:
    for form in (element for element in _all(root) if element.tag == "form"):
        tokens = [i for i in form.iter("input") if i.get("name") == "csrf_token" and i.get("value")]
        # What may be sent days later carries no token; the origin of the request is asked instead.
        wanted = 0 if form.get("data-op") else 1
        if (form.get("method") or "get").lower() == "post" and len(tokens) != wanted:
            yield f"{len(tokens)} csrf_token in {_shown(form)}"
        if form.get("hx-post") and form.get("hx-post") != form.get("action"):
            yield f"hx-post differs from action in {_shown(form)}"


def _text(root: Element) -> Iterator[str]:
    text = words(root)
    unfinished = UNFINISHED_VI if root.get("lang") == "vi" else UNFINISHED
    if match := unfinished.search(text):
        yield f"unfinished text: …{text[max(0, match.start() - 40) : match.end() + 20]}"
    for element in _all(root):
        if element.get("value") == "None" or "None" in (element.get("aria-label") or ""):
            yield f"unfinished attribute: {_shown(element)}"
    if not unicodedata.is_normalized("NFC", text):
        yield "text is not NFC"


def _addresses(root: Element, app: Flask) -> Iterator[str]:
    for element in _all(root):
        method = (element.get("method") or "get").upper()
        for name, verb in (
            ("href", "GET"),
            ("src", "GET"),
            ("action", method),
            ("hx-get", "GET"),
            ("hx-post", "POST"),
        ):
            address = element.get(name)
            if name == "href" and _leaves_safely(element):
                continue
            if address and not address.startswith("#") and not _leads(address, verb, app):
                yield f"{name}={address} ({verb}) leads nowhere"


def _leaves_safely(element: Element) -> bool:
    """Whether it leads to another site in a tab of its own that knows nothing of this one."""
    away = (element.get("href") or "").startswith(("http://", "https://"))
    apart = element.get("rel") == "noopener noreferrer" and element.get("target") == "_blank"
    return element.tag == "a" and away and apart


def _leads(address: str, method: str, app: Flask) -> bool:
    """Whether the app answers there; asked of the URL map once for each shape of address."""
    shape = _UUID.sub(_ANY_UUID, address)
    if (shape, method) not in _ANSWERED:
        _ANSWERED[shape, method] = _matches(shape, method, app)
    return _ANSWERED[shape, method]


def _matches(address: str, method: str, app: Flask) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return False
    try:
        endpoint, values = app.url_map.bind("localhost").match(parts.path, method)
    except (HTTPException, RequestRedirect):
        return False
    folder = Path(str(app.static_folder))
    made_of = assets.sources(str(values.get("filename")))
    return endpoint != "static" or all((folder / source).is_file() for source in made_of)
