"""Five people in real browsers, on the demo stage served by bin/oe test."""

import contextlib
import os
import pathlib

import pytest
from demo.people import PASSWORD
from playwright.sync_api import Error, Page, sync_playwright

URL = os.environ.get("OE_URL", "http://127.0.0.1:8069")
SHOTS = pathlib.Path(os.environ.get("OE_SHOTS", "shots"))
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 800}
# No browser of a closed machine should look for the outside at each start.
QUIET = (
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


class Person:
    """Somebody with an own browser, logged in, who looks and clicks."""

    def __init__(self, browser, login: str, phone: bool, guest: bool = False):
        self.login = login
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            has_touch=phone,
            is_mobile=phone,
        )
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        if guest:  # somebody who holds a link, and no account
            return
        self.page.goto(f"{URL}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda url: "/web/login" not in url)

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(f"{URL}{path}")
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture for a person to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def sign(self) -> None:
        """Draw a line in the signature frame, as a finger would."""
        frame = self.page.locator("canvas").first
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 30)
        mouse.down()
        for step in range(1, 8):
            mouse.move(box["x"] + 20 + 30 * step, box["y"] + 30 + 40 * (step % 2))
        mouse.up()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed chapter leaves a picture of every person's screen."""
    outcome = yield
    if outcome.get_result().failed and "people" in item.funcargs:
        for person in item.funcargs["people"].known.values():
            # A screen that cannot be drawn must not hide why the chapter failed.
            with contextlib.suppress(Error):
                person.shot(f"failed-{item.name}-{person.login}")


@pytest.fixture(scope="session")
def people():
    """A function that gives the person of a login, logged in once."""
    known = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("OE_CHROMIUM", "/usr/bin/chromium"),
            args=list(QUIET),
        )

        def get(login: str, phone: bool = True, guest: bool = False) -> Person:
            if login not in known:
                known[login] = Person(browser, login, phone, guest)
            return known[login]

        get.known = known
        yield get
        browser.close()


@pytest.fixture(scope="session")
def photo(tmp_path_factory):
    """A small PNG standing for a photographed page."""
    path = tmp_path_factory.mktemp("photo") / "devis.png"
    path.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            "0000000d49444154789c6360606060000000050001a5f645400000000049454e44"
            "ae426082"
        )
    )
    return path
