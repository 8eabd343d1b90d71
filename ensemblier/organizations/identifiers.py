"""Checks of SIREN, SIRET and RNA. Sources: INSEE (Luhn), JOAFE (RNA)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LA_POSTE = "356000000"


def compact(text: str) -> str:
    """The identifier without the spaces and dots that people put in it."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()


def luhn_holds(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def validate_siren(text: str) -> None:
    if not re.fullmatch(r"[0-9]{9}", text):
        raise ValidationError(_("Un SIREN a 9 chiffres, par exemple 200 066 918."))
    if not luhn_holds(text):
        raise ValidationError(_("Ce SIREN n’existe pas : un chiffre est faux."))


def validate_siret(text: str) -> None:
    """La Poste's establishments follow a sum of digits that is a multiple of 5 instead."""
    if re.search(r"[0-9][,.]?[0-9]*E\+?[0-9]+$", text):
        raise ValidationError(
            _("Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres.")
        )
    if not re.fullmatch(r"[0-9]{14}", text):
        raise ValidationError(_("Un SIRET a 14 chiffres, par exemple 200 066 918 00019."))
    is_la_poste = text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0
    if not luhn_holds(text) and not is_la_poste:
        raise ValidationError(_("Ce SIRET n’existe pas : un chiffre est faux."))


def validate_rna(text: str) -> None:
    if not re.fullmatch(r"W[0-9][A-Z0-9][0-9]{7}", text):
        raise ValidationError(_("Un numéro RNA s’écrit W suivi de 9 chiffres : W301234567."))
