"""What every installation shares. Anything that a town may change comes from the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "ensemblier"


def environment_flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def environment_list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


VAR_DIR = Path(os.environ.get("ENSEMBLIER_VAR", BASE_DIR / "var"))

# Lowest floor first: the order of docs/architecture.md.
ROOMS = [
    "core",
    "ui",
    "accounts",
    "audit",
    "files",
    "notices",
    "territories",
    "organizations",
    "contracts",
    "plans",
    "councils",
    "draws",
    "indicators",
    "governance",
    "calls",
    "applications",
    "appraisal",
    "funding",
    "outcomes",
    "fund",
    "search",
    "portal",
    "workspace",
    "demo",
]

# Rooms first: their templates take the place of the libraries'.
INSTALLED_APPS = [
    *(f"ensemblier.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "leaflet",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "ensemblier.ui.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ensemblier.ui.context.layout",
                "ensemblier.workspace.context.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ensemblier.core.templatetags.typography",
                "ensemblier.ui.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "ensemblier.ui.forms.Renderer"

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; "
        "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
    ),
}


def database_from(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`, tuned for its engine."""
    database: dict[str, Any] = {**dj_database_url.parse(url)}
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = dict(SQLITE_OPTIONS)
        # Opening the file and tuning it costs more than most pages.
        database["CONN_MAX_AGE"] = 600
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}}
    return database


DATABASES = {
    "default": database_from(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'ensemblier.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# «default» is shared by the web processes; «local» only ever holds what cannot change.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    },
    "local": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "local",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "portal:home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "ensemblier.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    name: f"ensemblier.accounts.login.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailVerificationCodeForm",
        "confirm_password_reset_code": "ConfirmPasswordResetCodeForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
SOCIALACCOUNT_FORMS = {"signup": "ensemblier.accounts.login.SocialSignupForm"}
MFA_FORMS = {
    "authenticate": "ensemblier.accounts.login.AuthenticateForm",
    "activate_totp": "ensemblier.accounts.login.ActivateTOTPForm",
}
# Whether visitors open an account by themselves; closed, the team opens accounts for them.
SIGNUP_OPEN = environment_flag("SIGNUP_OPEN", default=True)
ACCOUNT_RATE_LIMITS = {"signup": "20/m/ip,60/d/ip"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Ensemblier] "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "ensemblier.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "ensemblier.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
# An address that the provider has verified opens the account that bears it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ensemblier"
MFA_TOTP_TOLERANCE = 1  # the clocks of phones drift, and typing takes its time
# Proxies in front of us: how far to trust X-Forwarded-For when sign-ins are counted.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))

# One OpenID Connect provider (ProConnect, FranceConnect, a town's own), when configured.
SOCIALACCOUNT_PROVIDERS: dict = {"openid_connect": {"APPS": []}}
if os.environ.get("OIDC_SERVER_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": os.environ.get("OIDC_PROVIDER_ID", "proconnect"),
            "name": os.environ.get("OIDC_NAME", "ProConnect"),
            "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
            "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
            "settings": {
                "server_url": os.environ["OIDC_SERVER_URL"],
                "scope": environment_list("OIDC_SCOPES")
                or ["openid", "email", "given_name", "usual_name"],
                "trusts_email": environment_flag("OIDC_TRUSTS_EMAIL"),
            },
        }
    ]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "ensemblier.accounts.views.typed_address"
AXES_CLIENT_IP_CALLABLE = "allauth.core.internal.httpkit.get_client_ip"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = Path(os.environ.get("ENSEMBLIER_FILES", VAR_DIR / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_MAX_BYTES = int(os.environ.get("FILES_MAX_MEGABYTES", "20")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "ensemblier.files.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment_flag("EMAIL_USE_TLS")
# Where e-mails send people back to.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Ensemblier <ne-pas-repondre@localhost>")

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *environment_list("MAP_TILE_ORIGINS")],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *environment_list("OIDC_ORIGINS")],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Background of the maps. Empty: shapes alone, and no request leaves the town's server.
MAP_TILES_URL = os.environ.get("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = os.environ.get("MAP_TILES_ATTRIBUTION", "")
# National address service; empty turns search by address off.
ADDRESS_SERVICE_URL = os.environ.get("ADDRESS_SERVICE_URL", "")
DEMONSTRATION = environment_flag("ENSEMBLIER_DEMONSTRATION")
INSTALLATION_NAME = os.environ.get("INSTALLATION_NAME", "Ensemblier")
INSTALLATION_CONTACT = os.environ.get("INSTALLATION_CONTACT", "contact@localhost")
# Where the installed version's source can be read, which the AGPL owes to whoever uses it.
SOURCE_URL = os.environ.get("SOURCE_URL", "")
