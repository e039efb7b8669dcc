"""WebKit, the engine of iPads, driven by the W3C WebDriver protocol over plain HTTP."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any

DRIVER = "WebKitWebDriver"
BROWSERS = "usr/lib/*/webkit2gtk-4.1/MiniBrowser"
NEEDED = "apt-get install webkit2gtk-driver xvfb"
KEY = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver §12.1
SECONDS = 60


def missing() -> str:
    """Why WebKit cannot be driven here; "" when it can."""
    if not shutil.which(DRIVER) or not browser():
        return f"WebKit or its driver is not installed: {NEEDED}"
    return "" if shutil.which("Xvfb") else f"no display to draw on: {NEEDED}"


def browser() -> str:
    """The browser that comes with the engine; "" when it is not there."""
    return next((str(found) for found in Path("/").glob(BROWSERS)), "")


class WebKit:
    """One browser on a display of its own, as a context manager."""

    def __enter__(self) -> WebKit:
        self._port = free_port()
        read, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x1400x24"]
        self._display = subprocess.Popen(
            [*screen, "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL
        )
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        still = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        self._driver = subprocess.Popen(
            [DRIVER, f"--port={self._port}"],
            env=os.environ | still | {"DISPLAY": display},
            stderr=subprocess.DEVNULL,
        )
        options = {"binary": browser(), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._session = ""
        self._session = "/session/" + self._begin({"capabilities": wanted})["sessionId"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.call("DELETE", "")
        finally:
            for process in (self._driver, self._display):
                process.terminate()
                process.wait(timeout=20)

    def _begin(self, wanted: dict[str, Any]) -> Any:
        until = time.monotonic() + 20
        while True:
            try:
                return self.call("POST", "/session", wanted)
            except ConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of the protocol; raises RuntimeError with the driver's own words."""
        door = HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        try:
            sent = None if body is None else json.dumps(body)
            door.request(method, self._session + path, sent, {"Content-Type": "application/json"})
            answer = door.getresponse()
            value = json.loads(answer.read())["value"]
        finally:
            door.close()
        if answer.status != 200:
            raise RuntimeError(f"{value['error']}: {value['message']}")
        return value

    # --- What a person does

    def goto(self, address: str) -> None:
        self.call("POST", "/url", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """The value that the script returns; its arguments are `arguments[0]` and so on."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(given)})

    def type(self, selector: str, words: str) -> None:
        """Type into the element, key by key."""
        self.call("POST", f"/element/{self._find(selector)}/value", {"text": words})

    def click(self, selector: str) -> None:
        self.call("POST", f"/element/{self._find(selector)}/click", {})

    def choose_file(self, selector: str, file: Path) -> None:
        self.type(selector, str(file))

    def wait_for(self, script: str, *given: object, seconds: float = 20) -> Any:
        """The first truthy value of the script; raises TimeoutError after that many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if value := self.run(script, *given):
                return value
            time.sleep(0.1)
        raise TimeoutError(script)

    def _find(self, selector: str) -> str:
        asked = {"using": "css selector", "value": selector}
        found: str = self.call("POST", "/element", asked)[KEY]
        return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port
