"""Take the pictures of README and guide from a running demonstration.

make demo                                                # in another terminal
python -m scripts.screenshots [http://127.0.0.1:8000] [name of a picture]...
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.need_browser import browser

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PASSWORD = "demonstration"
SCREEN, PHONE = (1280, 860), (390, 844)
YEAR = "Appel à projets 2027"
CONTRACT = "/contrats/ales-agglomeration/"
COUNCIL = "Conseil citoyen d’Alès Près-Saint-Jean"


@dataclass(frozen=True)
class Picture:
    """`clicks` are the links followed from `path`, by their words; `until` is scrolled to."""

    name: str
    path: str
    account: str = ""
    clicks: tuple[str, ...] = ()
    until: str = ""
    size: tuple[int, int] = SCREEN


PICTURES = [
    Picture("home", "/"),
    Picture("plan", "/contrats/ales-agglomeration/plans/plan/"),
    Picture("neighbourhood", "/quartiers/QN03001I/", size=PHONE),
    Picture("call", "/appels/", clicks=("Quartiers d’été 2027",), size=PHONE),
    Picture("call-steps", "/espace/appels/", "equipe", clicks=(YEAR,)),
    Picture("my-applications", "/espace/dossiers/", "tresorier", size=PHONE),
    Picture(
        "application-budget",
        "/espace/dossiers/",
        "tresorier",
        clicks=("Parents et école, la même équipe à Trescol", "Remplir", "*Le budget"),
        until="Budget de l’action",
    ),
    Picture("appraisal", "/espace/instruction/", "instruction"),
    Picture("session", "/espace/seances/", "instruction", clicks=("*CTP", "Montrer à la salle")),
    Picture("matrix", "/espace/cofinancement/", "equipe", clicks=(YEAR,)),
    Picture("decisions", "/espace/versements/decisions/", "equipe", clicks=(YEAR,)),
    Picture("payments", "/espace/versements/paiements/", "equipe"),
    Picture("reports", "/espace/bilans/", "equipe"),
    Picture("figures", "/espace/chiffres/", "equipe"),
    Picture("actions", f"{CONTRACT}actions/", size=PHONE),
    Picture("council", f"{CONTRACT}conseils-citoyens/", clicks=(COUNCIL,)),
    Picture(
        "minutes",
        f"{CONTRACT}conseils-citoyens/",
        clicks=(COUNCIL, "*Compte rendu d’octobre"),
        size=PHONE,
    ),
    Picture(
        "ceremony",
        "/espace/tirages/",
        "equipe",
        clicks=("Collèges d’habitants", "Revoir le grand écran"),
    ),
    Picture("draw", f"{CONTRACT}tirages/", clicks=("Collèges d’habitants",)),
    Picture("draw-explained", "/comment-on-tire-au-sort/", size=PHONE),
    Picture("fund", "/fonds/", clicks=("Fonds de participation des habitants d’Alès",)),
    Picture("fund-request", "/fonds/", clicks=("Demander",), size=PHONE),
    Picture(
        "vote-result",
        "/fonds/",
        clicks=("Fonds de participation des habitants d’Alès", "Campagne d’automne"),
    ),
]


def main(address: str, names: list[str]) -> int:
    executable = browser()
    if executable is None:
        print("Install Chromium first.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        for picture in PICTURES:
            if not names or picture.name in names:
                take(chromium, address.rstrip("/"), picture)
        chromium.close()
    return 0


def take(chromium: Browser, address: str, picture: Picture) -> None:
    width, height = picture.size
    page = chromium.new_page(
        viewport={"width": width, "height": height},
        locale="fr-FR",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.set_default_timeout(10_000)
    if picture.account:
        sign_in(page, address, picture.account)
    answer = page.goto(f"{address}{picture.path}", wait_until="load")
    if answer is None or not answer.ok:
        raise SystemExit(f"{picture.path} did not answer: is the demonstration at {address}?")
    for words in picture.clicks:
        follow(page, words)
    if picture.until:
        page.get_by_role("heading", name=picture.until).first.scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()
    print(picture.name)


def follow(page: Page, words: str) -> None:
    """The first link of the page's content with these words, or that holds them («*»)."""
    main_part = page.locator("main")
    link = main_part.get_by_role("link", name=words.lstrip("*"), exact=not words.startswith("*"))
    link.first.click()
    page.wait_for_load_state("load")


def sign_in(page: Page, address: str, account: str) -> None:
    page.goto(f"{address}/compte/connexion/")
    page.fill("input[name=login]", f"{account}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "connexion" not in url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", sys.argv[2:]))
