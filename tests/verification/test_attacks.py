"""Whatever is done to a signed file, it is refused, and the reason is the right one."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from inspect_app import clock
from inspect_app.signatures import authority, keys, signing, trust
from inspect_app.signatures.rules import Party
from inspect_app.signatures.signing import Manner
from inspect_app.verification import actions, examining, rules, told
from inspect_app.verification.limited import Asked
from inspect_app.verification.rules import GOOD, Standing, Verdict
from tests.signatures.conftest import Signs
from tests.signatures.pki import Pki
from tests.signatures.test_levels import embed_lists
from tests.verification import attacks
from tests.verification.conftest import Draft, State, States

UNSEEN = "Các trang không khác văn bản gốc"
# By attack: the verdict, and what is said beside it.
TOLD = {
    "page replaced": (Verdict.CHANGED, "Trang 3 đã bị thay sau khi ký."),
    "page shadowed from an object stream": (Verdict.CHANGED, "Trang 2 đã bị thay sau khi ký."),
    "note laid over a page": (Verdict.CHANGED, "Trang 2 bị dán nội dung khác đè lên."),
    "pages swapped": (Verdict.CHANGED, "đã bị đổi chỗ."),
    "page removed": (Verdict.CHANGED, "Trang 2 của văn bản đã bị bỏ đi."),
    "page added": (Verdict.CHANGED, "đã được thêm vào sau khi ký."),
    "number written anew": (Verdict.CHANGED, "Tệp ghi số 06; văn bản gốc có số 05/BB-ĐKT."),
    "attached data replaced": (Verdict.CHANGED, "Dữ liệu đính kèm trong tệp đã bị thay"),
    "title replaced": (Verdict.CHANGED, UNSEEN),
    "head's signature stripped": (Verdict.STRIPPED, ""),
    "all signatures stripped": (Verdict.STRIPPED, ""),
    "lock lifted": (Verdict.CHANGED, "Trang 2 bị dán nội dung khác đè lên."),
    "signature wrapped": (Verdict.CHANGED, "Trang 3 đã bị thay sau khi ký."),
    "byte of the content flipped": (Verdict.CHANGED, ""),
    "byte of the signature flipped": (Verdict.CHANGED, UNSEEN),
    "last increment exchanged": (Verdict.CHANGED, "Trang 3 đã bị thay sau khi ký."),
    "range shortened": (Verdict.CHANGED, UNSEEN),
    "rolled back": (Verdict.STRIPPED, ""),
    "second table of objects": (Verdict.CHANGED, "Trang 1 đã bị thay sau khi ký."),
    "rewritten by qpdf": (Verdict.CHANGED, UNSEEN),
    "rewritten by pikepdf": (Verdict.CHANGED, UNSEEN),
    "form thrown away": (Verdict.STRIPPED, ""),
    "bytes appended": (Verdict.CHANGED, UNSEEN),
    "bytes put before": (Verdict.CHANGED, UNSEEN),
    "authority of the same name": (Verdict.UNTRUSTED, ""),
    "signed by a revoked certificate": (Verdict.REVOKED, ""),
    "revoked, the list inside": (Verdict.REVOKED, ""),
    "expired, without a stamp": (Verdict.EXPIRED, ""),
    "signed on, outside the register": (Verdict.UNREGISTERED, ""),
    "locked by a password": (Verdict.ENCRYPTED, ""),
    "never signed": (Verdict.UNSIGNED, "bản này chưa được ký"),
    "cut in its middle": (Verdict.DAMAGED, ""),
    "no document of ours": (Verdict.DAMAGED, ""),
    "no PDF": (Verdict.NOT_PDF, ""),
    "nothing": (Verdict.NOT_PDF, ""),
}


@pytest.fixture(scope="module")
def copies(
    office: Flask,
    whole: States,
    first: Draft,
    signs: Signs,
    bare: Manner,
    pki: Pki,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, bytes]:
    """The attacked copies of the first document, by what was done."""
    folder, file = tmp_path_factory.mktemp("attacks"), whole[-1].file
    start, _ = attacks.gaps(file)[-1]
    revoked = signs(whole[0].file, Party.HEAD, bare, by="revoked").pdf
    changed = {done: attacks.updated(file, how) for done, how in attacks.INCREMENTS.items()}
    return changed | {
        "byte of the content flipped": attacks.flipped(file, len(first.file) // 2),
        "byte of the signature flipped": attacks.flipped(file, start + 1500),
        "last increment exchanged": attacks.updated(whole[-2].file, attacks.replace_page_3),
        "range shortened": attacks.shortened_range(file),
        "rolled back": attacks.rolled_back(file),
        "second table of objects": attacks.second_table(file),
        "rewritten by qpdf": attacks.by_qpdf(file, folder),
        "rewritten by pikepdf": attacks.by_pikepdf(file, linearize=True),
        "form thrown away": attacks.without_form(file),
        "bytes appended": file + b"\n% one more line\n",
        "bytes put before": b"%PDF-1.7\n" + file,
        "authority of the same name": forged(first.file, folder),
        "signed by a revoked certificate": revoked,
        "revoked, the list inside": embed_lists(pki, revoked),
        "expired, without a stamp": backdated(whole[0].file, pki, folder),
        "signed on, outside the register": signs(whole[0].file, Party.HEAD, bare).pdf,
        "locked by a password": attacks.locked(file),
        "never signed": first.file,
        "cut in its middle": first.file[: len(first.file) // 3],
        "no document of ours": b"%PDF-1.7\nBien ban so 05",
        "no PDF": "Biên bản số 05/BB-ĐKT".encode(),
        "nothing": b"",
    }


def forged(draft: bytes, folder: Path) -> bytes:
    """Numbered and signed by an authority that calls itself as the demonstration's does."""
    signer = authority.certificate_for(folder, "7", "Nguyễn Hữu Phước", "Sở Nội vụ")
    key, manner = keys.demonstration(signer), Manner(trust.trust(signer.root), asks=False)
    issued = signing.issue(draft, 5, key, manner, at=clock.now(), location="An Tân")
    return signing.sign(
        *(issued.pdf, Party.HEAD, key, manner), at=clock.now(), reason="Ký", location="An Tân"
    ).pdf


def backdated(issued: bytes, pki: Pki, folder: Path) -> bytes:
    """By a key whose certificate has ended, at a time that only the signer claims."""
    key, manner = pki.key("expired", folder), Manner(pki.trust, asks=False)
    then = dt.datetime(2021, 5, 5, tzinfo=dt.UTC)
    return signing.sign(
        *(issued, Party.HEAD, key, manner), at=then, reason="Ký", location="An Tân"
    ).pdf


@pytest.fixture
def inside_office(office: Flask) -> Iterator[Flask]:
    with office.app_context():
        yield office


class Results(dict[str, actions.Checked]):
    """What is found of each copy, looked at once."""

    def __init__(self, office: Flask, copies: dict[str, bytes]) -> None:
        super().__init__()
        self._office, self._copies = office, copies

    def __missing__(self, done: str) -> actions.Checked:
        with self._office.app_context():
            self[done] = actions.check(self._copies[done])
        return self[done]


@pytest.fixture(scope="module")
def results(office: Flask, copies: dict[str, bytes]) -> Results:
    return Results(office, copies)


@pytest.mark.parametrize("done", TOLD)
def test_an_attacked_file_is_refused_for_the_right_reason(results: Results, done: str) -> None:
    checked = results[done]
    said = " ".join(map(str, told.details(checked)))
    verdict, detail = TOLD[done]
    assert (checked.verdict, checked.genuine) == (verdict, False), said
    assert detail in said, said


def test_every_attack_is_told(copies: dict[str, bytes], whole: States) -> None:
    assert copies.keys() == TOLD.keys()
    assert whole[-1].file not in copies.values()


def test_no_attack_passes_even_from_within_the_register(results: Results) -> None:
    """As if whoever tampered with the file had got its hash into the register."""
    valid = {
        "signed by a revoked certificate",  # found by asking, which is done before entering
        "expired, without a stamp",
        "signed on, outside the register",
    }
    registered = Standing(newest=True, replaced=False)
    passed = {done for done in TOLD if rules.judge(results[done].seen, registered) in GOOD}
    assert passed <= valid


def test_another_genuine_document_is_not_the_one_that_was_asked_for(
    inside_office: Flask, replaced: States, whole: States, first: Draft, second: Draft
) -> None:
    swapped = actions.check(replaced[-1].file, code=first.code)
    assert (swapped.verdict, swapped.genuine) == (Verdict.OTHER, False)
    assert actions.check(replaced[-1].file, code=second.code).genuine
    assert actions.check(whole[-1].file, code=first.code).genuine


def seen(file: bytes, roots: bytes) -> rules.Facts:
    """What the child says, said here."""
    return rules.facts(examining.examine(Asked(file, (roots,), {})))


def test_no_random_change_is_genuine_and_none_raises(
    inside_office: Flask, genuine: dict[str, State]
) -> None:
    """Judged as if each were in the register; what no signature covers is left out."""
    file, chance = genuine["bare, 0 after the number"].file, random.Random(5)
    roots = inside_office.config["SETTINGS"].trust_roots.read_bytes()
    registered = Standing(newest=True, replaced=False)
    for round_ in range(200):
        changed = attacks.mutated(file, chance)
        verdict = rules.judge(seen(changed, roots), registered)
        if verdict in GOOD:
            assert only_gaps_differ(file, changed), round_


def only_gaps_differ(file: bytes, changed: bytes) -> bool:
    if len(file) != len(changed):
        return False
    where = [at for at, (one, two) in enumerate(zip(file, changed, strict=True)) if one != two]
    gaps = attacks.gaps(file)
    return all(any(start <= at < end for start, end in gaps) for at in where)
