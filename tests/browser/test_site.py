"""The site in Chromium and Firefox, from a server and from its folder: open, search, filter, reveal, dark, narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.browser.conftest import need
from tests.browser.engines import served
from tests.browser.test_accessibility import AXE, RUN
from tests.test_release import deckgen

ROOT = Path(__file__).parents[2]
TOPIC = "topics/optimization/optimizers.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "site"
    deckgen(ROOT, "site", "-o", str(folder), epoch=None)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path):
    with served(folder) as address:
        yield address


@pytest.fixture(params=["chromium", "firefox"])
def browser(request, drivers):
    driver = drivers(request.param)
    driver.set_window_size(1200, 900)
    return driver


def all_of(browser, selector: str):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def seen(browser, selector: str) -> int:
    return sum(each.is_displayed() for each in all_of(browser, selector))


def wait(browser, until):
    return WebDriverWait(browser, 10).until(lambda _: until())


@pytest.mark.parametrize("place", ["server", "folder"])
@pytest.mark.parametrize(
    ("asked", "first"),
    [("adam bias correct", "adam"), (r"\hat m_t sqrt epsilon", "adam"), ("reparameterization trick", "reparameteri")],
)
def test_search_finds_words_and_tex(browser, address, folder, place, asked, first):
    browser.get(f"{address if place == 'server' else folder.as_uri()}/index.html")
    box = browser.find_element(By.ID, "main-find")
    box.send_keys(asked)
    box.submit()
    found = wait(browser, lambda: all_of(browser, "#found a"))
    assert any(first in link.get_attribute("href") for link in found[:5])
    found[0].click()
    wait(browser, lambda: "#" in browser.current_url and all_of(browser, "article:target"))


def test_filters_narrow_a_search_and_a_topic(browser, address):
    browser.get(f"{address}/find.html?q=gradient&level=advanced")
    found = wait(browser, lambda: all_of(browser, "#found li"))
    assert all("advanced" in each.text for each in found)
    browser.get(f"{address}/{TOPIC}")
    total = seen(browser, "article")
    Select(browser.find_element(By.CSS_SELECTOR, "[data-filter=level]")).select_by_visible_text("basic")
    assert 0 < seen(browser, "article") < total
    assert browser.find_element(By.CSS_SELECTOR, ".shown").text == f"{seen(browser, 'article')} of {total} questions"


def test_answers_are_shown_one_by_one_and_all_at_once(browser, address):
    browser.get(f"{address}/{TOPIC}")
    assert seen(browser, ".answer") == 0
    browser.execute_script("document.documentElement.style.scrollBehavior = 'auto'")
    all_of(browser, ".reveal > summary")[1].click()
    assert seen(browser, ".answer") == 1
    browser.execute_script("scrollTo(0, 0)")
    browser.find_element(By.CSS_SELECTOR, ".all").click()
    assert seen(browser, ".answer") == len(all_of(browser, "article"))


def test_dark_follows_the_button_and_is_remembered(browser, address):
    def paper() -> str:
        return browser.execute_script("return getComputedStyle(document.body).backgroundColor")

    browser.get(f"{address}/index.html")
    browser.execute_script("localStorage.clear()")
    browser.refresh()  # waits for the new page; location.reload() hands back the old one's elements
    before = paper()
    browser.find_element(By.CSS_SELECTOR, ".theme").click()
    after = paper()
    browser.get(f"{address}/{TOPIC}")
    assert paper() == after != before
    browser.execute_script("localStorage.clear()")


NARROW = """
const [names, width, done] = arguments;
document.body.innerHTML = "";
const frame = document.body.appendChild(document.createElement("iframe"));
frame.style.cssText = `border: 0; width: ${width}px; height: 900px`;
(async () => {
  const wide = [];
  for (const name of names) {
    await new Promise(ready => { frame.onload = ready; frame.src = name; });
    const page = frame.contentDocument;
    for (const each of page.querySelectorAll("details")) each.open = true;
    await page.fonts.ready;
    if (page.documentElement.scrollWidth > width) wide.push(name + " " + page.documentElement.scrollWidth);
  }
  done(wide);
})();
"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_on_a_phone(browser, address, folder, width):
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")) if path.name != "changelog.html"]
    browser.get(f"{address}/index.html")
    browser.set_script_timeout(180)
    assert browser.execute_async_script(NARROW, names, width) == []


OPEN = """
document.documentElement.dataset.theme = arguments[0];
for (const each of document.querySelectorAll("details")) each.open = true;
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", ["index.html", "find.html?q=adam", "tags.html", "sources.html", TOPIC])
def test_axe_finds_nothing_on_a_page(drivers, address, page, theme):
    need("" if AXE.exists() else "axe-core is not installed (npm ci in tests/node)")
    chromium = drivers("chromium")
    chromium.set_script_timeout(120)
    chromium.set_window_size(1200, 900)
    chromium.get(f"{address}/{page}")
    chromium.execute_script(OPEN, theme)
    chromium.execute_async_script("setTimeout(arguments[0], 300)")
    chromium.execute_script(AXE.read_text())
    run = RUN.replace('document.getElementById("qa")', "document")
    run = run.replace('"html-has-lang", "region", "landmark-one-main", ', "")
    found, _ = chromium.execute_async_script(run)
    assert found == []
