"""How many dossiers to draw and which: a drawing that anybody can repeat from its seed."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from statistics import NormalDist

from .. import text
from ..errors import RuleBroken
from ..text import msg


def size(population: int | None, confidence: float, margin: float, proportion: float = 0.5) -> int:
    """How many to draw; None as the population is one without end. Fractions: 0.95, 0.05, 0.5.

    Raises RuleBroken for a fraction that is not between 0 and 1.
    Source: Cochran, Sampling Techniques, 3rd ed. 1977, 4.4: n0 = z²p(1-p)/e², then
    n0 / (1 + (n0 - 1)/N), rounded up.
    """
    if not all(0 < fraction < 1 for fraction in (confidence, margin, proportion)):
        raise RuleBroken(msg("Độ tin cậy, sai số và tỷ lệ phải lớn hơn 0% và nhỏ hơn 100%."))
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    wanted = z * z * proportion * (1 - proportion) / margin**2
    if population is None:
        return math.ceil(wanted)
    if population < 1:
        return 0
    # The last bit of the division may lie above the population itself.
    return min(math.ceil(wanted / (1 + (wanted - 1) / population)), population)


def read_seed(typed: str) -> str:
    """The seed as used and printed: NFC, no invisible characters, no space at either end.

    Raises RuleBroken for an empty one.
    """
    seed = text.nfc(typed).strip()
    if not seed:
        raise RuleBroken(msg("Chưa có số bốc thăm. Tung xúc xắc hoặc để đại diện đơn vị tự nêu."))
    return seed


def order(seed: str, codes: Iterable[str]) -> list[str]:
    """All codes in the order of drawing; a simple random sample of n is the first n.

    To draw again: take the distinct codes, each in Unicode NFC; for each compute SHA-256 over the
    UTF-8 bytes of the seed (see read_seed), one line feed (byte 0A) and the code; write the digest
    in lower-case hexadecimal; sort by it, ascending. The order of the list does not matter.
    """
    prefix = f"{read_seed(seed)}\n"
    distinct = sorted({_nfc(code) for code in codes})
    return sorted(distinct, key=lambda code: hashlib.sha256((prefix + code).encode()).hexdigest())


def draw(seed: str, codes: Iterable[str], n: int) -> list[str]:
    """The first n in order; raises RuleBroken when there are fewer."""
    ordered = order(seed, codes)
    _check_count(n, len(ordered))
    return ordered[:n]


def stratify(counts_by_field: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of the n to draw from each field; the sum is n. RuleBroken when n is too great.

    Of a field with c of all N dossiers: c·n/N rounded down; what is left of n goes one each to the
    largest remainders of c·n mod N. Then, if n is at least the number of fields with dossiers, each
    field that has none, by name, gets one from the field that now has most. Equals are decided by
    the larger c, then by the name in the order of Unicode code points.
    """
    total = sum(counts_by_field.values())
    _check_count(n, total)
    fields = sorted((f for f, count in counts_by_field.items() if count > 0), key=_nfc)
    fields.sort(key=lambda field: -counts_by_field[field])
    shares = {field: counts_by_field[field] * n // total for field in fields}
    remainders = sorted(fields, key=lambda field: -(counts_by_field[field] * n % total))
    for field in remainders[: n - sum(shares.values())]:
        shares[field] += 1
    if n >= len(fields):
        for field in sorted((f for f in fields if shares[f] == 0), key=_nfc):
            shares[max(fields, key=lambda other: shares[other])] -= 1
            shares[field] = 1
    return {field: shares.get(field, 0) for field in counts_by_field}


def draw_stratified(seed: str, fields_by_code: Mapping[str, str], n: int) -> list[str]:
    """Of each field the first in order, as many as stratify says; fields by name, then in order."""
    codes_by_field: dict[str, set[str]] = {}
    for code, field in fields_by_code.items():
        codes_by_field.setdefault(field, set()).add(_nfc(code))
    shares = stratify({field: len(codes) for field, codes in codes_by_field.items()}, n)
    return [
        code
        for field in sorted(codes_by_field, key=_nfc)
        for code in draw(seed, codes_by_field[field], shares[field])
    ]


def replacement(
    seed: str, codes: Iterable[str], drawn: Collection[str], missing: str
) -> str | None:
    """What replaces a missing dossier: the next in order not in `drawn`; None when none is left.

    `codes` are all of the same field as `missing`, or all there are when drawn without fields;
    `drawn` is everything drawn so far, what is missing and earlier replacements included. Raises
    RuleBroken when `missing` is not among `codes`.
    """
    ordered = order(seed, codes)
    if _nfc(missing) not in ordered:
        raise RuleBroken(msg("Hồ sơ {code} không có trong danh sách bốc thăm.", code=missing))
    taken = {_nfc(code) for code in (*drawn, missing)}
    return next((code for code in ordered if code not in taken), None)


def _nfc(value: str) -> str:
    return unicodedata.normalize("NFC", value)


def _check_count(n: int, available: int) -> None:
    if not 0 <= n <= available:
        slots = {"n": text.number(n), "available": text.number(available)}
        raise RuleBroken(msg("Không rút được {n} trong {available} hồ sơ.", **slots))
