from django.utils.translation import gettext as _

MAX_LINES = 20_000


def damaged() -> str:
    return _("Ce fichier est abîmé ou incomplet : il n’a pas pu être ouvert.")


def protected() -> str:
    return _("Ce fichier est protégé par un mot de passe : enregistrez-le sans protection.")


def too_long() -> str:
    return _("Ce document dépasse %(lines)s lignes : ne gardez que les pages du plan.") % {
        "lines": MAX_LINES
    }
