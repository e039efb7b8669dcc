"""Takes the pictures of the user's guide from the running product, so that they stay true.

Run: .venv/bin/python docs/screenshots.py (needs the test set-up: `make test` once).
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
PASSWORD = "kiemtra-2026!"  # noqa: S105 - the demonstration's, printed by `make run`


def main() -> None:
    """Play one inspection of today's team and photograph each step."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, address = serve(folder)
        try:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=FLAGS.split()
            )
            play(browser, address)
        finally:
            server.terminate()
            server.wait()


def serve(folder: str) -> tuple[subprocess.Popen[bytes], str]:
    """The product on a free port over a fresh instance with the demo."""
    env = os.environ | {"INSPECT_INSTANCE_PATH": folder}
    bin_ = Path(sys.executable).parent
    subprocess.run([bin_ / "flask", "--app", "wsgi", "start"], cwd=ROOT, env=env, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [bin_ / "gunicorn", "-k", "gthread", "--threads", "8", "--no-control-socket"]
    server = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", "wsgi:app"], cwd=ROOT, env=env)
    time.sleep(4)
    return server, f"http://127.0.0.1:{port}"


def play(browser: Browser, address: str) -> None:
    """The steps of the guide, in its order."""
    member = sign_in(browser, address, "thanhvien1.dongthap", TABLET, shot="01-dang-nhap")
    take(member, "02-cuoc-kiem-tra")
    member.click("text=xã Tháp Mười")
    take(member, "03-bat-dau")
    member.click("main button.primary")
    visit = member.url
    fill_in(member)
    head = sign_in(browser, address, "truongdoan.dongthap", TABLET)
    findings(member, visit)
    head.goto(f"{visit}/conclusions")
    take(head, "09-ket-luan")
    head.goto(f"{visit}/minutes")
    head.wait_for_timeout(4000)
    take(head, "11-phe-duyet")
    head.fill("#password", PASSWORD)
    head.click("text=Phê duyệt bản này")
    head.wait_for_load_state()
    head.locator("#pages").scroll_into_view_if_needed()
    head.wait_for_timeout(3000)
    take(head, "12-xem-truoc")
    head.locator("[name=seen]").check()
    head.locator("form[action$='/sign'] button").click()
    head.wait_for_selector(".done-card", timeout=30000)
    take(head, "13-da-ky")
    officer = sign_in(browser, address, "canbo.thapmuoi", PHONE)
    officer.click("text=xã Tháp Mười")
    take(officer, "14-xa-nhan")
    inspector = sign_in(browser, address, "thuky.dongthap", TABLET)
    inspector.goto(f"{address}/campaigns/new")
    take(inspector, "15-ke-hoach")


def fill_in(page: Page) -> None:
    """Some results, figures, a refused number, a photo."""
    for code in ("CD-02", "CD-03", "CD-06", "TC-02", "CK-02", "MC-05", "BM-01", "SO-08"):
        page.locator(f"#item-{code} .result-pass").click()
    page.locator("#item-CD-04 .result-fail").click()
    page.wait_for_timeout(800)
    page.locator("#item-CD-04 .offer").click()
    page.wait_for_timeout(800)
    page.locator("#item-CD-01").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")
    take(page, "phieu-kiem-tra")
    item = page.locator("#item-MC-07")
    item.locator("summary").click()
    figures = {"carried_over": "0", "received": "1.791", "resolved": "1.791", "in_progress": "0"}
    for name, value in figures.items():
        item.locator(f"[name={name}]").fill(value)
    item.locator("[name=late]").fill("1,791")
    page.wait_for_timeout(1500)
    at_top(page, "#item-MC-07")
    take(page, "05-so-lieu-bi-tu-choi")
    item.locator("[name=late]").fill("4")
    item.locator(".result-pass").click()
    page.wait_for_timeout(1500)
    at_top(page, "#item-MC-07")
    take(page, "04-so-lieu")
    photo = page.locator("#item-CK-01")
    photo.locator(".result-partial").click()
    page.wait_for_timeout(800)
    photo.locator("input[type=file]").first.set_input_files(
        {"name": "bang-niem-yet.jpg", "mimeType": "image/jpeg", "buffer": notice_board()}
    )
    page.wait_for_timeout(2500)
    photo.locator(".offer").click()
    page.wait_for_timeout(800)
    at_top(page, "#item-CK-01")
    take(page, "06-anh")


def findings(page: Page, visit: str) -> None:
    """The findings page, what happened on site, and handing it to the head."""
    page.goto(f"{visit}/findings")
    page.fill("#new-text", "Bộ phận Một cửa được bố trí khang trang, thuận tiện cho người dân")
    page.locator("form[action$='/findings'] button.primary").click()
    page.wait_for_load_state()
    take(page, "07-phat-hien")
    page.goto(f"{visit}/minutes")
    page.fill("#unit_people", "Nguyễn Thị Hạnh - Chủ tịch UBND xã\nVõ Văn Khánh - Chuyên viên")
    page.fill("#unit_opinion", "UBND xã nhất trí với kết quả kiểm tra.")
    page.fill("#ended_at", "23:45")
    page.locator("form[action$='/description'] button:not(.tool)").click()
    page.wait_for_load_state()
    take(page, "08-buoi-lam-viec")
    page.click("text=Gửi trưởng đoàn")
    page.wait_for_url("**/conclusions")


def sign_in(
    browser: Browser, address: str, name: str, size: dict[str, int], shot: str = ""
) -> Page:
    """A page of that person in a browser of their own."""
    page = browser.new_context(viewport=size, locale="vi-VN").new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    if shot:
        take(page, shot)
    page.click("main button.primary")
    page.wait_for_url("**/visits")
    return page


def at_top(page: Page, selector: str) -> None:
    """Scroll so that the element stands just below the sticky line."""
    page.evaluate(
        "s => scrollTo({top: document.querySelector(s).getBoundingClientRect().top"
        " + scrollY - 170, behavior: 'instant'})",
        selector,
    )
    page.wait_for_timeout(300)


def take(page: Page, name: str) -> None:
    """The visible part of the page as a small PNG."""
    page.wait_for_timeout(300)
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shown.quantize(64).save(IMAGES / f"{name}.png", optimize=True)


def notice_board() -> bytes:
    """A drawn notice board, plainly not a photo of a real place."""
    board = Image.new("RGB", (1600, 1200), "#d9d2c0")
    pen = ImageDraw.Draw(board)
    for row in range(2):
        for column in range(4):
            left, top = 120 + column * 350, 150 + row * 480
            pen.rectangle((left, top, left + 300, top + 420), fill="#fffef8", outline="#555555")
            for line in range(12):
                level = top + 60 + line * 28
                pen.line((left + 30, level, left + 270, level), "#888888", 4)
    target = io.BytesIO()
    board.save(target, "JPEG")
    return target.getvalue()


if __name__ == "__main__":
    main()
