"""The commands of the project: safe to repeat, and plain about what is missing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str, cwd: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    environment |= {"INSTALL": "no", **settings}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_is_pinned_with_hashes(name: str) -> None:
    text = re.sub(r"\\\n\s*", "", (ROOT / name).read_text(encoding="utf-8"))
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert len(pins) > 10
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_help_names_every_command() -> None:
    listed = re.findall(r"^  make (\w+)", run("make").stdout, re.MULTILINE)

    assert listed == [
        *("help", "setup", "run", "test", "offline", "lint"),
        *("lock", "texts", "bench", "torture", "clean"),
    ]


def test_setting_up_again_does_nothing() -> None:
    run("make", "setup")
    again = run("make", "setup")

    assert (again.returncode, again.stdout) == (0, "setup: ready\n")


def test_missing_system_packages_are_named_with_the_command() -> None:
    stopped = run("make", "setup", RUN_PACKAGES="ca-certificates no-such-a no-such-b")

    assert stopped.returncode != 0
    assert "missing system packages: no-such-a no-such-b\n" in stopped.stdout
    assert "apt-get install --no-install-recommends no-such-a no-such-b\n" in stopped.stderr


def test_a_python_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/setup.sh", tmp_path / ".ci")
    stopped = run("bash", ".ci/setup.sh", cwd=tmp_path, PYTHON="/bin/false")

    assert stopped.returncode == 1
    assert "No Python that fits was found: version 3.11 or newer" in stopped.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_port_in_use_is_named_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        stopped = run("make", "run", f"PORT={port}")

    assert stopped.returncode != 0
    assert f"cannot serve at 127.0.0.1:{port}: " in stopped.stderr
    assert "choose another: make run PORT=8001" in stopped.stderr
    assert stopped.stdout.endswith("setup: ready\n")
