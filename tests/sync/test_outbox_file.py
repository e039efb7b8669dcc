"""A file from a tablet is read whole, or refused with the number of the record at fault."""

from __future__ import annotations

import hashlib
import io
import os
import random
import struct
import tracemalloc
import uuid
from typing import Any

import pytest

from inspect_app.errors import RuleBroken
from inspect_app.sync.outbox_file import Reader, Sealed
from tests.sync.tablet import MAGIC, Tablet, record

KEY, VISIT = bytes(range(32)), uuid.UUID(int=7)
LIMIT = 1 << 20


@pytest.fixture
def tablet() -> Tablet:
    return Tablet(str(uuid.uuid4()), KEY)


def read(data: bytes, key: bytes = KEY, limit: int = LIMIT) -> list[Sealed]:
    reader = Reader(io.BytesIO(data))
    return list(reader.operations(key, reader.opening().count, limit))


def refusal(data: bytes, key: bytes = KEY, limit: int = LIMIT) -> str:
    with pytest.raises(RuleBroken) as caught:
        read(data, key, limit)
    return str(caught.value.message)


def test_forms_and_photos_come_out_as_they_went_in(tablet: Tablet) -> None:
    data = os.urandom(5000)
    first, second = tablet.answer(VISIT, "CD-01", "pass"), tablet.photo(VISIT, data, piece=999)
    form, photo = read(tablet.export())
    assert (form.id, form.method, form.field("value")) == (first, "POST", "pass")
    assert form.path == f"/visits/{VISIT}/answers/CD-01/result" and form.title == "CD-01: pass"
    assert (str(photo.id), photo.method, photo.size) == (second, "PATCH", 5000)
    photo.body.seek(0)
    assert photo.body.read() == data
    assert photo.headers["Upload-Sha256"] == hashlib.sha256(data).hexdigest()


def test_the_file_says_whose_it_is(tablet: Tablet) -> None:
    opening = Reader(io.BytesIO(tablet.export())).opening()
    assert (str(opening.user_id), opening.device) == (tablet.user, "Máy tính bảng 3")
    assert (opening.count, opening.exported) == (0, "2020-10-15T10:00:00Z")


@pytest.mark.parametrize("data", [b"", b"CCHC", b"PK\x03\x04" + bytes(90), MAGIC[:-1] + b"\r\n"])
def test_another_programs_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "Tệp hỏng hoặc không phải của phần mềm này."


def test_wherever_it_is_cut_the_record_is_named(tablet: Tablet) -> None:
    tablet.answer(VISIT, "CD-01", "pass")
    tablet.photo(VISIT, b"x" * 900)
    whole = tablet.export()
    bounds = [len(whole) - sum(len(r) for o in tablet.operations for r in o)]
    for part in (r for o in tablet.operations for r in o):
        bounds.append(bounds[-1] + len(part))
    for at in [*range(len(MAGIC), len(whole), 37), len(whole) - 1]:
        number = next(n for n, bound in enumerate(bounds, 1) if at < bound)
        assert f"bị cắt ngang ở bản ghi số {number}." in refusal(whole[:at]), at


def test_any_damaged_byte_is_noticed(tablet: Tablet) -> None:
    tablet.answer(VISIT, "CD-01", "pass")
    tablet.photo(VISIT, b"x" * 900)
    whole, dice = tablet.export(), random.Random(3)
    start = len(whole) - sum(len(r) for o in tablet.operations for r in o)
    for at in dice.sample(range(start, len(whole)), 300):
        broken = bytearray(whole)
        broken[at] ^= 1 << dice.randrange(8)
        assert "ản ghi số" in refusal(bytes(broken)), at


def test_another_persons_key_opens_nothing(tablet: Tablet) -> None:
    tablet.answer(VISIT, "CD-01", "pass")
    said = refusal(tablet.export(), bytes(32))
    assert said == "Bản ghi số 2: tệp hỏng hoặc không phải của phần mềm này."


def test_operations_cannot_be_renamed_nor_pieces_exchanged(tablet: Tablet) -> None:
    tablet.photo(VISIT, b"a" * 400 + b"b" * 400)
    first, one, two = tablet.operations[0]
    for parts in ([first, two, one], [first, one, one]):
        tablet.operations = [parts]
        assert "Bản ghi số" in refusal(tablet.export())
    tablet.operations = [[first.replace(b'{"id": "', b'{"id": "0', 1)]]
    assert refusal(tablet.export())


def test_more_or_fewer_than_it_says_is_noticed(tablet: Tablet) -> None:
    tablet.answer(VISIT, "CD-01", "pass")
    assert "nhiều hơn 0 mục" in refusal(tablet.export(count=0))
    assert "cắt ngang ở bản ghi số 3" in refusal(tablet.export(count=2))


def test_a_newer_tablet_is_told_apart(tablet: Tablet) -> None:
    assert "mới hơn" in refusal(tablet.export(version=2))


@pytest.mark.parametrize(
    "header",
    [
        [],
        "x",
        None,
        {},
        {"user": 5, "count": 0, "version": 1, "device": "", "exported": ""},
        {"user": str(VISIT), "count": 1e999, "version": 1, "device": "", "exported": ""},
        {"user": str(VISIT), "count": "x", "version": 1, "device": "", "exported": ""},
        {"user": "x", "count": 0, "version": 1, "device": "", "exported": ""},
        {"user": str(VISIT), "count": 0, "version": 1, "device": 3, "exported": ""},
    ],
)
def test_a_senseless_beginning_is_refused(header: object) -> None:
    assert refusal(MAGIC + record(header, b"")).startswith("Bản ghi số 1:")


def test_json_nested_without_end_is_refused() -> None:
    raw = b"[" * 60_000
    data = MAGIC + struct.pack(">I", len(raw)) + raw + struct.pack(">I", 0)
    assert refusal(data).startswith("Bản ghi số 1:")


@pytest.mark.parametrize(
    "content",
    [
        [],
        None,
        {"method": "POST"},
        {"method": 5, "path": "/", "fields": []},
        {"method": "POST", "path": 3, "fields": []},
        {"method": "POST", "path": "/", "fields": [["a"]]},
        {"method": "POST", "path": "/", "fields": [["a", None]]},
        {"method": "POST", "path": "/", "fields": {"a": "b"}},
        {"method": "POST", "path": "/", "fields": [], "headers": ["x"]},
        {"method": "POST", "path": "/", "fields": [], "headers": {"x": 1}},
        {"path": "/", "fields": [], "sha256": 5},
        {"path": "/", "fields": [], "title": 5},
    ],
)
def test_a_senseless_operation_is_refused(tablet: Tablet, content: Any) -> None:
    tablet.operations.append(tablet.sealed(str(uuid.uuid4()), content))
    assert refusal(tablet.export()).startswith("Bản ghi số 2:")


def test_half_a_character_is_replaced_as_browsers_do(tablet: Tablet) -> None:
    key = uuid.uuid4()
    plain = b'{"method": "POST", "path": "/", "fields": [["value", "a\\ud800b"]]}'
    sealed = tablet.record({"id": str(key), "pieces": 0}, plain, str(key))
    tablet.operations.append([sealed])
    assert read(tablet.export())[0].field("value") == "a\ufffdb"


def test_a_record_without_end_is_refused_before_it_is_read() -> None:
    for lengths in (struct.pack(">I", 1 << 31), struct.pack(">I", 2) + b"{}" + b"\xff" * 4):
        assert "dài quá mức" in refusal(MAGIC + lengths)


def test_a_photo_above_the_limit_is_refused(tablet: Tablet) -> None:
    tablet.photo(VISIT, bytes(2000))
    assert "dài quá mức" in refusal(tablet.export(), limit=1999)
    assert read(tablet.export(), limit=2000)[0].size == 2000


def test_large_files_are_read_in_little_memory(tablet: Tablet) -> None:
    for _ in range(4):
        tablet.photo(VISIT, os.urandom(8 << 20), piece=512 * 1024)
    file = io.BytesIO(tablet.export())
    tracemalloc.start()
    reader = Reader(file)
    for sealed in reader.operations(KEY, reader.opening().count, 25 << 20):
        sealed.body.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 << 20
