"""A browser that refuses every page that is not in order, and swaps htmx fragments as htmx does."""

from __future__ import annotations

import copy
import io
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests import strict_html

Files = list[tuple[str, bytes]]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Answer:
    """What the server said: its status, headers, raw body, and the text a person reads of it."""

    status: int
    headers: Headers
    body: bytes
    words: str


class Form:
    """A form of the present page, with what stands in its fields."""

    def __init__(self, element: Element, page: Element) -> None:
        self.element = element
        self.action = element.get("action") or ""
        own = [inner for inner in element.iter() if inner.get("form") is None]
        linked = [e for e in page.iter() if e.get("form") and e.get("form") == element.get("id")]
        self.fields = _fields(own + linked)

    def filled(self, typed: dict[str, Any]) -> dict[str, list[Any]]:
        """The fields with what was typed over them."""
        data: dict[str, list[Any]] = {}
        for name, value in self.fields:
            if name not in typed:
                data.setdefault(name, []).append(value)
        for name, value in typed.items():
            data[name] = value if isinstance(value, list) else [value]
        return data


class Browser:
    """One person at one device; `page` is the tree of what stands on the screen.

    `waits` is whether a page whose draft is being drawn is looked at only when that is done.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        self.page = Element("html")
        self.address = ""
        self.waits = True

    def sign_in(self, username: str, password: str) -> Browser:
        self.get("/sign-in")
        self.send("/sign-in", username=username, password=password)
        assert self.client.get_cookie("inspect_session"), f"{username} was not let in"
        return self

    def get(self, address: str, status: int = 200) -> Answer:
        """Open a page, following redirects; it must be in order."""
        answer = self.client.get(address)
        while answer.status_code == 303:
            answer = self.client.get(answer.location)
        return self._arrive(answer, status, f"GET {address}")

    def send(self, action: str, status: int = 303, **typed: Any) -> Answer:
        """Send the plain form whose address ends so, as without script."""
        form = self.form(action)
        answer = self._post(form, typed)
        said = f"POST {form.action}"
        assert answer.status_code == status, _unexpected(answer, said)
        if status == 303:
            return self.get(answer.location)
        return self._arrive(answer, status, said)

    def tap(self, action: str, status: int = 200, **typed: Any) -> Answer:
        """Send the form whose address ends so by htmx, and swap what comes back."""
        return self._tap(self.form(action), status, typed)

    def choose(self, name: str, number: int) -> Answer:
        """Send one of the forms in the element of that id by htmx."""
        forms = list(self.one(name).iter("form"))
        return self._tap(Form(forms[number], self.page), 200, {})

    def _tap(self, form: Form, status: int, typed: dict[str, Any]) -> Answer:
        answer = self._post(form, typed, {"HX-Request": "true"})
        said = f"htmx POST {form.action}"
        assert answer.status_code == status, _unexpected(answer, said)
        if "HX-Redirect" in answer.headers:
            return self.get(answer.headers["HX-Redirect"])
        self._check_headers(answer, said)
        return self._swap(answer, form.element, said)

    def ask(self, element: Element, **query: Any) -> Answer:
        """What an element with hx-get asks for, with further fields of the query."""
        parts = urlsplit(element.get("hx-get") or "")
        asked = {**dict(parse_qsl(parts.query)), **query}
        answer = self.client.get(parts.path, query_string=asked, headers={"HX-Request": "true"})
        said = f"htmx GET {parts.path}"
        assert answer.status_code == 200, _unexpected(answer, said)
        self._check_headers(answer, said)
        return self._swap(answer, element, said)

    def poll(self, name: str = "changes", **query: Any) -> Answer:
        """What the page asks for every few seconds, by the element of that id."""
        return self.ask(self.one(name), **query)

    def form(self, action: str) -> Form:
        """The first form whose address ends so."""
        for element in self.page.iter("form"):
            if (element.get("action") or "").split("?")[0].endswith(action):
                return Form(element, self.page)
        raise AssertionError(f"no form for {action} on {self.address}")

    def has_form(self, action: str) -> bool:
        forms = self.page.iter("form")
        return any((form.get("action") or "").endswith(action) for form in forms)

    def one(self, name: str) -> Element:
        """The element of that id."""
        return next(element for element in self.page.iter() if element.get("id") == name)

    def words(self, name: str = "main") -> str:
        """What a person reads in the element of that id."""
        return strict_html.words(self.one(name))

    def _post(
        self, form: Form, typed: dict[str, Any], headers: dict[str, str] | None = None
    ) -> TestResponse:
        data = form.filled(typed)
        if form.element.get("enctype") == "multipart/form-data":
            data = {name: [_upload(value) for value in values] for name, values in data.items()}
        form_type = form.element.get("enctype") or "application/x-www-form-urlencoded"
        sent = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        return self.client.post(form.action, data=data, content_type=form_type, headers=sent)

    def _arrive(self, answer: TestResponse, status: int, said: str) -> Answer:
        assert answer.status_code == status, _unexpected(answer, said)
        self._check_headers(answer, said)
        root, errors = strict_html.parse(answer.text)
        self.page, self.address = root, answer.request.path
        self._check(errors, said)
        while self.waits and (drawing := self._drawing()) is not None:
            time.sleep(0.02)
            self.ask(drawing)
        return _answer(answer, strict_html.words(root))

    def _drawing(self) -> Element | None:
        """What asks for a draft that is not drawn yet; a person waits until it is."""
        found = (element for element in self.page.iter() if element.get("id") == "drawing")
        return next((element for element in found if element.get("hx-get")), None)

    def _swap(self, answer: TestResponse, source: Element, said: str) -> Answer:
        part, errors = strict_html.parse_part(answer.text)
        said_words = strict_html.words(part)
        for element in list(part):
            if style := element.attrib.pop("hx-swap-oob", ""):
                part.remove(element)
                self._put_elsewhere(element, style, f"{said} oob {style}")
        target, swap = _target(source, answer.status_code)
        target = answer.headers.get("HX-Retarget") or target
        swap = answer.headers.get("HX-Reswap") or swap
        if swap != "none":
            name = target.removeprefix("#") or source.get("id") or ""
            self._put(name, list(part), swap, said)
        self._check(errors, said)
        return _answer(answer, said_words)

    def _put_elsewhere(self, element: Element, style: str, said: str) -> None:
        """What is swapped by its own id, or whose content goes beside what its style names."""
        swap, _, target = style.partition(":#")
        if target:
            self._put(target, list(element), swap, said)
        elif swap != "delete":
            self._put(element.get("id") or "", [element], "outerHTML", said)
        elif any(here.get("id") == element.get("id") for here in self.page.iter()):
            self._put(element.get("id") or "", [], swap, said)

    def _put(self, name: str, new: list[Element], swap: str, said: str) -> None:
        parents = {child: parent for parent in self.page.iter() for child in parent}
        old = next((child for child in parents if child.get("id") == name), None)
        assert old is not None, f"{said}: no #{name} on the page to swap"
        if swap == "innerHTML":
            old[:] = copy.deepcopy(new)
            return
        around, first = parents[old], list(parents[old]).index(old)
        ways = {
            "beforeend": (old, len(old), len(old)),
            "afterbegin": (old, 0, 0),
            "afterend": (around, first + 1, first + 1),
        }
        into, start, end = ways.get(swap, (around, first, first + 1))
        into[start:end] = [] if swap == "delete" else copy.deepcopy(new)

    def _check_headers(self, answer: TestResponse, said: str) -> None:
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, f"{said}: {name} is missing"
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy and "unsafe" not in policy, f"{said}: {policy}"

    def _check(self, errors: list[str], said: str) -> None:
        found = errors + strict_html.faults(self.page, self.app)
        listed = "\n  ".join(found[:12])
        assert not found, f"{said} is not in order, {len(found)} faults:\n  {listed}"


def _answer(answer: TestResponse, words: str) -> Answer:
    return Answer(answer.status_code, answer.headers, answer.data, words)


def _unexpected(answer: TestResponse, said: str) -> str:
    return f"{said} gave {answer.status_code}: {answer.text[-1500:]}"


def _target(source: Element, status: int) -> tuple[str, str]:
    """Where the answer goes and how, by what the source says for this status, else for all."""
    special = (source.get(f"hx-status:{status}") or "").split()
    said = dict(word.split(":", 1) for word in special)
    target = said.get("target") or source.get("hx-target") or ""
    return target, said.get("swap") or source.get("hx-swap") or "innerHTML"


def _fields(elements: list[Element]) -> list[tuple[str, str]]:
    found = []
    for element in elements:
        name, kind = element.get("name"), element.get("type")
        if not name or "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            # A browser drops the first line end of a textarea; the templates write none.
            found.append((name, "".join(element.itertext())))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if "selected" in o.attrib] or options[:1]
            found += [(name, o.get("value") or "") for o in chosen]
        elif element.tag == "input" and kind in ("radio", "checkbox"):
            found += [(name, element.get("value") or "on")] if "checked" in element.attrib else []
        elif element.tag == "input" and kind != "file":
            found.append((name, element.get("value") or ""))
    return found


def _upload(value: Any) -> Any:
    return (io.BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value
