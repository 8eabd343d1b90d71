from django.utils.translation import gettext as _

MAX_LINES = 20_000


def damaged() -> str:
    return _("Ce fichier est abîmé ou incomplet\u00a0: il n’a pas pu être ouvert.")


def protected() -> str:
    return _("Ce fichier est protégé par un mot de passe\u00a0: enregistrez-le sans protection.")


def too_long() -> str:
    return _("Ce document dépasse %(lines)s lignes\u00a0: ne gardez que les pages du plan.") % {
        "lines": MAX_LINES
    }
