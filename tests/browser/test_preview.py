"""The preview in Chromium and Firefox: open, filter, search, flip, edit a file and see it change, dark, narrow."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.test_release import deckgen

PROBLEMS = "return [...document.querySelectorAll('.problem')].map(each => each.textContent).join()"
FILE = "content/first-steps/examples.md"


@pytest.fixture(scope="module")
def served_project(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("preview")
    deckgen(root, "new", "deck")
    root = root / "deck"
    (root / "content/other").mkdir()
    (root / "content/other/more.md").write_text(
        "## Where else? {#elsewhere level=core tags=far}\n\nHere: $\\nabla f$.\n"
    )
    command = [sys.executable, "-m", "deckgen", "preview", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
    address = re.match(r"(http://\S+?):? ", process.stderr.readline())[1]
    yield root, address
    process.terminate()
    process.wait(10)


@pytest.fixture(params=["chromium", "firefox"])
def browser(request, drivers, served_project):
    driver = drivers(request.param)
    driver.set_window_size(1200, 900)
    driver.get("about:blank")
    driver.get(served_project[1])
    wait(driver, lambda: cards(driver))
    time.sleep(0.5)  # until the first event has come: all is as it was
    return driver


def wait(driver, until, seconds: float = 10):
    ignored = [WebDriverException]  # a frame that is just replaced
    return WebDriverWait(driver, seconds, poll_frequency=0.05, ignored_exceptions=ignored).until(lambda _: until())


def cards(driver):
    return driver.find_elements(By.CSS_SELECTOR, ".card-frame")


def inside(driver, frame, script: str):
    driver.switch_to.frame(frame)
    try:
        return driver.execute_script(script)
    finally:
        driver.switch_to.default_content()


def text(driver, number: int = 0) -> str:
    shown = inside(driver, cards(driver)[number], "return document.body ? document.body.innerText : ''")
    return shown or ""  # None: the frame was replaced meanwhile


def ids(driver) -> list[str]:
    return driver.execute_script("return [...document.querySelectorAll('.question')].map(each => each.dataset.id)")


def side(driver, press: bool = False) -> str:
    """What the first card shows, front or back; pressed before that."""
    script = "const side = document.querySelector('.side'); if (arguments[0]) side.click(); return side.textContent"
    return driver.execute_script(script, press)


def test_a_card_flips_by_button_click_and_key(browser):
    wait(browser, lambda: "question-id" not in text(browser))
    front = text(browser)
    side(browser, press=True)
    wait(browser, lambda: len(text(browser)) > len(front))
    browser.find_element(By.ID, "title").click()
    ActionChains(browser).send_keys("j").send_keys(" ").perform()
    wait(browser, lambda: text(browser) == front)


def test_topics_search_and_filters(browser):
    browser.execute_script("location.hash = '#other/more'")
    wait(browser, lambda: ids(browser) == ["elsewhere"])
    box = browser.find_element(By.NAME, "q")
    box.send_keys("boiling")
    wait(browser, lambda: ids(browser) == ["boiling-water"])
    box.clear()
    box.send_keys("\\nabla")
    wait(browser, lambda: ids(browser) == ["elsewhere"])
    browser.execute_script("document.querySelector('[name=q]').value = ''")
    for name, chosen in (("level", "core"), ("tag", "far")):
        Select(browser.find_element(By.NAME, name)).select_by_visible_text(chosen)
        wait(browser, lambda: ids(browser) == ["elsewhere"])
        Select(browser.find_element(By.NAME, name)).select_by_index(0)


def test_a_saved_file_shows_in_its_place_and_a_broken_one_says_so(browser, served_project):
    file = served_project[0] / FILE
    good = file.read_text()
    browser.execute_script("location.hash = '#first-steps/examples'")
    wait(browser, lambda: "boiling-water" in ids(browser))
    time.sleep(0.5)  # until what comes late (the event that says all is as it was) has come
    assert side(browser, press=True) == "back"
    title = good.split("\n## ")[1].split(" {#")[0]
    browser.execute_script("window.untouched = true")
    try:
        file.write_text(good.replace(title, title + " Really?", 1))
        start = time.monotonic()
        wait(browser, lambda: "Really?" in text(browser, 0))
        assert time.monotonic() - start < 5
        assert side(browser) == "back"  # flipped as it was
        assert browser.execute_script("return window.untouched")
        file.write_text(good + "\n## Broken? {#broken}\n\n$\\fracc{1}{2}$\n")
        wait(browser, lambda: "1 error" in browser.find_element(By.ID, "state").text)
        wait(browser, lambda: browser.execute_script(PROBLEMS).count("fracc"))
    finally:
        file.write_text(good)
    wait(browser, lambda: "no problems" in browser.find_element(By.ID, "state").text)


def test_dark_and_a_phones_width(browser):
    paper = "return getComputedStyle(document.body).backgroundColor"
    wait(browser, lambda: text(browser))
    before = inside(browser, cards(browser)[0], paper), browser.execute_script(paper)
    browser.find_element(By.ID, "night").click()
    wait(browser, lambda: inside(browser, cards(browser)[0], paper) != before[0])
    assert browser.execute_script(paper) != before[1]
    browser.find_element(By.ID, "phone").click()
    wait(browser, lambda: cards(browser)[0].size["width"] == 360)
    browser.find_element(By.ID, "night").click()


def test_the_page_itself_fits_a_phone(browser, served_project):
    script = """
    const [address, done] = arguments, frame = document.createElement("iframe");
    frame.style.cssText = "width: 360px; height: 700px; border: 0";
    frame.src = address;
    frame.onload = () => setTimeout(() => done(frame.contentDocument.documentElement.scrollWidth), 1200);
    document.body.append(frame);
    """
    browser.execute_script("document.body.replaceChildren()")
    assert browser.execute_async_script(script, served_project[1] + "/?phone") <= 360
