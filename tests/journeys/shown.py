"""What a camera that Chromium makes up is to see: a picture as a short film, and its switches."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

FILM = (1280, 960)  # px
FRAMES = 5
DEVICE = "--use-fake-device-for-media-stream"
REFUSED = ("--use-fake-ui-for-media-stream=deny", DEVICE)


def camera(film: Path) -> list[str]:
    """The switches of a Chromium whose camera is allowed, and sees that film over and over."""
    return ["--use-fake-ui-for-media-stream", DEVICE, f"--use-file-for-fake-video-capture={film}"]


def film(path: Path, picture: Image.Image) -> Path:
    """Writes the picture, held on a grey table, as YUV4MPEG2 with 4:2:0 colours; gives its path."""
    scene = Image.new("RGB", FILM, (120, 124, 118))
    sheet = picture.convert("RGB")
    scene.paste(sheet, ((FILM[0] - sheet.width) // 2, (FILM[1] - sheet.height) // 2))
    light, blue, red = scene.convert("YCbCr").split()
    half = (FILM[0] // 2, FILM[1] // 2)
    planes = [light, blue.resize(half), red.resize(half)]
    frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
    head = f"YUV4MPEG2 W{FILM[0]} H{FILM[1]} F15:1 Ip A1:1 C420jpeg\n"
    path.write_bytes(head.encode() + frame * FRAMES)
    return path
