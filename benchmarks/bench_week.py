"""The week on an old phone: Chromium slowed four times, on a slow 3G.

The network is what Chromium's own tools call slow 3G: 50 kB a second both ways and two
seconds of waiting for each answer. Beside the week of the phone stands the first page
of the portal, which loads the site's own bundles. Works on a clone of the demo; each
way starts from an empty cache, logged in.

Run: bin/oe bench week
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import common

ROUNDS = 3
SLOW = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
PHONE = {"width": 390, "height": 844}
READY = "html[data-ready] details"


class Phone:
    """A slowed page of a context that is logged in."""

    def __init__(self, context):
        self.page = context.new_page()
        self.tools = context.new_cdp_session(self.page)
        self.tools.send("Network.enable")
        self.tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        self.tools.send("Network.emulateNetworkConditions", SLOW)
        self.bytes = self.requests = 0
        self.tools.on("Network.loadingFinished", self._count)

    def _count(self, told):
        self.bytes += told["encodedDataLength"]
        self.requests += 1

    def opens(self, url, selector):
        """Seconds until the first visit, or card, is there to be used."""
        self.bytes = self.requests = 0
        started = time.perf_counter()
        self.page.goto(url, wait_until="commit", timeout=180_000)
        self.page.locator(selector).first.wait_for(timeout=180_000)
        seconds = time.perf_counter() - started
        self.page.wait_for_load_state("load", timeout=180_000)
        self.page.wait_for_timeout(1000)
        return seconds, self.requests, self.bytes


def _logged_in(browser, url, password):
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", "nadia")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/my/oe*")
    return context.storage_state()


def _round(browser, url, state, seen):
    def context():
        return browser.new_context(
            viewport=PHONE, is_mobile=True, has_touch=True, storage_state=state
        )

    first = context()
    phone = Phone(first)
    week = f"{url}/my/oe/week"
    seen["the week, first time"].append(phone.opens(week, READY))
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    phone.page.wait_for_timeout(15_000)  # the worker keeps the page meanwhile
    seen["the week, again"].append(phone.opens(week, READY))
    phone.tools.send("Network.emulateNetworkConditions", {**SLOW, "offline": True})
    seen["the week, no network"].append(phone.opens(week, READY))
    first.close()
    other = context()
    phone = Phone(other)
    card = ".o_oe_base_card"
    seen["portal page, first time"].append(phone.opens(f"{url}/my/oe", card))
    seen["portal page, again"].append(phone.opens(f"{url}/my/oe", card))
    other.close()


def look(url: str, chromium: str, password: str) -> str:
    """The table, made with the browser of the tools."""
    from playwright.sync_api import sync_playwright

    names = ("first time", "again", "no network")
    seen = {f"the week, {name}": [] for name in names}
    seen |= {f"portal page, {name}": [] for name in names[:2]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        state = _logged_in(browser, url, password)
        for _round_number in range(ROUNDS):
            _round(browser, url, state, seen)
        browser.close()
    rows = []
    for name, runs in seen.items():
        seconds = sorted(run[0] for run in runs)
        _seconds, requests, size = runs[-1]
        rows.append(
            [
                name,
                f"{seconds[len(seconds) // 2]:.1f}",
                f"{seconds[0]:.1f}–{seconds[-1]:.1f}",
                requests,
                f"{size / 1024:.0f}",
            ]
        )
    return common.table(
        "The week on an old phone (CPU ÷ 4, slow 3G)",
        ["Page", "median s until usable", f"of {ROUNDS}", "requests", "kB"],
        rows,
        "No answer was compressed: a proxy that does makes the first time lighter.",
    )


def main() -> None:
    """Serve a clone of the demo, and look at it from the tools' Python."""
    from demo.people import PASSWORD
    from oe import browser, paths, python_env, serve
    from oe.database import PREFIX, Site
    from oe.testing import free_port

    site = Site()
    name, port = f"{PREFIX}bench_week_{os.getpid()}", free_port()
    serve.make_demo(site, name)
    process = serve.start(site, name, port, paths.LOGS / "bench-week.log")
    try:
        given = (f"http://127.0.0.1:{port}", browser.ensure(), PASSWORD)
        command = [str(python_env.tools()), "-B", str(Path(__file__)), *given]
        subprocess.run(command, env=site.child_env, check=True)
    finally:
        process.terminate()
        process.wait(30)
        site.drop(name)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(look(*sys.argv[1:]), flush=True)
    else:
        main()
