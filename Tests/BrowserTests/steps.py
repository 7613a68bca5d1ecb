"""What a test does in a real browser, and what every page that it reaches must keep: nothing that axe finds, no
scrolling to the side at 320 pixels or at 400%, and less than 100 KB."""

import os
import signal
import subprocess
import tempfile

from axe_playwright_python.base import AXE_FILE_PATH
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

PASSWORD = "cassia-2017-demo"
WEIGHT_LIMIT = 100 * 1024
CHINESE, ENGLISH = "zh-Hans", "en"


class Failed(Exception):
    """A promise that a page did not keep."""


def ensure(condition, sentence):
    if not condition:
        raise Failed(sentence)


class Server:
    """The site over a demonstration province of its own, on a free port of this machine."""

    def __init__(self, cassia):
        self.folder = tempfile.TemporaryDirectory(prefix="cassia-browser-")
        database = ["--database", f"sqlite:{self.folder.name}/cassia.db"]
        subprocess.run([cassia, "demo", *database], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [cassia, "serve", *database, "--today", "2017-07-19", "--port", "0"], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "CASSIA_LANGUAGE": ENGLISH})
        line = self.process.stdout.readline()
        ensure("http://" in line, f"the server did not start: {line}")
        self.address = line[line.index("http://"):].strip()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.folder.cleanup()


class Browser:
    """A Chromium in which somebody works in one language, with or without JavaScript.

    Words are given in both languages, `press("登录", "Sign in")`, and the one of the browser is looked for.
    """

    checked = set()

    def __init__(self, address, language, scripts=True):
        options = webdriver.ChromeOptions()
        for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--window-size=1280,900", "--force-color-profile=srgb", "--no-proxy-server"]:
            options.add_argument(flag)
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        service = webdriver.ChromeService(executable_path=os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(60)
        self.address, self.language, self.scripts = address, language, scripts
        self.failures = []
        self.people = {}
        # For names that no other browser of the run gives.
        self.mark = ("zh" if language == CHINESE else "en") + ("1" if scripts else "0")
        self.open("/sign-in")
        if language == ENGLISH:
            self.follow("English", "English")

    def close(self):
        self.driver.quit()

    def word(self, chinese, english):
        return chinese if self.language == CHINESE else english

    # --- Going about -------------------------------------------------------------------------------------

    def open(self, path):
        self.driver.get(self.address + path)
        self.check()

    def sign_in(self, name, password=PASSWORD):
        self.driver.delete_cookie("cassia_session")
        self.open("/sign-in")
        self.fill("name", name)
        self.fill("password", password)
        self.press("登录", "Sign in")

    def become(self, name):
        """Goes on as a person of the demonstration, who signs in once."""
        if name in self.people:
            self.continue_as(self.people[name])
        else:
            self.sign_in(name)
            self.people[name] = self.session()

    def session(self):
        return self.driver.get_cookie("cassia_session")["value"]

    def continue_as(self, session):
        """Goes on in the browser of another, who has signed in before."""
        self.driver.delete_cookie("cassia_session")
        self.driver.add_cookie({"name": "cassia_session", "value": session, "path": "/", "httpOnly": True})

    def follow(self, chinese, english):
        """Follows the link with these words."""
        self._leave(self.driver.find_element(By.LINK_TEXT, self.word(chinese, english)))

    def act(self, chinese, english):
        """Takes the action with these words on a record's page."""
        words = self.word(chinese, english)
        links = [a for a in self.driver.find_elements(By.CSS_SELECTOR, "main a.button") if a.text.strip() == words]
        ensure(links, f"{self.path}: no action is called {words}")
        self._leave(links[0])

    def press(self, chinese, english, place="main, header"):
        """Presses the button with these words."""
        words = self.word(chinese, english)
        buttons = [b for part in place.split(", ") for b in self.driver.find_elements(By.CSS_SELECTOR, f"{part} button")
                   if b.text.strip() == words]
        ensure(buttons, f"{self.path}: no button says {words}")
        self._leave(buttons[0])

    def open_row(self, number=0):
        """Opens the record in a row of a list."""
        self._leave(self.driver.find_elements(By.CSS_SELECTOR, "table.list tbody td:first-child a")[number])

    def open_last(self):
        """Opens what waits longest at the end of a table, such as what was entered last."""
        self._leave(self.driver.find_elements(By.CSS_SELECTOR, "main table tbody a")[-1])

    def _leave(self, element):
        before = self.driver.find_element(By.TAG_NAME, "html").id
        self.driver.execute_cdp_cmd("Page.enable", {})
        element.click()
        WebDriverWait(self.driver, 60, poll_frequency=0.02).until(
            lambda driver: driver.find_element(By.TAG_NAME, "html").id != before
            and (driver.find_elements(By.TAG_NAME, "footer")))
        self.check()

    # --- Filling in --------------------------------------------------------------------------------------

    def fill(self, name, value):
        field = self.field(name)
        if field.get_attribute("type") == "date":
            field.send_keys(Keys.BACKSPACE)
            year, month, day = value.split("-")
            field.send_keys(f"{month}{day}{year}")
            if field.get_attribute("value") == value:
                return
            field.clear()
            field.send_keys(year + Keys.TAB + month + day)
        else:
            field.clear()
            field.send_keys(value)

    def set(self, name, value):
        """Fills in a field, chooses in a list, or ticks a box."""
        field = self.field(name)
        if field.tag_name == "select":
            self.choose(name, value)
        elif field.get_attribute("type") == "checkbox":
            if field.is_selected() != value:
                field.click()
        else:
            self.fill(name, value)

    def choose(self, name, value):
        Select(self.field(name)).select_by_value(value)

    def field(self, name):
        return self.driver.find_element(By.CSS_SELECTOR, f"main [name='{name}']:not([type='hidden'])")

    # --- Looking -----------------------------------------------------------------------------------------

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.address)

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def see(self, chinese, english=None):
        words = self.word(chinese, chinese if english is None else english)
        ensure(words in self.text, f"{self.path}: {words} is not on the page")

    def rows(self):
        cells = self.driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr td:first-child")
        return [cell.text for cell in cells]

    def cell(self, row, column):
        """A cell of a list, counted from the end where it is below zero."""
        rows = self.driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
        return rows[row].find_elements(By.CSS_SELECTOR, "td, th")[column].text

    def rows_of(self, chinese, english):
        """The table of a section: what stands in each row by its title."""
        words = self.word(chinese, english)
        section = self.driver.find_element(By.XPATH, f"//section[h2[normalize-space()='{words}']]")
        rows = section.find_elements(By.CSS_SELECTOR, "tbody tr")
        return {row.find_element(By.TAG_NAME, "th").text: [cell.text for cell in row.find_elements(By.TAG_NAME, "td")]
                for row in rows}

    def state(self):
        return self.driver.find_element(By.CSS_SELECTOR, "main p.state").text.strip()

    def tile(self, chinese, english):
        """The figure above these words."""
        words = self.word(chinese, english)
        return self.driver.find_element(By.XPATH, f"//div[@class='tile'][span='{words}']/b").text

    def fact(self, chinese, english):
        """What stands beside these words."""
        words = self.word(chinese, english)
        return self.driver.find_element(By.XPATH, f"//main//dt[normalize-space()='{words}']/following-sibling::dd")

    def code(self):
        """What a page shows once, such as a password."""
        return self.driver.find_element(By.CSS_SELECTOR, "main code").text

    # --- What every page keeps ---------------------------------------------------------------------------

    def check(self):
        """Once for each shape of address, language and way of working."""
        shape = "/".join(":" if any(c.isdigit() for c in part) else part for part in self.path.split("?")[0].split("/"))
        problems = len(self.driver.find_elements(By.CSS_SELECTOR, "[role='alert']"))
        heading = self.driver.find_element(By.TAG_NAME, "h1").text[:4]
        key = (shape, heading, self.language, self.scripts, problems > 0)
        if key in Browser.checked:
            return
        Browser.checked.add(key)
        self._check_language()
        self._check_width()
        if self.scripts:
            self._check_weight()
            self._check_axe()

    def _fail(self, sentence):
        self.failures.append(f"{self.path} ({self.language}): {sentence}")

    def _check_language(self):
        html = self.driver.find_element(By.TAG_NAME, "html").get_attribute("lang")
        if html not in (CHINESE, ENGLISH):
            self._fail(f"the page says that it is in {html}")

    def _check_width(self):
        """320 CSS pixels are a small phone, and a window of 1,280 at 400%."""
        for width, height, scale in [(320, 640, 2), (320, 225, 4)]:
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})
            metrics = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
            if metrics["width"] > width:
                self._fail(f"at {width} pixels the page is {metrics['width']} wide")
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def _check_weight(self):
        bytes_by_name = self.driver.execute_script("""
            return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
                .map(entry => [entry.name, entry.encodedBodySize])""")
        weight = sum(size for _, size in bytes_by_name)
        if not 0 < weight < WEIGHT_LIMIT:
            self._fail(f"the page weighs {weight} bytes: {bytes_by_name}")

    def _check_axe(self):
        with open(AXE_FILE_PATH, encoding="utf-8") as script:
            self.driver.execute_script(script.read())
        result = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; axe.run(document).then(done)")
        for finding in result["violations"]:
            nodes = "; ".join(node["html"][:120] for node in finding["nodes"][:3])
            self._fail(f"axe: {finding['id']}: {finding['help']}: {nodes}")

    # --- The keyboard ------------------------------------------------------------------------------------

    def tab_to(self, chinese, english):
        """Goes on with the tab key until the link, button or field with these words has the focus, visibly."""
        words = self.word(chinese, english)
        for _ in range(80):
            webdriver.ActionChains(self.driver).send_keys(Keys.TAB).perform()
            name, outline = self.driver.execute_script("""
                const it = document.activeElement, style = getComputedStyle(it);
                const label = it.labels && it.labels[0];
                return [(label || it).innerText || '', style.outlineStyle + style.boxShadow]""")
            # Titles begin with a capital by the style sheet.
            if name.strip().lower() == words.lower():
                ensure(outline != "nonenone", f"{self.path}: {words} doesn't show that it has the focus")
                return
        raise Failed(f"{self.path}: the tab key doesn't come to {words}")

    def type(self, keys):
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def enter(self):
        """Presses Enter where the focus is, and waits for the page."""
        before = self.driver.find_element(By.TAG_NAME, "html").id
        self.type(Keys.ENTER)
        WebDriverWait(self.driver, 60, poll_frequency=0.02).until(
            lambda driver: driver.find_element(By.TAG_NAME, "html").id != before
            and driver.find_elements(By.TAG_NAME, "footer"))
        self.check()
