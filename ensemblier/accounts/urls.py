"""Sign-in and one's own account: allauth's pages under French words, with allauth's names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import include, path

from ensemblier.accounts import views

sign_in = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path(
        "connexion/code/confirmer/", account.confirm_login_code, name="account_confirm_login_code"
    ),
    path("deconnexion/", account.logout, name="account_logout"),
    path("desactive/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
]

address_and_password = [
    path("adresse/", account.email, name="account_email"),
    path(
        "adresse/confirmer/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/fait/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("verifier/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("application/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secours/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "secours/nouveaux/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "secours/telecharger/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

connected = [
    path("", social.connections, name="socialaccount_connections"),
    path("abandon/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("echec/", social.login_error, name="socialaccount_login_error"),
    path("inscription/", social.signup, name="socialaccount_signup"),
    path("oidc/<slug:provider_id>/", views.openid_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/retour/", views.openid_callback, name="openid_connect_callback"),
]

urlpatterns = [
    *sign_in,
    *address_and_password,
    path("double-verification/", include(second_factor)),
    path("relies/", include(connected)),
]
