"""Take the pictures of README and docs from a running demonstration.

make demo                                                # in another terminal
python -m scripts.screenshots [http://127.0.0.1:8000]
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.need_browser import browser

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Name of the picture, address, width and height of the window.
PICTURES = [
    ("home", "/", 1280, 860),
    ("plan", "/contrats/ales-agglomeration/plans/plan/", 1280, 860),
    ("neighbourhood", "/quartiers/QN03001I/", 390, 844),
]


def main(address: str) -> int:
    executable = browser()
    if executable is None:
        print("Install Chromium first.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        for name, path, width, height in PICTURES:
            page = chromium.new_page(
                viewport={"width": width, "height": height},
                locale="fr-FR",
                color_scheme="light",
                reduced_motion="reduce",
            )
            answer = page.goto(f"{address.rstrip('/')}{path}", wait_until="load")
            if answer is None or not answer.ok:
                print(f"{path} did not answer: is the demonstration running at {address}?")
                return 1
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
