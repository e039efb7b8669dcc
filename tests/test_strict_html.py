"""The strict browser's checks find what they are there to find."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import strict_html

PAGE = """<!doctype html><html lang="vi"><head><title>Trang</title></head><body>
<main id="main"><h1>Đầu đề</h1>{}</main></body></html>"""
TOKEN = '<input type="hidden" name="csrf_token" value="x">'


def found(app: Flask, inside: str) -> str:
    root, errors = strict_html.parse(PAGE.format(inside))
    return "\n".join(errors + strict_html.faults(root, app))


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Chữ</p>",
        f'<form method="post" action="/sign-in">{TOKEN}<label for="a">A</label>'
        '<input id="a" name="a"><button>Gửi</button></form>',
        '<label>A <input name="a"></label>',
        '<h2 id="t">Hai</h2><section aria-labelledby="t"><a href="#main">Lên</a></section>',
        '<img src="/static/icon.svg" alt="Dấu">',
    ],
)
def test_what_is_in_order_passes(app: Flask, inside: str) -> None:
    assert found(app, inside) == ""


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<p><div>x</div></p>", "unexpected-end-tag"),
        ("<form><form></form></form>", "unexpected-start-tag"),
        ("<p>a & b &nosuch; c</p>", "entity"),
        ("<h1>Hai</h1>", "2 h1"),
        ("<h3>Ba</h3>", "h3 follows h1"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' occurs 2 times"),
        ('<input name="a">', "no label"),
        ('<label for="a"></label><input id="a">', "no label"),
        ('<button aria-describedby="b">x</button>', "aria-describedby=b leads nowhere"),
        ('<button hx-target="#b">x</button>', "hx-target=#b leads nowhere"),
        ('<button hx-status:422="target:#b">x</button>', "leads nowhere"),
        ('<a href="#b">x</a>', "href=#b leads nowhere"),
        ('<a href="/no-such-page">x</a>', "href=/no-such-page (GET) leads nowhere"),
        ('<a href="//evil.example/">x</a>', "leads nowhere"),
        ('<img src="/static/no.svg" alt="x">', "leads nowhere"),
        (f'<form method="post" action="/visits">{TOKEN}</form>', "(POST) leads nowhere"),
        ('<form method="post" action="/sign-in"></form>', "0 csrf_token"),
        ("<button></button>", "no words"),
        ('<a href="/"><svg></svg></a>', "no words"),
        ('<img src="/static/icon.svg" alt="">', "no alt"),
        ('<p style="color: red">x</p>', "inline style"),
        ('<p onclick="x()">x</p>', "inline onclick"),
        ("<script>x()</script>", "inline code"),
        ('<a href="javascript:x()">x</a>', "inline href"),
        ("<p>None</p>", "unfinished text"),
        ('<label>A <input value="None"></label>', "unfinished attribute"),
        ("<p>%(count)s mục</p>", "unfinished text"),
        ("<p>to\u0301c</p>", "not NFC"),
    ],
)
def test_what_is_out_of_order_is_named(app: Flask, inside: str, said: str) -> None:
    assert said in found(app, inside)


def test_a_page_without_language_or_title_is_named(app: Flask) -> None:
    root, errors = strict_html.parse("<html><body><h1>x</h1></body></html>")
    said = "\n".join(errors + strict_html.faults(root, app))
    for fault in ("expected-doctype", "lang is None", "no title"):
        assert fault in said
