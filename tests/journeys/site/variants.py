"""Addresses apart: answered only after a step, printed, or asked with a query."""

from __future__ import annotations

PRINTED = (
    *(":letter", ":agreement_document", ":template_preview", "councils:order"),
    *(":cerfa", ":sheet", ":paper", ":committee_pack"),
)


# Answered with something to read only after a step of a journey, or by the world outside.
AFTER_A_STEP = {
    # For its applicants, once their application is decided.
    "appraisal:opinions_given",
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_set_password",
    "applications:summary",
    # A piece of the matrix, fetched when a cell has the focus.
    "funding:story",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_error",
    "socialaccount_signup",
    "workspace:role_delegate",
}


# The same pages asked otherwise: (name of the page, query).
VARIANTS_FOR_ALL = [
    ("search:search", "?q=emploi"),
    ("search:search", "?q=zzzz"),
    ("portal:locate", "?lat=44.13&lon=4.08"),
    ("portal:locate", "?lat=ici&lon=la"),
    ("portal:areas", "?q=zzzz"),
    ("portal:plan", "?q=sante"),
    ("portal:signatories", "?q=zzzz"),
]


VARIANTS_AT_WORK = [
    ("audit:list", "?q=zzzz"),
    ("contracts:list", "?q=zzzz"),
    ("organizations:list", "?q=zzzz"),
    ("organizations:list", "?page=2"),
    ("territories:list", "?q=zzzz"),
    ("territories:locate", "?lat=44.13&lon=4.08"),
    ("workspace:people", "?q=zzzz"),
]
