"""What the team answered at xã An Tân; every figure is the article's or follows from it."""

from __future__ import annotations

from .source import Article, figures

PASSED = (
    *("CD-01", "CD-02", "CD-06", "TC-01", "TC-05"),
    *("CK-01", "CK-03", "CK-04", "CK-07", "CK-08", "CK-09"),
    *("MC-01", "MC-02", "MC-03", "MC-06", "MC-07", "MC-08"),
    *("HS-02", "HS-03", "HS-04", "HS-05", "HS-06", "HS-07", "HS-09", "HS-10", "HS-12"),
    *("BM-04", "BM-05", "BM-06", "BM-07", "BM-08", "TK-01", "TK-02", "TK-03"),
    *("SO-01", "SO-08", "SO-09"),
)
FAILED = ("CD-05", "CD-04", "TC-02", "SO-07")
# A commune of 2020 had no offices of its own, and these services came later.
NOT_APPLICABLE = ("BM-01", "BM-02", "SO-03", "SO-04", "SO-10")


def values(source: Article) -> dict[str, dict[str, int]]:
    """The figures by item; none of those that the article does not state."""
    (issued,), (online,), (opinions,) = (figures(source, c) for c in ("TC-01", "SO-01", "CK-09"))
    received, late = figures(source, "MC-07")
    return {
        "TC-01": {"issued": issued},
        "CK-09": {"received": opinions},
        # "đã tiếp nhận và giải quyết": all that came in were resolved.
        "MC-07": {"received": received, "resolved": received, "late": late, "in_progress": 0},
        "MC-08": {"numerator": received - late, "denominator": received},
        "SO-01": {"numerator": online},
    }


def wordings(source: Article) -> dict[str, str]:
    """The sentences for the minutes where the article says more than the figures do."""
    quotes = {s["checklist"]: s["quote"] for s in source["statistics"]}
    online = f"Hồ sơ trực tuyến mức độ 3 trong lĩnh vực hộ tịch: {quotes['SO-01']}"
    return {"HS-03": quotes["HS-03"], "SO-01": online}


def notes() -> dict[str, str]:
    """The team's own notes, which are not printed."""
    return {
        "MC-07": "Đối chiếu báo cáo của xã với số liệu trên phần mềm một cửa điện tử.",
        "SO-07": "Làm rõ thêm với công chức Văn phòng - Thống kê trước khi kết luận.",
    }
