"""Messages kept in a column: read again as they were, and what was kept as bare text before."""

from __future__ import annotations

import uuid

from flask import Flask
from sqlalchemy import text as sql

from inspect_app.db import db
from inspect_app.dossiers.models import Register
from inspect_app.text import msg


def test_a_message_within_a_message_is_read_again(inside: Flask, register: uuid.UUID) -> None:
    inner = msg("trùng mã với dòng {row}.", row="4")
    kept = [msg("Sheet “{sheet}”: {fault}", sheet="{a}", fault=inner), msg("Hết.")]
    db.session.get_one(Register, register).errors = kept
    db.session.flush()
    db.session.expire_all()
    read = db.session.get_one(Register, register).errors
    assert read == kept and str(read[0]) == "Sheet “{a}”: trùng mã với dòng 4."


def test_bare_texts_of_before_are_still_read(inside: Flask, register: uuid.UUID) -> None:
    before = sql("UPDATE register SET errors = :kept WHERE id = :key")
    db.session.execute(before, {"kept": '["dòng {4} sai"]', "key": register.hex})
    db.session.expire_all()
    assert [str(e) for e in db.session.get_one(Register, register).errors] == ["dòng {4} sai"]
