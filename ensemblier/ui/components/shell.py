"""Header, navigation and footer of the layouts; an error page has no request and they hold."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ensemblier.ui.components.base import Props, component

# Key for `current`, words, address.
WorkEntry = tuple[str, str, str]


def address(name: str, *args: object) -> str:
    """The page's address, or nothing where the installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def entry(context: Any, key: str, label: str, url: str, icon: str = "") -> dict[str, Any]:
    return {
        "label": label,
        "url": url,
        "icon_name": icon,
        "current": context.get("current") == key,
    }


def contract_entries(context: Any, contract: Any) -> list[dict[str, Any]]:
    slug = contract.slug
    return [
        entry(context, "contract", _("Le contrat"), address("portal:contract", slug)),
        entry(context, "plan", _("Le plan"), address("portal:contract_plan", slug)),
        entry(context, "areas", _("Les quartiers"), address("portal:contract_areas", slug)),
        entry(context, "councils", _("Conseils"), address("portal:councils", slug)),
        entry(context, "actions", _("Les actions"), address("portal:actions", slug)),
        entry(context, "signatories", _("Signataires"), address("portal:signatories", slug)),
        entry(context, "documents", _("Documents"), address("portal:documents", slug)),
        entry(context, "calls", _("Appels"), calls_of(slug)),
        entry(context, "fund", _("Le fonds"), address("portal:funds")),
        search_entry(context) | {"is_narrow": True},
    ]


def calls_of(slug: str) -> str:
    url = address("portal:calls")
    return f"{url}?contrat={slug}" if url else ""


def global_entries(context: Any) -> list[dict[str, Any]]:
    return [
        entry(context, "contract", _("Contrats"), address("portal:home")),
        entry(context, "areas", _("Quartiers"), address("portal:areas")),
        entry(context, "locate", _("Mon quartier"), address("portal:locate")),
        entry(context, "calls", _("Appels à projets"), address("portal:calls")),
        entry(context, "fund", _("Fonds des habitants"), address("portal:funds")),
        search_entry(context),
    ]


def search_entry(context: Any) -> dict[str, Any]:
    return entry(context, "search", _("Recherche"), address("search:search"), icon="search")


@component(takes_context=True, internal=True)
def site_header(context: Any) -> Props:
    return {
        "brand": settings.INSTALLATION_NAME,
        "home_url": address("portal:home") or "/",
        "is_demonstration": settings.DEMONSTRATION,
        **account_of(context),
        "languages": languages_of(context.get("request")),
    }


@component(takes_context=True, internal=True)
def site_navigation(context: Any) -> Props:
    contract = context.get("contract")
    entries = contract_entries(context, contract) if contract else global_entries(context)
    return {
        "contract": contract,
        "contract_url": address("portal:contract", contract.slug) if contract else "",
        "search_url": address("search:search") if contract else "",
        "items": [item for item in entries if item["url"]],
    }


@component(takes_context=True, internal=True)
def workspace_navigation(context: Any) -> Props:
    """The work by verbs, in groups. A context processor narrows it with `workspace_keys`."""
    contract = context.get("contract")
    allowed = context.get("workspace_keys")
    allowed = allowed() if callable(allowed) else allowed
    return {
        "menu": work_menu(
            get_language(),
            None if allowed is None else frozenset(allowed),
            (contract.slug, contract.name) if contract else None,
            context.get("current"),
        )
    }


@lru_cache(maxsize=1000)
def work_menu(
    language: str | None,
    allowed: frozenset[str] | None,
    contract: tuple[str, str] | None,
    current: str | None,
) -> SafeString:
    """Drawn once for everybody who has the same one: it says nothing beyond what it is given.

    `contract` is (slug, name); `language` is the one that is active.
    """
    slug = contract[0] if contract else ""
    groups = [
        {
            "label": label,
            "items": [
                {"label": words, "url": url, "current": key == current}
                for key, words, url in entries
                if url and (allowed is None or key in allowed)
            ],
        }
        for label, entries in work_groups(slug, is_team=allowed is None or "calls" in allowed)
    ]
    shown = {
        "contract": contract[1] if contract else "",
        "contract_url": address("contracts:detail", slug) if slug else "",
        "groups": [group for group in groups if group["items"]],
    }
    return render_to_string("ui/work_menu.html", shown)


def work_groups(slug: str, *, is_team: bool) -> list[tuple[object, list[WorkEntry]]]:
    """(heading, entries); an entry whose address is empty is not shown."""
    files = _("Lire les dossiers") if is_team else _("Suivre mes dossiers")
    reports = _("Suivre les bilans") if is_team else _("Faire mes bilans")
    consultations = _("Consulter les conseils") if is_team else _("Répondre aux consultations")
    return [
        (
            "",
            [
                ("home", _("Voir ce qui m’attend"), address("workspace:home")),
                ("my_organization", _("Ma structure"), address("organizations:mine")),
            ],
        ),
        (
            _("L’année"),
            [
                ("calls", _("Préparer les appels"), address("calls:list")),
                ("applications", files, address("applications:list")),
                ("appraisal", _("Donner un avis"), address("appraisal:list")),
                ("consultations", consultations, address("appraisal:consultations")),
                ("sessions", _("Tenir les séances"), address("appraisal:sessions")),
                ("funding", _("Répartir l’argent"), address("funding:calls")),
                ("agreements", _("Conventionner et payer"), address("funding:agreements")),
                ("reports", reports, address("outcomes:reports")),
                ("figures", _("Voir les chiffres"), address("outcomes:figures")),
            ],
        ),
        (
            _("Le contrat"),
            [
                ("contracts", _("Tenir les contrats"), address("contracts:list")),
                (
                    "plans",
                    _("Écrire les plans"),
                    address("plans:list", slug) if slug else "",
                ),
                ("governance", _("Réunir les instances"), address("governance:list")),
                ("councils", _("Suivre les conseils"), address("councils:list")),
                ("draws", _("Tirer au sort"), address("draws:list")),
                ("fund", _("Suivre le fonds des habitants"), address("fund:list")),
                ("territories", _("Connaître les territoires"), address("territories:list")),
                ("organizations", _("Suivre les structures"), address("organizations:list")),
            ],
        ),
        (
            _("L’installation"),
            [
                ("people", _("Ouvrir des accès"), address("workspace:people")),
                ("audit", _("Relire le journal"), address("audit:list")),
            ],
        ),
    ]


@component(takes_context=True, internal=True)
def site_footer(context: Any) -> Props:
    return {
        "brand": settings.INSTALLATION_NAME,
        "legal_url": address("portal:legal"),
        "accessibility_url": address("portal:accessibility"),
        "contact": settings.INSTALLATION_CONTACT,
        "source_url": settings.SOURCE_URL,
    }


def account_of(context: Any) -> Props:
    request = context.get("request")
    is_signed_in = signed_in(request)
    return {
        "person": str(request.user) if is_signed_in else "",
        "workspace_url": address("workspace:home") if is_signed_in else "",
        "logout_url": address("account_logout") if is_signed_in else "",
        "login_url": "" if is_signed_in or request is None else address("account_login"),
    }


def signed_in(request: Any) -> bool:
    """Without opening a session for a visitor who has none: their page is the same for all."""
    session = getattr(request, "session", None)
    if session is not None and session.session_key is None:
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def languages_of(request: Any) -> list[dict[str, Any]]:
    """The same page in each language; the home page where it exists in one only."""
    if request is None:
        return []
    current = get_language()
    languages = []
    for code, name in settings.LANGUAGES:
        url = translate_url(request.get_full_path(), code)
        if code != current and url == request.get_full_path():
            with override(code):
                url = address("portal:home") or "/"
        languages.append({"code": code, "name": name, "url": url, "current": code == current})
    return languages
