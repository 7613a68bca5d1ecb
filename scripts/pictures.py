"""Takes the pictures of the READMEs from a demonstration province of its own: python3 scripts/pictures.py CASSIA.

Writes docs/pictures/NAME.LANGUAGE.png with a palette, so that each stays small. CASSIA is the program, such as
.build/release/cassia."""

import io
import pathlib
import sys

from PIL import Image
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/BrowserTests"))

from steps import CHINESE, ENGLISH, Browser, Server, ensure  # noqa: E402
from ways import enter, on_guarantee, own_agreement  # noqa: E402

FOLDER = ROOT / "docs/pictures"
WIDTH, HEIGHT = 1200, 700
COLOURS = 128
LIMIT = 150 * 1024


def take(browser, name, height=HEIGHT):
    """The top of the page, without caret and scroll bar."""
    driver = browser.driver
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False})
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    language = "zh" if browser.language == CHINESE else "en"
    path = FOLDER / f"{name}.{language}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    ensure(path.stat().st_size < LIMIT, f"{path.name} has {path.stat().st_size} bytes")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


def claimed(browser):
    """A guarantee under the agreement of all the people here that is claimed, so that it can be compensated."""
    agreement = own_agreement(browser)
    browser.become("bank.clerk")
    browser.open(f"/guarantees?state=in_force&sort=-principal&agreement={agreement}")
    number = browser.rows()[0]
    on_guarantee(browser, number, "bank", "标记逾期", "mark as overdue", alone=True)
    on_guarantee(browser, number, "bank", "索赔", "claim")
    return number


def take_all(browser, number):
    browser.become("guarantor.clerk")
    browser.open("/")
    take(browser, "home")
    browser.open(f"/guarantees/{number}")
    enter(browser, "代偿", "compensate")
    take(browser, "preview", 1100)
    browser.become("guarantor.viewer")
    browser.open("/guarantees?state=compensated")
    browser.open_row()
    take(browser, "guarantee", 1250)
    browser.become("supervisor.viewer")
    browser.open("/figures")
    take(browser, "figures", 900)
    browser.become("treasury.clerk")
    browser.open("/funds")
    take(browser, "fund")
    browser.become("enterprise.clerk")
    browser.open("/applications/new")
    browser.press("申请", "Apply")
    purpose = browser.word("购置检测设备", "Equipment for testing")
    for field, value in [("purpose", purpose), ("months", "12"), ("amount", "1,500,000")]:
        browser.fill(field, value)
    # The form saves itself and says what the loan would cost.
    WebDriverWait(browser.driver, 60).until(lambda driver: "30,000.00" in driver.find_element("id", "quote").text)
    take(browser, "form", 800)


def main():
    FOLDER.mkdir(exist_ok=True)
    server = Server(sys.argv[1])
    number = None
    try:
        for language in [CHINESE, ENGLISH]:
            browser = Browser(server.address, language)
            browser.check = lambda: None
            number = number or claimed(browser)
            take_all(browser, number)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
