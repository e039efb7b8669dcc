"""The files of trusted certificates, listed without what it takes to read them."""

from __future__ import annotations

from pathlib import Path

ENDINGS = (".pem", ".crt", ".cer", ".der")


def listed(path: Path | None) -> list[Path]:
    """The files of a folder in order, or the one file; none without a path."""
    if path is None:
        return []
    if path.is_dir():
        return sorted(f for f in path.iterdir() if f.suffix.lower() in ENDINGS)
    return [path]
