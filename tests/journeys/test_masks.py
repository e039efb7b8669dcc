"""Masks drawn with a finger and with a mouse over a photo just taken, and typed in numbers."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import camera
from tests.journeys.person import PHONE, TABLET, Person
from tests.journeys.sheet import Sheet

People = Callable[..., Person]
pytestmark = pytest.mark.browser
OVERLAY = "#mask-overlay"


def photograph(person: Person, folder: Path) -> Page:
    """Take a photo on the checklist and open its page."""
    person.sign_in("thanhvien.hongngu")
    person.page.goto("/visits")
    person.follow("huyện Hồng Ngự")
    take(person.page, "CK-01", camera.photo(folder))
    return person.page


def take(page: Page, code: str, photo: Path) -> None:
    """Photograph, and open the page of the photo once the server has it."""
    Sheet(page).photograph(code, photo)
    place = page.locator(f"#photos-{code} .thumbs")
    expect(place.locator("li[data-pending]")).to_have_count(0)
    place.locator("a").last.click()
    expect(page.locator(".mask-paper img")).to_be_visible()


def drag(page: Page, start: tuple[float, float], end: tuple[float, float], *, finger: bool) -> None:
    """Draw from one point of the picture to another, in fractions of its sides."""
    frame = page.locator(OVERLAY).bounding_box()
    assert frame is not None
    points = [
        {"x": frame["x"] + x * frame["width"], "y": frame["y"] + y * frame["height"]}
        for x, y in (start, end)
    ]
    if not finger:
        page.mouse.move(points[0]["x"], points[0]["y"])
        page.mouse.down()
        page.mouse.move(points[1]["x"], points[1]["y"], steps=4)
        page.mouse.up()
        return
    touch = page.context.new_cdp_session(page)
    for kind, place in (("touchStart", points[:1]), ("touchMove", points[1:]), ("touchEnd", [])):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": place})


def shown(page: Page) -> Image.Image:
    """The picture as it may leave the team."""
    address = page.locator(".mask-paper img").get_attribute("src")
    return Image.open(io.BytesIO(page.request.get(str(address)).body())).convert("RGB")


def darkest(image: Image.Image, x: float, y: float) -> int:
    colour = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(colour, tuple)
    return max(colour)


@pytest.mark.parametrize("finger", [True, False], ids=["finger", "mouse"])
def test_what_is_drawn_over_is_gone_after_saving(
    people: People, tmp_path: Path, finger: bool
) -> None:
    person = people(TABLET if finger else PHONE)
    page = photograph(person, tmp_path)
    page.locator(OVERLAY).scroll_into_view_if_needed()
    person.press("Ô che")
    drag(page, (0.3, 0.3), (0.6, 0.5), finger=finger)
    drag(page, (0.65, 0.2), (0.75, 0.3), finger=finger)
    expect(page.locator(f"{OVERLAY} .shape-box")).to_have_count(2)
    expect(page.locator("#mask-said")).to_contain_text("Chưa lưu.")
    person.press("Hoàn tác")
    expect(page.locator(f"{OVERLAY} .shape-box")).to_have_count(1)
    person.press("Mũi tên")
    drag(page, (0.9, 0.9), (0.7, 0.6), finger=finger)
    expect(page.locator(f"{OVERLAY} .shape-arrow")).to_have_count(1)
    person.press("Chữ")
    page.get_by_label("Chữ ghi lên ảnh").fill("Thiếu mã QR")
    drag(page, (0.3, 0.7), (0.3, 0.7), finger=finger)
    expect(page.locator(f"{OVERLAY} .shape-text")).to_have_text("Thiếu mã QR")
    assert darkest(shown(page), 0.45, 0.4) > 200
    person.press("Lưu ô che và dấu")
    expect(page.locator("#mask-tool")).to_contain_text("1 ô che. Bản này do Phan Văn Lộc lưu")
    picture = shown(page)
    assert max(picture.size) == 1600
    assert darkest(picture, 0.45, 0.4) < 40 and darkest(picture, 0.45, 0.65) > 200
    assert darkest(picture, 0.7, 0.25) > 200
    page.reload()
    expect(page.locator(f"{OVERLAY} .shape-box")).to_have_count(1)
    own = urlsplit(page.url).path
    person.follow("Tất cả ảnh của cuộc này")
    thumbnail = page.locator(f'a[href="{own}"] img')
    small = Image.open(io.BytesIO(thumbnail.screenshot()))
    assert darkest(small.convert("RGB"), 0.45, 0.4) < 60
    assert person.complaints == []


def test_masks_are_drawn_without_a_pointer_too(people: People, tmp_path: Path) -> None:
    person = people()
    page = photograph(person, tmp_path)
    page.get_by_text("Danh sách ô che và dấu").click()
    row = page.locator("#shapes li").last
    row.get_by_label("Loại").select_option(label="Ô che")
    for label, typed in (("Trái", "30"), ("Trên", "30"), ("Phải", "60,5"), ("Dưới", "50")):
        row.get_by_label(f"{label} (%)").fill(typed)
    expect(page.locator(f"{OVERLAY} .shape-box")).to_have_count(1)
    person.press("Lưu ô che và dấu")
    expect(page.locator("#mask-tool")).to_contain_text("1 ô che.")
    assert darkest(shown(page), 0.45, 0.4) < 40
    page.get_by_text("Danh sách ô che và dấu").click()
    page.get_by_role("button", name="Bỏ dòng này").first.click()
    person.press("Lưu ô che và dấu")
    expect(page.locator("#mask-tool")).to_contain_text("0 ô che.")
    assert darkest(shown(page), 0.45, 0.4) > 200
    assert person.complaints == []


def test_the_place_goes_along_only_after_it_was_switched_on(people: People, tmp_path: Path) -> None:
    person = people()
    person.context.grant_permissions(["geolocation"])
    here = {"latitude": 10.75, "longitude": 105.25, "accuracy": 15}
    person.context.set_geolocation(here)  # type: ignore[arg-type]
    page = photograph(person, tmp_path)
    facts = page.locator(".facts")
    expect(facts).to_contain_text("Chụp bằng nút Chụp ảnh (theo máy)")
    expect(facts).not_to_contain_text("theo trình duyệt")
    page.goto(page.locator(".crumb a").get_attribute("href") or "")
    page.get_by_label("Ghi vị trí vào ảnh chụp trên máy này").check()
    expect(page.locator("#place-said")).to_have_text("Đã bật.")
    person.tab("Phiếu kiểm tra")
    page.wait_for_timeout(1500)  # the browser's first place
    take(page, "CK-05", camera.photo(tmp_path, "hai.jpg"))
    expect(page.locator(".facts")).to_contain_text("10,75000; 105,25000 ± 15 m")
    assert person.complaints == []
