"""What the annex of the sample prints: how it was drawn, each dossier, what they come to."""

from __future__ import annotations

from fractions import Fraction

from .. import text
from ..dossiers.answers import Check
from ..dossiers.cells import NUMBERS
from ..dossiers.intervals import percent
from ..dossiers.lateness import Kind
from ..dossiers.models import Sample, SampledDossier, Why
from ..dossiers.rules import DEFECTS, ITEMS, REMARK, SAID, Defect
from ..dossiers.sampling import size
from ..dossiers.statistics import Tally
from ..dossiers.summary import METHODS, SOURCES, Part, Summary, questions, summary_of
from ..visits.models import Visit
from .drawn import MissingDossier, SampleCount, SampleDraw, SamplePart, SampleRow

WHY = {
    Why.DRAWN: "rút ngẫu nhiên",
    Why.LATE: "hồ sơ trễ hạn",
    Why.ADDED: "đoàn chọn thêm",
    Why.REPLACEMENT: "thay hồ sơ không tìm thấy",
}
NO_FIELD = "không ghi lĩnh vực"


def parts(visit: Visit) -> tuple[SamplePart, ...]:
    """Each draw in force of an authorised visit, then what was added by hand; () without any."""
    summary = summary_of(visit)
    asked = {code: words[0] for code, words in questions(visit).items()}
    return tuple(_part(part, summary, asked) for part in summary.parts)


def _part(part: Part, summary: Summary, asked: dict[str, str]) -> SamplePart:
    items = tuple(code for code in ITEMS if code in asked)
    names = {str(key): text.raised(str(name)) for key, name in DEFECTS.items()}
    names |= {code: f"{code}. {question}" for code, question in asked.items()}
    shown = {k: t for k, t in part.tallies.items() if k in SAID or (t.all_k and k in names)}
    late = {field: tallies.get(Defect.LATE) for field, tallies in part.fields.items()}
    fields = [_count(field or NO_FIELD, tally) for field, tally in late.items() if tally]
    return SamplePart(
        draw=_draw(part.sample) if part.sample else None,
        items=items,
        rows=tuple(_row(row, part.checks[row.id], items) for row in part.rows),
        missing=_missing(part, summary),
        counts=tuple(_count(names[key], tally) for key, tally in shown.items()),
        late_by_field=tuple(fields) if len(fields) > 1 else (),
    )


def _draw(sample: Sample) -> SampleDraw:
    return SampleDraw(
        unit=sample.register.unit.label,
        register=sample.register.file_name,
        register_sha256=sample.register.sha256,
        population=sample.population,
        size=sample.size,
        computed=_computed(sample),
        method=str(METHODS[sample.method]),
        with_late=sample.with_late,
        strata=tuple((field or NO_FIELD, sample.strata[field]) for field in _ordered(sample)),
        seed=sample.seed,
        seed_source=str(SOURCES[sample.seed_source]),
        witness=sample.witness,
        reason=sample.reason,
        drawn_at=sample.drawn_at,
        codes_sha256=sample.codes_sha256,
    )


def _ordered(sample: Sample) -> list[str]:
    return sorted(sample.strata, key=text.alphabetical)


def _computed(sample: Sample) -> str:
    """How the size was computed; "" where it was decided."""
    if sample.confidence is None or sample.margin is None:
        return ""
    shares = (percent(_decimal(fraction)) for fraction in (sample.confidence, sample.margin))
    confidence, margin = (share.replace(",0%", "%") for share in shares)
    wanted = text.number(size(None, sample.confidence, sample.margin))
    return f"độ tin cậy {confidence}, sai số {margin}: {wanted} hồ sơ, hiệu chỉnh theo tổng số"


def _decimal(fraction: float) -> Fraction:
    return Fraction(round(fraction * 1000), 1000)


def _row(row: SampledDossier, check: Check, items: tuple[str, ...]) -> SampleRow:
    found = [str(SAID[defect]) for defect in Defect if defect is not Defect.LATE]
    has = [check.begun and check.has(defect) for defect in Defect if defect is not Defect.LATE]
    notes = [said for said, applies in zip(found, has, strict=True) if applies]
    return SampleRow(
        code=row.code,
        field=row.field or NO_FIELD,
        why=WHY[row.why],
        results=tuple(check.result(code) for code in items),
        lateness=_lateness(check),
        note=(_ended("; ".join(notes)) + _public(check.answer.cell(REMARK).value or "")).strip(),
    )


def _ended(said: str) -> str:
    return f"{text.raised(said)}. " if said else ""


def _public(remark: str) -> str:
    """A remark without what may be a citizen's number or address: anybody may read it."""
    return NUMBERS.sub("…", remark)


def _lateness(check: Check) -> str:
    """Early, on time or late; the reckoning where it is late, and who says so where times do not.

    A person's word goes before what the times show.
    """
    verdict, tapped = check.verdict, check.tapped(Defect.LATE)
    shown = str(verdict) if verdict.kind is Kind.LATE else str(verdict.result)
    if tapped is None or tapped == check.computed(Defect.LATE):
        return text.raised(shown)
    return (
        f"{'Trễ hạn' if tapped else 'Không trễ hạn'} theo đoàn kiểm tra (theo thời gian: {shown})"
    )


def _missing(part: Part, summary: Summary) -> tuple[MissingDossier, ...]:
    if part.sample is None:
        return ()
    instead = {row.replaces_id: row.code for row in (*part.rows, *summary.missing)}
    own = [row for row in summary.missing if row.sample_id == part.sample.id]
    return tuple(MissingDossier(row.code, instead.get(row.id, "")) for row in own)


def _count(matter: str, tally: Tally) -> SampleCount:
    of_all = f"{text.number(tally.all_k)}/{text.number(tally.all_n)}"
    if tally.interval is None:
        return SampleCount(matter, "–", of_all, "–", "–", None)
    low, high = tally.interval
    ends = f"{percent(Fraction(low))} đến {percent(Fraction(high))}"
    return SampleCount(
        matter=matter,
        count=f"{text.number(tally.k)}/{text.number(tally.n)}",
        of_all=of_all,
        share=percent(tally.share),
        interval=f"{percent(tally.share)}, đã kiểm tra toàn bộ" if low == high else ends,
        bar=(_thousandths(tally.share), _thousandths(low), _thousandths(high)),
    )


def _thousandths(share: Fraction | float) -> int:
    return round(share * 1000)
