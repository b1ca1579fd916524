"""Lighthouse (mobile) on a site of its own: python -m tests.lighthouse. Needs node and npm; never part of the tests.

A busy machine costs a page points that are not its own: each is asked three times, and the middle is printed.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.test_first_repair import begin
from tests.running import running

RUNS = 3
WANTED = "performance,accessibility,best-practices"


def scores(address: str, cookie: str, folder: Path) -> dict[str, int]:
    """The scores of one page, out of 100."""
    report = folder / "report.json"
    flags = " ".join(["--headless=new", *FLAGS])
    call = [
        "npx",
        "--yes",
        "lighthouse@12",
        address,
        "--quiet",
        f"--only-categories={WANTED}",
        f"--chrome-flags={flags}",
    ]
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
    call += ["--output=json", f"--output-path={report}", f"--extra-headers={headers}"]
    subprocess.run(call, check=True, env=os.environ | {"CHROME_PATH": CHROMIUM or ""})
    found = json.loads(report.read_text())["categories"]
    return {name: round(one["score"] * 100) for name, one in found.items()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=site)
        page = context.new_page()
        begin(page)
        page.get_by_role("button", name="Next", exact=True).click()
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
        card = page.url.replace("/repair/", "/card/").removesuffix("acknowledge/")
        seen = [("today", f"{site}/", ""), ("breathe", f"{site}/breathe/", ""), ("write", page.url, cookie)]
        seen += [("card", card, cookie)]
        for label, address, sent in [*seen, ("library", f"{site}/library/", "")]:
            runs = [scores(address, sent, Path(name)) for _ in range(RUNS)]
            print(label, {of: median(one[of] for one in runs) for of in runs[0]}, flush=True)
        browser.close()
