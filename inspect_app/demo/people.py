"""The cast: who signs in to the demonstration, as whom, and what each can try."""

from __future__ import annotations

from dataclasses import dataclass

from ..accounts.actions import create_user
from ..accounts.queries import find_by_username
from ..permissions import Role, Viewer
from ..units.queries import get_by_key

PASSWORD = "kiemtra-2026!"  # noqa: S105 - printed for everybody, opens only the demonstration
ADMINISTRATOR = "quantri"


@dataclass(frozen=True)
class Person:
    """One account of the cast; `unit` is a key of the reference units, "" for none."""

    username: str
    full_name: str
    position: str
    role: Role
    unit: str
    part: str
    to_try: str


INSPECTOR, OFFICER = Role.INSPECTOR, Role.COMMUNE_OFFICER
CAST = (
    Person(
        ADMINISTRATOR, "Phạm Quang Minh", "Chuyên viên công nghệ thông tin",
        Role.ADMINISTRATOR, "", "Quản trị viên", "tạo, khóa và mở khóa tài khoản",
    ),
    Person(
        "truongdoan.dongthap", "Nguyễn Hoàng Nam", "Phó Giám đốc Sở Nội vụ tỉnh Đồng Tháp",
        INSPECTOR, "", "Trưởng đoàn hôm nay", "kết luận, phê duyệt và ký biên bản của bạn",
    ),
    Person(
        "thuky.dongthap", "Huỳnh Thị Mai", "Chuyên viên Sở Nội vụ tỉnh Đồng Tháp",
        INSPECTOR, "", "Thư ký đoàn hôm nay", "mở cuộc kiểm tra hôm nay, ghi biên bản",
    ),
    Person(
        "thanhvien1.dongthap", "Trương Văn Phúc", "Chuyên viên Văn phòng UBND tỉnh Đồng Tháp",
        INSPECTOR, "", "Thành viên đoàn hôm nay", "bắt đầu kiểm tra, trả lời phiếu, chụp ảnh",
    ),
    Person(
        "thanhvien2.dongthap", "Lê Thị Kim Ngân", "Chuyên viên Sở Tư pháp tỉnh Đồng Tháp",
        INSPECTOR, "", "Thành viên đoàn hôm nay", "cùng làm với thanhvien1.dongthap",
    ),
    Person(
        "canbo.thapmuoi", "Võ Văn Khánh", "Chuyên viên Văn phòng HĐND và UBND xã Tháp Mười",
        OFFICER, "xa-thap-muoi-dong-thap-2025", "Cán bộ xã Tháp Mười",
        "nhận biên bản sau khi trưởng đoàn ký",
    ),
    Person(
        "truongdoan.antan", "Nguyễn Văn Bình", "Trưởng phòng Nội vụ huyện An Lão",
        INSPECTOR, "", "Trưởng đoàn huyện An Lão 2020", "xem biên bản xã An Tân đã ký",
    ),
    Person(
        "thuky.antan", "Trần Thị Hoa", "Chuyên viên Phòng Nội vụ huyện An Lão",
        INSPECTOR, "", "Thư ký đoàn huyện An Lão 2020", "xem phiếu kiểm tra xã An Tân",
    ),
    Person(
        "thanhvien.antan", "Lê Văn Cường", "Chuyên viên Văn phòng HĐND và UBND huyện An Lão",
        INSPECTOR, "", "Thành viên đoàn huyện An Lão 2020", "xem phiếu kiểm tra xã An Tân",
    ),
    Person(
        "canbo.antan", "Đinh Thị Lan", "Công chức Văn phòng - Thống kê xã An Tân",
        OFFICER, "xa-an-tan-an-lao", "Cán bộ xã An Tân", "đọc kết quả, tải biên bản đã ký",
    ),
    Person(
        "lanhdao.binhdinh", "Võ Minh Đức", "Phó Chánh Văn phòng UBND tỉnh Bình Định",
        Role.VIEWER, "binh-dinh", "Người xem, tỉnh Bình Định", "xem kết quả các xã trong tỉnh",
    ),
    Person(
        "truongdoan.hongngu", "Lê Minh Trung", "Phó Giám đốc Sở Nội vụ tỉnh Đồng Tháp",
        INSPECTOR, "", "Trưởng đoàn Đồng Tháp 2019", "đọc phát hiện tại hai huyện, kết luận",
    ),
    Person(
        "thuky.hongngu", "Nguyễn Thị Thu", "Chuyên viên Sở Nội vụ tỉnh Đồng Tháp",
        INSPECTOR, "", "Thư ký đoàn Đồng Tháp 2019", "làm tiếp hai cuộc kiểm tra dở dang",
    ),
    Person(
        "thanhvien.hongngu", "Phan Văn Lộc", "Chuyên viên Văn phòng UBND tỉnh Đồng Tháp",
        INSPECTOR, "", "Thành viên đoàn Đồng Tháp 2019", "làm tiếp hai cuộc kiểm tra dở dang",
    ),
    Person(
        "canbo.tanbinh", "Nguyễn Văn Út", "Công chức Văn phòng - Thống kê xã Tân Bình",
        OFFICER, "xa-tan-binh-thanh-binh", "Cán bộ xã Tân Bình", "thấy cuộc kiểm tra, chờ ký",
    ),
    Person(
        "canbo.tanlong", "Trần Văn Tám", "Công chức Văn phòng - Thống kê xã Tân Long",
        OFFICER, "xa-tan-long-thanh-binh", "Cán bộ xã Tân Long", "thấy cuộc kiểm tra, chờ ký",
    ),
)  # fmt: skip


def settle() -> None:
    """Make the accounts that are not yet there; needs a write transaction."""
    for person in CAST:
        if find_by_username(person.username) is None:
            create_user(
                username=person.username,
                full_name=person.full_name,
                position=person.position,
                role=person.role,
                unit_id=get_by_key(person.unit).id if person.unit else None,
                password=PASSWORD,
                by=None if person.username == ADMINISTRATOR else viewer(ADMINISTRATOR),
            )


def viewer(username: str) -> Viewer:
    """The person of the cast as the one who acts; raises LookupError before `settle`."""
    user = find_by_username(username)
    if user is None:
        raise LookupError(username)
    return user.as_viewer()
