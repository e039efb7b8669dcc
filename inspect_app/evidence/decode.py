"""The child process that opens one strange picture under limits of memory and time."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import struct
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import AvifImagePlugin, ExifTags, Image, ImageOps, UnidentifiedImageError

if __package__:
    from . import burning, codes
else:  # run as a script, which stands beside them and belongs to no package
    import burning  # type: ignore[import-not-found, no-redef]
    import codes  # type: ignore[import-not-found, no-redef]

FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
MAX_PIXELS = 50_000_000
MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 15
# What leaves the team; what is printed, about 200 dots an inch in the annex; what lists show.
RENDITIONS = (("derived.jpg", 1600), ("print.jpg", 1000), ("thumb.jpg", 320))
LARGEST = RENDITIONS[0][1]
QUALITY = 82
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
# What Pillow raises on metadata that make no sense; they say nothing of the picture itself.
SENSELESS = (OSError, SyntaxError, ValueError, TypeError, KeyError, ZeroDivisionError, struct.error)


def main(folder: Path) -> dict[str, Any]:
    """Write the renditions beside `original`; gives the facts or {"refused": reason}.

    Where `layer.json` stands beside it, its shapes are burnt into every rendition.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread would count against the memory
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return _render(folder)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_many_pixels"}
    except UnidentifiedImageError:
        return {"refused": "not_an_image"}
    except MemoryError:
        return {"refused": "too_costly"}
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError):
        return {"refused": "damaged"}


def _render(folder: Path) -> dict[str, Any]:
    source = folder / "original"
    with Image.open(source, formats=_formats(source)) as image:
        # Several pictures in one JPEG, as phones make them: the first one is the photo.
        media_type = FORMATS["JPEG" if image.format == "MPO" else str(image.format)]
        said, full = _exif(image), image.size
        image.draft(None, _fitting(full))
        image.load()
        lying = image.size
        _put_upright(image)
        turned = image.size != lying
    shown = _on_white(_reduced(image))
    layer = folder / "layer.json"
    # A photo that is drawn over was read when it was taken in.
    read = [] if layer.exists() else codes.read(shown)
    if layer.exists():
        burning.burn(shown, json.loads(layer.read_text("utf-8")))
    for name, size in RENDITIONS:
        shown.thumbnail((size, size), Image.Resampling.HAMMING, reducing_gap=2.0)
        # The second pass for smaller tables pays where many stand in one document.
        shown.save(folder / name, "JPEG", quality=QUALITY, optimize=name == "print.jpg")
    width, height = full[::-1] if turned else full
    facts = {"media_type": media_type, "width": width, "height": height}
    return facts | {"exif": said, "codes": read}


def _formats(source: Path) -> list[str]:
    """All of FORMATS; but that decoder costs a tenth of a second, so only where it may be one."""
    with source.open("rb") as file:
        head = file.read(12)
    if head[4:8] != b"ftyp" or head[8:12] not in HEIF_BRANDS:
        return [name for name in FORMATS if name != "HEIF"]
    import pi_heif  # type: ignore[import-untyped]

    pi_heif.register_heif_opener(DECODE_THREADS=1, THUMBNAILS=False)
    return list(FORMATS)


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size of the largest rendition: a JPEG may be decoded at a half or a quarter."""
    share = min(1.0, LARGEST / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _put_upright(image: Image.Image) -> None:
    # In its place: a copy of what is upright already costs as much as finding that out.
    with contextlib.suppress(*SENSELESS):
        ImageOps.exif_transpose(image, in_place=True)


def _reduced(image: Image.Image) -> Image.Image:
    """At most the size of the largest rendition, before anything makes further whole copies."""
    plain = {"P": "RGBA", "PA": "RGBA", "1": "L"}
    shown = image.convert(plain[image.mode]) if image.mode in plain else image
    shown.thumbnail((LARGEST, LARGEST), Image.Resampling.HAMMING, reducing_gap=1.0)
    return shown


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image if image.mode == "RGB" else image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _exif(image: Image.Image) -> dict[str, Any]:
    """What the file itself says: when, with what, where; what cannot be read is left out."""
    said: dict[str, Any] = {}
    for read in (_taken, _model, _position):
        try:
            said |= read(image.getexif())
        except SENSELESS:
            continue
    return said


def _taken(exif: Image.Exif) -> dict[str, Any]:
    taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    return {"taken": taken} if isinstance(taken, str) else {}


def _model(exif: Image.Exif) -> dict[str, Any]:
    found = (exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
    words = [word.strip("\0 ") for word in found if isinstance(word, str)]
    said = " ".join(words).replace("\0", "")[:80]
    return {"model": said} if said.strip() else {}


def _position(exif: Image.Exif) -> dict[str, Any]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if ExifTags.GPS.GPSLatitude not in gps or ExifTags.GPS.GPSLongitude not in gps:
        return {}
    latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S")
    longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W")
    possible = abs(latitude) <= 90 and abs(longitude) <= 180
    return {"latitude": latitude, "longitude": longitude} if possible else {}


def _degrees(parts: Any, negative: bool) -> float:
    whole: float = sum(float(part) / 60**power for power, part in enumerate(parts))
    return round(-whole if negative else whole, 6)


def serve() -> None:
    """Fork for each folder named on standard input, until that ends; says "done" or "died" of it.

    The fork writes what `main` gives into facts.json, and can reach neither of the two pipes.
    """
    Image.init()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.closerange(0, 2)
            os._exit(_alone(Path(line.removesuffix("\n"))))
        _, status = os.waitpid(child, 0)
        sys.stdout.write("died\n" if status else "done\n")
        sys.stdout.flush()


def _alone(folder: Path) -> int:
    try:
        (folder / "facts.json").write_text(json.dumps(main(folder)))
    except BaseException:  # whatever it was, nothing of the parent's may run in this process
        return 1
    return 0


if __name__ == "__main__":
    serve()
