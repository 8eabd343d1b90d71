"""Checks of SIREN, SIRET and RNA. Sources: INSEE (Luhn), JOAFE (RNA)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ensemblier.core.typography import NO_BREAK_SPACE

LA_POSTE = "356000000"


def compact(text: str) -> str:
    """The identifier without the spaces, dots and apostrophes that people and spreadsheets add."""
    return re.sub(r"[\s.'’_/\-]", "", text).upper()


def luhn_holds(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_digits(text: str, name: str, length: int, example: str) -> None:
    """Raise unless `text` is `length` digits; the sentence says what was found instead."""
    if re.fullmatch(r"[0-9]([,.]?[0-9]+)?E\+?[0-9]+", text):
        raise ValidationError(
            _("Un tableur a transformé ce %(name)s en nombre. Recopiez ses %(length)d chiffres.")
            % {"name": name, "length": length}
        )
    if re.fullmatch(r"[0-9]+", text) and len(text) != length:
        raise ValidationError(
            _("Un %(name)s a %(length)d chiffres\u00a0; celui-ci en a %(found)d.")
            % {"name": name, "length": length, "found": len(text)}
        )
    if not re.fullmatch(r"[0-9]+", text):
        raise ValidationError(
            _("Un %(name)s a %(length)d chiffres, par exemple %(example)s.")
            % {"name": name, "length": length, "example": example}
        )


def validate_siren(text: str) -> None:
    check_digits(text, "SIREN", 9, "200 066 918")
    if not luhn_holds(text) or not int(text):
        raise ValidationError(_("Ce SIREN n’existe pas\u00a0: un chiffre est faux."))


def validate_siret(text: str) -> None:
    """La Poste's establishments follow a sum of digits that is a multiple of 5 instead."""
    check_digits(text, "SIRET", 14, "200 066 918 00018")
    is_la_poste = text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0
    siren_holds = luhn_holds(text[:9]) and int(text[:9])
    if not siren_holds or not (luhn_holds(text) or is_la_poste):
        raise ValidationError(_("Ce SIRET n’existe pas\u00a0: un chiffre est faux."))


def validate_rna(text: str) -> None:
    if not re.fullmatch(r"W[0-9][A-Z0-9][0-9]{7}", text):
        raise ValidationError(_("Un numéro RNA s’écrit W suivi de 9 chiffres\u00a0: W301234567."))


def validate_postcode(text: str) -> None:
    if not re.fullmatch(r"[0-9]{5}", text):
        raise ValidationError(_("Un code postal a 5 chiffres, par exemple 30100."))


def spaced_siret(text: str) -> str:
    """«200 066 918 00018» on one line, as printed on official papers."""
    return NO_BREAK_SPACE.join(filter(None, (text[:3], text[3:6], text[6:9], text[9:])))
