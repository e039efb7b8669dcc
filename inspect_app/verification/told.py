"""What was found of a file, in plain words: the same on the page and on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from .. import text
from ..minutes.fields import ISSUE_FIELD
from ..text import Message, msg
from .actions import Checked
from .rules import Differences, Signature, Verdict

HEADLINES = {
    Verdict.GENUINE: msg(
        "Tệp đúng là văn bản đã ký, không bị thay đổi và là bản mới nhất của văn bản."
    ),
    Verdict.OLDER: msg(
        "Tệp đúng là văn bản đã ký, không bị thay đổi, nhưng là bản cũ hơn: sau đó văn bản có thêm"
        " chữ ký hoặc dấu thời gian."
    ),
    Verdict.SUPERSEDED: msg(
        "Tệp đúng là văn bản đã ký, không bị thay đổi, nhưng văn bản đã được thay thế."
    ),
    Verdict.OTHER: msg(
        "Tệp đúng là một văn bản đã ký, nhưng không phải văn bản của mã đang tra cứu."
    ),
    Verdict.UNREGISTERED: msg(
        "Các chữ ký trong tệp hợp lệ, nhưng tệp không có trong sổ văn bản đã ký của hệ thống."
    ),
    Verdict.CHANGED: msg("Tệp đã bị thay đổi sau khi ký."),
    Verdict.STRIPPED: msg("Chữ ký số của văn bản đã bị gỡ khỏi tệp."),
    Verdict.UNSIGNED: msg("Tệp không có chữ ký số nào."),
    Verdict.UNTRUSTED: msg(
        "Chữ ký trong tệp do tổ chức không được tin cậy cấp. Tên người ký có thể giống, nhưng"
        " không phải chữ ký thật."
    ),
    Verdict.REVOKED: msg("Chứng thư của người ký đã bị thu hồi."),
    Verdict.EXPIRED: msg(
        "Chứng thư của người ký đã hết hạn, và không có dấu thời gian nào chứng minh tệp được ký"
        " khi còn hạn."
    ),
    Verdict.DAMAGED: msg("Tệp PDF bị hỏng, không đọc được chữ ký."),
    Verdict.ENCRYPTED: msg(
        "Tệp PDF được khóa bằng mật khẩu nên không kiểm tra được. Văn bản đã ký không bao giờ có"
        " mật khẩu."
    ),
    Verdict.NOT_PDF: msg("Tệp không phải là tệp PDF."),
    Verdict.UNCHECKED: msg(
        "Không kiểm tra được tệp trong giới hạn thời gian và bộ nhớ, nên coi như không đúng."
    ),
}
UNSEEN = msg(
    "Các trang không khác văn bản gốc. Phần bị thay đổi không hiện trên trang: chữ ký, thông tin mô"
    " tả hoặc cách lưu tệp."
)
DRAFT = msg("Các trang giống văn bản gốc, nhưng bản này chưa được ký.")
_MOST = 20


def details(checked: Checked) -> list[Message]:
    """What exactly differs, most important first; [] when there is nothing to add."""
    found = [*_pages(checked.differs or Differences()), *_hidden(checked)]
    if found or checked.differs is None or checked.genuine:
        return found
    if checked.verdict is Verdict.UNSIGNED:
        return [DRAFT]
    return [UNSEEN] if checked.verdict in (Verdict.CHANGED, Verdict.STRIPPED) else []


def _pages(differs: Differences) -> Iterator[Message]:
    said = (
        (differs.changed, msg("Trang {pages} đã bị thay sau khi ký.")),
        (differs.added, msg("Trang {pages} đã được thêm vào sau khi ký.")),
        (differs.removed, msg("Trang {pages} của văn bản đã bị bỏ đi.")),
        (differs.moved, msg("Trang {pages} đã bị đổi chỗ.")),
        (differs.laid, msg("Trang {pages} bị dán nội dung khác đè lên.")),
        (differs.fields, msg("Ô số hoặc ô chữ ký ở trang {pages} đã bị sửa.")),
    )
    for pages, message in said:
        if pages:
            yield Message(message.text, {"pages": listed(pages)})


def _hidden(checked: Checked) -> Iterator[Message]:
    about = checked.about
    if about and checked.other_number:
        yield msg(
            "Tệp ghi số {wrong}; văn bản gốc có số {number}.",
            wrong=text.shortened(text.nfc(checked.seen.number), 20),
            number=about.number,
        )
    if checked.other_data:
        yield msg("Dữ liệu đính kèm trong tệp đã bị thay hoặc bị bỏ.")


def listed(pages: Sequence[int]) -> str:
    """2, 3, 7; neighbours drawn together: 2-5."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(shown[:_MOST]) + (", …" if len(shown) > _MOST else "")


def lines(checked: Checked) -> list[str]:
    """All of it in Vietnamese, line by line."""
    said = [f"{'ĐÚNG' if checked.genuine else 'KHÔNG ĐÚNG'}: {HEADLINES[checked.verdict]}"]
    said += map(str, details(checked))
    if about := checked.about:
        said.append(f"Văn bản: số {about.number}, {about.unit}, ngày {text.date(about.dated)}")
        if about.replaced_by:
            said.append(f"Được thay thế bằng: số {about.replaced_by.number}")
    for one in checked.seen.signatures:
        if one.field != ISSUE_FIELD or len(checked.seen.signatures) == 1:
            said.append(f"Người ký: {text.nfc(one.signer)}")
            said.append(f"  Mức {one.level}; {_time(one)}")
    return said


def _time(one: Signature) -> str:
    if one.stamped_at:
        return f"dấu thời gian: {text.moment(dt.datetime.fromisoformat(one.stamped_at))}"
    if one.claimed_at:
        return f"thời gian ký theo chữ ký: {text.moment(dt.datetime.fromisoformat(one.claimed_at))}"
    return "không có thời gian ký"
