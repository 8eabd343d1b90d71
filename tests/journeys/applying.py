"""Filling in an application, with a finger or a mouse, with a script or without."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from ensemblier.calls.models import Call

NEXT = "Enregistrer et continuer"


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).first.fill(text)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def expect_step(page: Page, name: str) -> None:
    """The step of the form that is open."""
    current = page.locator("nav.steps [aria-current=step]")
    expect(current).to_contain_text(name)


def tell_the_action(page: Page, call: Call) -> None:
    expect_step(page, "L’action")
    page.get_by_label("Thème principal").first.select_option(label="1 Se rencontrer")
    write(page, "À quel besoin cela répond", "Les voisins ne se connaissent pas.")
    write(page, "Objectifs", "Que chacun connaisse cinq voisins.")
    write(page, "Description", "Un goûter chaque mercredi, au pied des immeubles.")
    write(page, "Commence le", call.actions_start_on.isoformat())
    write(page, "Finit le", call.actions_end_on.isoformat())
    write(page, "Les Prés", "70")
    write(page, "Ailleurs", "30")
    press(page, NEXT)


def tell_the_people(page: Page) -> None:
    expect_step(page, "Le public")
    write(page, "6 à 15 ans, femmes, Les Prés", "12")
    write(page, "6 à 15 ans, hommes, Les Prés", "8")
    press(page, NEXT)


def tell_the_budget(page: Page) -> None:
    """2 000 € spent; 1 500 € asked, 500 € of subscriptions."""
    expect_step(page, "Le budget")
    write(page, "Préfecture", "1 000")
    write(page, "Ville", "500,00")
    write(page, "Autres fournitures", "2 000 €")
    write(page, "756 – Cotisations", "500")
    press(page, NEXT)


def answer_and_attach(page: Page, paper: Path) -> None:
    expect_step(page, "Questions et pièces")
    page.get_by_label("L’action est-elle gratuite ?").first.select_option(label="oui")
    press(page, "Enregistrer")
    page.get_by_role("link", name="Joindre").first.click()
    page.get_by_label("Fichier").first.set_input_files(paper)
    press(page, "Joindre")
    expect_step(page, "Questions et pièces")
    press(page, NEXT)


def attest_and_submit(page: Page, name: str) -> None:
    expect_step(page, "Vérifier et déposer")
    write(page, "Nom et prénom de qui atteste", name)
    write(page, "En qualité de", "Trésorière")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Enregistrer")
    press(page, "Déposer le dossier")
