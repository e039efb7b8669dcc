"""A HEIC file written bit by bit: one block of HEVC whose samples stand there uncompressed."""

from __future__ import annotations

import struct

SIDE = 16
KINDS = {"video": 32, "sequence": 33, "picture": 34, "key frame": 19}


class Bits:
    """A string of bits as HEVC writes them (H.265, 9.2)."""

    def __init__(self) -> None:
        self.said = ""

    def u(self, width: int, value: int) -> Bits:
        self.said += f"{value:0{width}b}"
        return self

    def flags(self, said: str) -> Bits:
        self.said += said
        return self

    def ue(self, *values: int) -> Bits:
        for value in values:
            code = f"{value + 1:b}"
            self.said += "0" * (len(code) - 1) + code
        return self

    def closed(self) -> bytes:
        return packed(self.said + "1")


def packed(bits: str) -> bytes:
    """With zeros up to the next byte."""
    whole = bits + "0" * (-len(bits) % 8)
    return int(whole, 2).to_bytes(len(whole) // 8)


def unit(kind: str, body: bytes) -> bytes:
    """A NAL unit: bytes that would look like a start code are parted by a three (7.3.1.1)."""
    made, zeros = bytearray(), 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            made.append(3)
            zeros = 0
        made.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes([KINDS[kind] << 1, 1]) + bytes(made)


def _profile(bits: Bits) -> Bits:
    """Main still picture, level 1 (7.3.3)."""
    return bits.u(8, 3).u(32, 1 << 28).flags("1001").u(44, 0).u(8, 30)


def parameters() -> list[tuple[str, bytes]]:
    """One picture of 16 x 16, 4:2:0, 8 bits, in raw blocks of 16 (7.3.2)."""
    video = _profile(Bits().flags("0000110000000001").u(16, 0xFFFF))
    video.flags("1").ue(0, 0, 0).u(6, 0).ue(0).flags("00")
    sequence = _profile(Bits().flags("00000001")).ue(0, 1, SIDE, SIDE).flags("0")
    sequence.ue(0, 0, 4).flags("1").ue(0, 0, 0).ue(1, 0, 0, 2, 0, 0).flags("0001")
    sequence.u(4, 7).u(4, 7).ue(1, 0).flags("1").ue(0).flags("00000")
    picture = Bits().ue(0, 0).flags("0000000").ue(0, 0, 0).flags("000").ue(0, 0)
    picture.flags("0000000000").ue(0).flags("00")
    made = {"video": video, "sequence": sequence, "picture": picture}
    return [(kind, unit(kind, bits.closed())) for kind, bits in made.items()]


def terminated(low: int, span: int) -> str:
    """What the arithmetic coder writes for a terminating bin of one, and its flush (9.3.4)."""
    written, waiting, first = "", 0, True
    low, span = low + span - 2, 2

    def put(bit: int) -> None:
        nonlocal written, waiting, first
        written += ("" if first else str(bit)) + str(1 - bit) * waiting
        waiting, first = 0, False

    while span < 256:
        if low < 256:
            put(0)
        elif low >= 512:
            low -= 512
            put(1)
        else:
            low -= 256
            waiting += 1
        span, low = span << 1, low << 1
    put(low >> 9 & 1)
    return written + f"{low >> 7 & 3 | 1:02b}"


def frame() -> bytes:
    """Its left half is bright and its right half dark."""
    head = Bits().flags("10").ue(0, 2, 0).closed()
    # The block is not divided: a likely bin of a context without history leaves 510 - 240.
    raw = packed(terminated(0, 270))
    luma = (bytes([235]) * 8 + bytes([16]) * 8) * SIDE
    return unit("key frame", head + raw + luma + bytes([128]) * 128 + packed(terminated(0, 510)))


def box(kind: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind.encode()) + body


def heic(turns: int = 0, side: int = SIDE) -> bytes:
    """The file; shown turned left by so many quarters, and said to be `side` pixels wide."""
    units = parameters()
    arrays = [struct.pack(">BHH", 0x80 | KINDS[kind], 1, len(said)) + said for kind, said in units]
    config = b"\x01\x03" + struct.pack(">I", 1 << 28) + b"\x90" + bytes(5) + b"\x1e"
    config += b"\xf0\x00\xfc\xfd\xf8\xf8\x00\x00\x0f" + bytes([len(arrays)]) + b"".join(arrays)
    size = box("ispe", bytes(4), struct.pack(">II", side, side))
    properties = box("ipco", box("hvcC", config), size, box("irot", bytes([turns])))
    linked = box("ipma", bytes(4), struct.pack(">IHBBBB", 1, 1, 3, 0x81, 2, 0x83))
    said = frame()
    data = struct.pack(">I", len(said)) + said
    entry = box("infe", b"\x02\0\0\0", struct.pack(">HH4s", 1, 0, b"hvc1"), b"\0")
    brand = box("ftyp", b"heic", bytes(4), b"mif1", b"heic")

    def meta(at: int) -> bytes:
        handler = box("hdlr", bytes(8), b"pict", bytes(13))
        place = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, at, len(data))
        items = box("iinf", bytes(4), struct.pack(">H", 1), entry)
        first = box("pitm", bytes(4), struct.pack(">H", 1))
        own = box("iprp", properties, linked)
        return box("meta", bytes(4), handler, first, items, own, box("iloc", bytes(4), place))

    return brand + meta(len(brand) + len(meta(0)) + 8) + box("mdat", data)
