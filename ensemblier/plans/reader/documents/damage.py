from django.utils.translation import gettext as _


def damaged() -> str:
    return _("Ce fichier est abîmé ou incomplet : il n’a pas pu être ouvert.")


def protected() -> str:
    return _("Ce fichier est protégé par un mot de passe : enregistrez-le sans protection.")
