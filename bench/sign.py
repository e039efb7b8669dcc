"""Number and head's signature with time stamp and revocation data, without the network's share."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from bench import record
from bench.measure import Comparison, Cost
from inspect_app import clock, garbage, storage
from inspect_app.minutes import pdf
from inspect_app.signatures import signing
from inspect_app.signatures.rules import Level
from tests.signatures.pki import Pki, serving

ROUNDS, TARGET = 5, 2.0


def compare(folder: Path) -> Comparison:
    """Against the two seconds that it may take; the authority answers on this machine."""
    photos, keys = folder / "signed-photos", folder / "keys"
    photos.mkdir()
    keys.mkdir()
    record.shoot(photos)
    minutes = record.minutes(photos)
    unsigned = pdf.draw(minutes, lambda name: storage.get_from(photos, name), record.MARK)
    with serving(keys) as pki:
        garbage.settle()  # as the server does when it has started
        runs = [_signed(unsigned, pki, keys) for _ in range(ROUNDS + 1)][1:]
    own = statistics.median(wall - away for wall, away, _ in runs)
    away = statistics.median(away for _, away, _ in runs)
    cpu = statistics.median(cpu for _, _, cpu in runs)
    return Comparison(
        title="number, signature, time stamps, revocation data",
        floor_title="two seconds, the target, without what passes inside HTTP requests",
        product=Cost(own, cpu),
        floor=Cost(TARGET, TARGET),
        limits={"wall": 1, "cpu": 1},
        notes=(
            f"Signing: two signatures with a time stamp each on minutes with {record.PHOTOS} "
            f"photos, OCSP and CRLs embedded, all validated at the end: {own:.2f} s of work; "
            f"besides, {away:.2f} s inside HTTP requests to a test authority on this machine.",
        ),
    )


def _signed(unsigned: bytes, pki: Pki, keys: Path) -> tuple[float, float, float]:
    """Seconds of the whole, of what passed inside HTTP requests, and of this thread's CPU."""
    pair = pki.key("seal", keys), pki.key("head", keys)
    manner = signing.Manner(pki.trust, pki.stamps)
    with _timed_requests() as spans:
        began, cpu = time.perf_counter(), time.thread_time()
        _, signed = signing.issue_and_sign(
            unsigned, 5, pair, manner, at=clock.now(), reason="Ký biên bản", location="Tháp Mười"
        )
        wall, cpu = time.perf_counter() - began, time.thread_time() - cpu
    assert signed.level is Level.LT, signed.remarks
    return wall, _covered(spans), cpu


@contextmanager
def _timed_requests() -> Iterator[list[tuple[float, float]]]:
    """The begin and end of every HTTP request made meanwhile, in any thread."""
    spans: list[tuple[float, float]] = []
    send = requests.Session.send

    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return send(*arguments, **named)
        finally:
            spans.append((began, time.perf_counter()))

    requests.Session.send = timed  # type: ignore[method-assign]
    try:
        yield spans
    finally:
        requests.Session.send = send  # type: ignore[method-assign]


def _covered(spans: list[tuple[float, float]]) -> float:
    """Seconds in which at least one was under way."""
    total, latest = 0.0, 0.0
    for began, ended in sorted(spans):
        total += max(0.0, ended - max(began, latest))
        latest = max(latest, ended)
    return total
