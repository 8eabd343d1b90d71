"""One person's machine: the demonstration and everyday work."""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, environment_flag

DEBUG = environment_flag("DEBUG")
SECRET_KEY = "not-secret-development-only-never-in-production"
ALLOWED_HOSTS = ["*"]
DEMONSTRATION = environment_flag("ENSEMBLIER_DEMONSTRATION", default=True)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Pages take their files from the rooms; the folder only has to exist.
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
