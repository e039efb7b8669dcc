"""Barcodes and QR codes as pictures, and the sheets of paper that they stand on."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat

QR, CODE_128, CODE_39 = BarcodeFormat.QRCode, BarcodeFormat.Code128, BarcodeFormat.Code39
EAN_13 = BarcodeFormat.EAN13


def code(text: str, kind: BarcodeFormat = QR, scale: int = 4) -> Image.Image:
    """The code with its quiet zone, grey; `scale` is the width of a module in pixels."""
    made = zxingcpp.create_barcode(text, kind).to_image(scale=scale)
    height, width = made.shape
    return Image.frombytes("L", (width, height), bytes(memoryview(made)))  # type: ignore[arg-type]


def sheet(*codes: Image.Image, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """The codes on light paper, one beside the other, in rows."""
    paper, left, top, row = Image.new("L", size, 235), 40, 40, 0
    for one in codes:
        if left + one.width > size[0]:
            left, top, row = 40, top + row + 40, 0
        paper.paste(one, (left, top))
        left, row = left + one.width + 40, max(row, one.height)
    return paper


def jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()
