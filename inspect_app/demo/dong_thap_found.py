"""What the team answered and found in the two districts, around the words of article 001."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .source import Article, figures

HONG_NGU, THANH_BINH = "huyen-hong-ngu", "huyen-thanh-binh"
BOTH_COMMUNES = ("xa-tan-binh-thanh-binh", "xa-tan-long-thanh-binh")

# In the article's order: visit, item, the units concerned, the frame of its words.
SHORTCOMINGS = (
    (HONG_NGU, "HS-05", (HONG_NGU,), "Bộ phận tiếp nhận và trả kết quả của huyện {}"),
    (HONG_NGU, "HS-06", (HONG_NGU,), "UBND huyện {}"),
    (HONG_NGU, "HS-05", (HONG_NGU,), "Bộ phận tiếp nhận và trả kết quả của huyện {}"),
    (HONG_NGU, "MC-01", (HONG_NGU,), "Bộ phận tiếp nhận và trả kết quả của huyện {}"),
    (HONG_NGU, "BM-02", (HONG_NGU,), "Tại huyện {}"),
    (THANH_BINH, "HS-08", BOTH_COMMUNES, "Qua kiểm tra hồ sơ tại hai xã, {}"),
    (THANH_BINH, "HS-05", BOTH_COMMUNES, "Công chức hai xã {}"),
    (THANH_BINH, "HS-04", BOTH_COMMUNES, "Công chức hai xã {}"),
    (THANH_BINH, "HS-03", BOTH_COMMUNES, "Một số hồ sơ công chức hai xã {}"),
    (THANH_BINH, "HS-09", BOTH_COMMUNES, "Một số {}"),
    (THANH_BINH, "CD-02", (THANH_BINH,), "Các {}"),
    (THANH_BINH, "CD-08", (THANH_BINH,), "UBND huyện {}"),
    (THANH_BINH, "MC-08", (THANH_BINH,), "Tại huyện {}"),
    (THANH_BINH, "SO-01", (THANH_BINH,), "Việc thực hiện {}"),
)
STRENGTHS = (
    (HONG_NGU, "CD", "Nhìn chung, {}"),
    (HONG_NGU, "CD", "{}"),
    (HONG_NGU, "SO", "Huyện {}"),
    (THANH_BINH, "CD", "{}"),
)
# Heading, units, frame; all of them seen on the visit to huyện Hồng Ngự.
MODELS = (
    ("TT", (HONG_NGU,), "Mô hình “{}”"),
    ("TT", ("xa-long-khanh-a-hong-ngu", "xa-long-khanh-b-hong-ngu"), "Mô hình “{}”"),
    ("CD", (HONG_NGU,), "Tổ chức {}"),
    ("SO", (HONG_NGU,), "Cách làm: {}"),
)


@dataclass(frozen=True)
class Given:
    """One answer: result, value (figures by key, or a text), wording for the minutes."""

    result: str
    value: str | Mapping[str, int] = ""
    wording: str = ""


def answers(key: str, source: Article) -> dict[str, Given]:
    """The answers of the visit to that district, by item."""
    return _hong_ngu(source) if key == HONG_NGU else _thanh_binh()


def _hong_ngu(source: Article) -> dict[str, Given]:
    received, late = figures(source, "MC-07")
    by_district, by_communes, simplify = figures(source, "CK-11")
    online, offices, communes = figures(source, "SO-01")
    (mobile,) = figures(source, "SO-10")
    return {
        "CD-05": Given("pass", wording="Phát hàng ngàn tờ bướm, móc khóa tuyên truyền"),
        "CD-06": Given("pass"),
        "CD-08": Given("pass"),
        "CK-11": Given(
            "pass",
            {"simplify": simplify, "shorten": by_district + by_communes},
            f"Cắt giảm thời gian giải quyết đối với {by_district} thủ tục thuộc thẩm quyền của "
            f"huyện, {by_communes} thủ tục cấp xã; kiến nghị đơn giản hóa {simplify} thủ tục",
        ),
        "MC-01": Given("fail"),
        "MC-07": Given(
            "partial",
            {"received": received, "late": late},
            "Bộ phận tiếp nhận và trả kết quả cấp huyện, xã tiếp nhận hơn 29.000 hồ sơ, trong đó "
            f"trễ hẹn {late} hồ sơ",
        ),
        "HS-05": Given("fail"),
        "HS-06": Given("fail"),
        "BM-02": Given("fail"),
        "SO-01": Given(
            "pass",
            {"numerator": online},
            "Tiếp nhận hơn 1.440 hồ sơ dịch vụ công trực tuyến mức độ 3; giao chỉ tiêu "
            f"{offices}% đối với các phòng chuyên môn, {communes}% đối với cấp xã",
        ),
        "SO-10": Given(
            "pass",
            wording="Tiếp nhận và giải quyết lưu động tại 2 xã Long Khánh A, Long Khánh B được "
            f"{mobile} thủ tục",
        ),
    }


def _thanh_binh() -> dict[str, Given]:
    return {
        "CD-02": Given("fail", "partial"),
        "CD-08": Given("fail", "no"),
        "MC-08": Given("fail"),
        "HS-03": Given("fail"),
        "HS-04": Given("fail"),
        "HS-05": Given("fail"),
        "HS-08": Given("fail"),
        "HS-09": Given("fail"),
        "SO-01": Given("fail"),
        "SO-05": Given("fail"),
    }
