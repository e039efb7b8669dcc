"""A dossier's code read from its receipt with the camera, or from a photo of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.evidence.barcodes import CODE_128, code, jpeg, sheet
from tests.journeys import axe, shown
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.office import Office
from tests.journeys.person import PHONE, TABLET, Person

pytestmark = pytest.mark.browser
Seeing = Callable[..., Person]
VISIT, USERNAME = "phường Cao Lãnh", "thanhvien1.dongthap"
DOSSIER = "000.26.17.H23-201015-{:04}"
CITIZEN = "001099012345|123456789|Nguyễn Văn A|01011999|Nam|Xã An Tân|01012021"
STATE = "document.querySelector('#scan video').srcObject.getTracks().map((t) => t.readyState)"
LINK_FIELD = """() => {
  const field = document.createElement("div");
  field.className = "field";
  field.innerHTML = '<label for="target">Mã QR</label><input id="target" data-scan="link">';
  document.getElementById("f-add").before(field);
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
}"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=15_000)
        yield started


@pytest.fixture
def seeing(playwright: Playwright, office: Office, tmp_path: Path) -> Iterator[Seeing]:
    """Somebody on the page of the sample, before whose camera the sheet lies, or with switches."""
    opened: list[tuple[Browser, Person]] = []

    def come(paper: Image.Image | None = None, switches: tuple[str, ...] = ()) -> Person:
        film = shown.film(tmp_path / "film.y4m", paper) if paper else None
        args = [*SWITCHES, *(shown.camera(film) if film else switches)]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        person = Person(browser, office)
        opened.append((browser, person))
        return to_sample(person.sign_in(USERNAME))

    yield come
    complaints = [said for _, person in opened for said in person.complaints]
    for browser, _ in opened:
        browser.close()
    assert complaints == []


def to_sample(person: Person) -> Person:
    """Open the page of the sample of a visit that is begun."""
    page = person.page
    page.goto("/visits")
    person.follow(VISIT)
    begin = page.get_by_role("button", name="Bắt đầu kiểm tra")
    expect(begin.or_(page.locator(".item")).first).to_be_visible()
    if begin.count():
        begin.click()
        expect(page.locator(".item").first).to_be_visible()
    page.goto(page.url.split("#")[0] + "/sample")
    return person


def receipt(made: Image.Image) -> Image.Image:
    return sheet(made, size=(made.width + 80, 260))


def look(person: Person, field: str = "Mã hồ sơ") -> None:
    person.press(f"Quét mã: {field}")


def says(person: Person, words: str) -> None:
    expect(person.page.locator("#scan [data-part=said]")).to_contain_text(words)


def taken(person: Person, text: str) -> None:
    """The field has the text, the page says so, and the camera is off."""
    page = person.page
    expect(page.get_by_role("textbox", name="Mã hồ sơ")).to_have_value(text)
    expect(page.locator("#scan")).not_to_be_visible()
    expect(page.locator("#f-add").get_by_role("status")).to_have_text(f"Đã đọc: {text}")
    assert set(page.evaluate(STATE)) <= {"ended"}


def show_photo(person: Person, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    person.page.get_by_label("Chọn ảnh có mã").set_input_files(file)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "paper"),
    [
        (1, receipt(code(f"https://dichvucong.gov.vn/?ma={DOSSIER.format(1)}&t=1"))),
        (2, receipt(code(f"Phường Cao Lãnh|{DOSSIER.format(2)}|15/10/2020"))),
        (3, receipt(code(DOSSIER.format(3), CODE_128, 2))),
        (4, receipt(code(DOSSIER.format(4), CODE_128, 2)).rotate(90, expand=True)),
    ],
    ids=["qr-link", "qr-fields", "code-128", "code-128-upright"],
)
def test_a_receipt_held_before_the_camera_adds_its_dossier(
    seeing: Seeing, office: Office, number: int, paper: Image.Image
) -> None:
    person, dossier = seeing(paper), DOSSIER.format(number)
    look(person)
    taken(person, dossier)
    person.press("Thêm")
    expect(person.page.locator("#drawn .code").get_by_text(dossier)).to_be_visible()
    assert office.rows("SELECT code FROM sampled_dossier WHERE code = ?", dossier) == [(dossier,)]


def test_a_code_is_read_from_a_photo(seeing: Seeing) -> None:
    person = seeing(Image.new("L", (400, 300), 200))
    look(person)
    says(person, "Đưa mã QR hoặc mã vạch vào trong khung")
    show_photo(person, "trang.jpg", jpeg(Image.new("L", (900, 700), 220)))
    says(person, "Không thấy mã nào trong ảnh")
    show_photo(person, "hong.jpg", b"no picture")
    says(person, "Không mở được tệp này")
    large = Image.linear_gradient("L").resize((4000, 3000))
    large.paste(code(DOSSIER.format(5), CODE_128, 4).rotate(90, expand=True), (1800, 400))
    show_photo(person, "giay-tiep-nhan.jpg", jpeg(large))
    taken(person, DOSSIER.format(5))


def test_after_half_a_minute_without_a_code_one_is_told_what_may_help(seeing: Seeing) -> None:
    person = seeing(Image.new("L", (400, 300), 200))
    look(person)
    says(person, "Đưa mã QR hoặc mã vạch vào trong khung")
    now = person.page.evaluate("Date.now()")
    person.page.clock.set_fixed_time(now + 31_000)
    says(person, "Chưa đọc được mã nào")


@pytest.mark.parametrize("switches", [(), shown.REFUSED], ids=["seeing", "refused"])
def test_the_window_is_accessible(seeing: Seeing, switches: tuple[str, ...]) -> None:
    person = seeing(None if switches else Image.new("L", (400, 300), 200), switches)
    look(person)
    says(person, "Chưa được phép" if switches else "vào trong khung")
    for looks in ("light", "dark", "outdoor"):
        person.wear(looks)
        for viewport in (TABLET, PHONE):
            person.page.set_viewport_size(viewport)
            assert axe.breaches(person.page) == []


def test_escape_ends_it_and_switches_the_camera_off(seeing: Seeing) -> None:
    person = seeing(Image.new("L", (400, 300), 200))
    look(person)
    expect(person.page.locator("#scan video")).to_be_visible()
    assert person.page.evaluate(STATE) == ["live"]
    person.page.keyboard.press("Escape")
    expect(person.page.locator("#scan")).not_to_be_visible()
    assert person.page.evaluate(STATE) == ["ended"]
    expect(person.page.get_by_role("textbox", name="Mã hồ sơ")).to_have_value("")


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        (shown.REFUSED, "Chưa được phép dùng camera. Cho phép camera trong phần quyền"),
        ((), "Máy này không có camera dùng được"),
    ],
    ids=["refused", "no-camera"],
)
def test_without_a_camera_a_photo_or_the_keyboard_will_do(
    seeing: Seeing, switches: tuple[str, ...], words: str
) -> None:
    person = seeing(None, switches)
    look(person)
    says(person, words)
    expect(person.page.locator("#scan video")).not_to_be_visible()
    show_photo(person, "giay-tiep-nhan.jpg", jpeg(receipt(code(DOSSIER.format(6)))))
    expect(person.page.get_by_role("textbox", name="Mã hồ sơ")).to_have_value(DOSSIER.format(6))


def test_a_citizens_card_is_not_taken(seeing: Seeing) -> None:
    person = seeing(receipt(code(CITIZEN)))
    look(person)
    says(person, "Đây là mã trên thẻ căn cước")
    person.press("Đóng")
    expect(person.page.get_by_role("textbox", name="Mã hồ sơ")).to_have_value("")


def test_a_link_is_told_with_its_host_and_never_opened_by_itself(seeing: Seeing) -> None:
    person = seeing(receipt(code("https://dichvucong.gov.vn/thu-tuc?ma=1.000")))
    page = person.page
    page.evaluate(LINK_FIELD)
    look(person, "Mã QR")
    target = page.locator(".scan-target")
    expect(target).to_contain_text("Mã dẫn tới trang dichvucong.gov.vn")
    link = target.get_by_role("link", name="Mở thử")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("href", "https://dichvucong.gov.vn/thu-tuc?ma=1.000")
    expect(page.locator("#scan")).not_to_be_visible()
    assert len(person.context.pages) == 1
    field = page.get_by_role("textbox", name="Mã QR")
    for other in (
        "javascript:alert(1)",
        "https://dichvucong.gov.vn@x.example/",
        "https://a.vn\\@b",
    ):
        field.fill(other)
        expect(target).to_contain_text("Đây không phải địa chỉ trang web.")
        expect(target.get_by_role("link")).to_have_count(0)
