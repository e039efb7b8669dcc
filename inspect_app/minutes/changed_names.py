"""How the parts and fields of the minutes are called where a change of one is told."""

from __future__ import annotations

from ..text import Message, msg

NOTHING = msg("(để trống)")
# The parts that are asked about first come first.
ORDER = {
    field: place
    for place, field in enumerate(
        ("headings", "requests", "checklist", "sample", "photos", "unit_opinion", "unit_people")
    )
}
PARTS: dict[str, Message] = {
    "template": msg("Mẫu biên bản"),
    "venue": msg("Nơi làm việc"),
    "place": msg("Địa danh"),
    "unit_opinion": msg("Ý kiến của đơn vị"),
    "started_at": msg("Bắt đầu"),
    "ended_at": msg("Kết thúc"),
    "signed_on": msg("Ngày ghi trên biên bản"),
    "period_from": msg("Đầu thời kỳ kiểm tra"),
    "period_to": msg("Cuối thời kỳ kiểm tra"),
    "subject": msg("Trích yếu"),
    "issuing_body": msg("Tên đoàn kiểm tra"),
    "parent_body": msg("Cơ quan chủ quản"),
    "series": msg("Ký hiệu biên bản"),
    "unit": msg("Đơn vị được kiểm tra"),
    "head": msg("Trưởng đoàn"),
    "secretary": msg("Thư ký"),
    "unit_representative": msg("Đại diện đơn vị"),
    "copies": msg("Số bản"),
    "checklist_version": msg("Bản phiếu kiểm tra"),
    "team": msg("Thành phần đoàn"),
    "unit_people": msg("Thành phần của đơn vị"),
    "legal_bases": msg("Căn cứ"),
    "recipients": msg("Nơi nhận"),
    "checklist": msg("Phiếu kiểm tra"),
    "headings": msg("Kết luận"),
    "requests": msg("Kiến nghị"),
    "sample": msg("Mẫu hồ sơ"),
    "photos": msg("Ảnh"),
}
KINDS = {
    "results": msg("kết quả"),
    "strengths": msg("ưu điểm"),
    "shortcomings": msg("tồn tại, hạn chế"),
}
FIELDS: dict[str, Message] = {
    "result": msg("kết quả"),
    "value": msg("số liệu"),
    "note": msg("lời ghi"),
    "question": msg("câu hỏi"),
    "content": msg("nội dung"),
    "responsible": msg("người chịu trách nhiệm"),
    "deadline": msg("thời hạn"),
    "caption": msg("chú thích"),
    "item_code": msg("nội dung của ảnh"),
    "taken_at": msg("giờ chụp"),
    "received_at": msg("giờ nhận"),
    "lateness": msg("đúng hạn, trễ hạn"),
    "field": msg("lĩnh vực"),
    "why": msg("lý do chọn"),
}
