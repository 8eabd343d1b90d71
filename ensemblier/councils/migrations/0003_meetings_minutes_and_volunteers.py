import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("councils", "0002_composition_of_councils"),
        ("files", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("charter", "charte"),
                            ("rules", "règlement intérieur"),
                            ("order", "arrêté préfectoral"),
                            ("report", "bilan d’activité"),
                            ("leaflet", "plaquette"),
                            ("other", "autre"),
                        ],
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titre")),
                ("dated", models.DateField(verbose_name="en date du")),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "document d’un conseil",
                "verbose_name_plural": "documents d’un conseil",
                "ordering": ["council", "-dated", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="commence le")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="finit le")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                ("agenda", models.TextField(blank=True, verbose_name="ordre du jour")),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="annoncée sur le site"),
                ),
                (
                    "convened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="convoquée le"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
                (
                    "attendance_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="présences notées le"),
                ),
                (
                    "other_residents",
                    models.PositiveSmallIntegerField(default=0, verbose_name="autres habitants"),
                ),
                (
                    "other_guests",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="invités et partenaires"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion d’un conseil",
                "verbose_name_plural": "réunions d’un conseil",
                "ordering": ["council", "-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="councils_meeting_period",
                        violation_error_message="La réunion finit avant de commencer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "présent"), ("excused", "excusé")],
                        max_length=10,
                        verbose_name="présence",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="councils.mandate",
                        verbose_name="membre",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="councils.meeting",
                        verbose_name="réunion",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence à une réunion",
                "verbose_name_plural": "présences à une réunion",
                "ordering": ["meeting", "mandate"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "mandate"),
                        name="councils_presence_once",
                        violation_error_message="Cette personne est déjà notée.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("month", models.DateField(verbose_name="mois")),
                ("title", models.CharField(blank=True, max_length=250, verbose_name="titre")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                (
                    "text_source",
                    models.CharField(
                        choices=[
                            ("read", "lu dans le fichier"),
                            ("typed", "saisi"),
                            ("none", "image sans texte"),
                        ],
                        default="typed",
                        max_length=5,
                        verbose_name="origine du texte",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="déposé le")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minutes",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="minutes",
                        to="councils.meeting",
                        verbose_name="réunion",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte rendu",
                "verbose_name_plural": "comptes rendus",
                "ordering": ["council", "-month", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="councils_minutes_first_day",
                        violation_error_message="Un mois se note par son premier jour.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="councils_minutes_not_empty",
                        violation_error_message="Déposez un fichier ou écrivez le texte.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("items", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="enregistré le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "dépôt de comptes rendus",
                "verbose_name_plural": "dépôts de comptes rendus",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.CharField(max_length=150, verbose_name="nom et prénom")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de naissance"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "femme"), ("male", "homme")],
                        max_length=6,
                        verbose_name="sexe",
                    ),
                ),
                (
                    "college",
                    models.CharField(
                        choices=[("residents", "habitants"), ("actors", "acteurs locaux")],
                        default="residents",
                        max_length=10,
                        verbose_name="au titre de",
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("consented_at", models.DateTimeField(verbose_name="accord donné le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "à traiter"),
                            ("pool", "dans la liste du tirage"),
                            ("seated", "siège au conseil"),
                            ("declined", "pas de suite"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="répondu par",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="territories.area",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="volunteers",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="councils.mandate",
                        verbose_name="mandat",
                    ),
                ),
            ],
            options={
                "verbose_name": "volontaire",
                "verbose_name_plural": "volontaires",
                "ordering": ["contract", "-consented_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                        name="councils_volunteer_reachable",
                        violation_error_message="Donnez une adresse électronique ou un téléphone, pour qu’on vous réponde.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="minutes",
            index=models.Index(fields=["council", "-month"], name="councils_minutes_by_month"),
        ),
    ]
