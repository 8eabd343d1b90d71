import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("councils", "0003_meetings_minutes_and_volunteers"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("report", "rapport annuel"),
                            ("call", "appel à projets"),
                            ("application", "dossier"),
                            ("other", "autre sujet"),
                        ],
                        max_length=15,
                        verbose_name="sujet",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titre")),
                ("question", models.TextField(verbose_name="ce qui est demandé")),
                ("due_on", models.DateField(verbose_name="dernier jour pour répondre")),
                (
                    "shorter_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="pourquoi moins de temps"
                    ),
                ),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("favourable", "le silence vaut avis favorable"),
                            ("none", "le silence ne vaut pas avis"),
                        ],
                        max_length=10,
                        verbose_name="ce que dit le silence",
                    ),
                ),
                (
                    "rule_source",
                    models.CharField(blank=True, max_length=200, verbose_name="source de la règle"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("sent", "en attente de l’avis"),
                            ("answered", "avis donné"),
                            ("silent", "sans réponse"),
                            ("cancelled", "annulée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="préparée le")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyée le")),
                (
                    "told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rappelée le"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="close le")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="pourquoi annulée"),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("favourable", "favorable"),
                            ("reserved", "favorable avec réserves"),
                            ("rework", "à retravailler"),
                            ("unfavourable", "défavorable"),
                        ],
                        max_length=15,
                        verbose_name="avis",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="texte de l’avis")),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="réunion du")),
                (
                    "others_present",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="autres personnes présentes"
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="donné le")),
                ("is_late", models.BooleanField(default=False, verbose_name="tardif")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
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
                        related_name="consultations",
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
                        verbose_name="préparée par",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="donné par la personne",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="compte rendu",
                    ),
                ),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True,
                        related_name="consultations",
                        to="councils.mandate",
                        verbose_name="membres présents",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["-due_on", "council", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="councils_consultation_sent_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_at__isnull", False),
                                ("state", "answered"),
                                models.Q(("value", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "answered"), _negated=True),
                                ("given_at__isnull", True),
                                ("is_late", False),
                                ("value", ""),
                            ),
                            _connector="OR",
                        ),
                        name="councils_consultation_answered_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("state", "answered"), _connector="OR"
                        ),
                        name="councils_consultation_published_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="titre")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="councils.consultation",
                        verbose_name="consultation",
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
                "verbose_name": "papier à lire",
                "verbose_name_plural": "papiers à lire",
                "ordering": ["consultation", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsultationRecusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("declared_at", models.DateTimeField(verbose_name="déclaré le")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="councils.consultation",
                        verbose_name="consultation",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déclaré par",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultation_recusals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "déport d’une consultation",
                "verbose_name_plural": "déports des consultations",
                "ordering": ["consultation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "user"),
                        name="councils_consultation_recusal_once",
                        violation_error_message="Ce déport est déjà déclaré.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunningGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(verbose_name="dotation de l’année"),
                ),
                ("funder", models.CharField(max_length=200, verbose_name="financeur")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="d’où vient ce montant"
                    ),
                ),
                ("balance_cents", models.BigIntegerField(default=0, verbose_name="reste")),
                ("report", models.TextField(blank=True, verbose_name="ce que l’argent a permis")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="close le")),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="relancée le"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="close par",
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
                        related_name="grants",
                        to="councils.council",
                        verbose_name="conseil",
                    ),
                ),
            ],
            options={
                "verbose_name": "dotation de fonctionnement",
                "verbose_name_plural": "dotations de fonctionnement",
                "ordering": ["council", "-year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "year"),
                        name="councils_grant_once",
                        violation_error_message="Ce conseil a déjà une dotation pour cette année.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("balance_cents__gte", 0)),
                        name="councils_grant_never_below_zero",
                        violation_error_message="Il ne reste pas assez.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True), ("balance_cents", 0), _connector="OR"
                        ),
                        name="councils_grant_closed_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("granted", "dotation"),
                            ("carried_in", "report de l’année d’avant"),
                            ("spent", "dépense"),
                            ("carried_out", "report sur l’année suivante"),
                            ("returned", "rendu au financeur"),
                        ],
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant")),
                ("on", models.DateField(verbose_name="jour")),
                ("label", models.CharField(max_length=200, verbose_name="objet")),
                ("entered_at", models.DateTimeField(verbose_name="écrit le")),
                ("crossed_at", models.DateTimeField(blank=True, null=True, verbose_name="rayé le")),
                (
                    "cross_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="pourquoi rayé"),
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
                    "crossed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rayé par",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrit par",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="justificatif",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="councils.runninggrant",
                        verbose_name="dotation",
                    ),
                ),
            ],
            options={
                "verbose_name": "écriture",
                "verbose_name_plural": "écritures",
                "ordering": ["grant", "on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)),
                        name="councils_grant_entry_above_zero",
                        violation_error_message="Écrivez un montant plus grand que zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cross_reason", ""), ("crossed_at__isnull", True)),
                            models.Q(
                                ("crossed_at__isnull", False),
                                models.Q(("cross_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="councils_grant_entry_crossed_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=200, verbose_name="thème")),
                ("held_on", models.DateField(verbose_name="jour")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="durée en minutes")),
                (
                    "trainer",
                    models.CharField(blank=True, max_length=200, verbose_name="donnée par"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "attendees",
                    models.ManyToManyField(
                        blank=True,
                        related_name="trainings",
                        to="councils.mandate",
                        verbose_name="membres présents",
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
            ],
            options={
                "verbose_name": "formation",
                "verbose_name_plural": "formations",
                "ordering": ["-held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0), ("minutes__lte", 1440)),
                        name="councils_training_duration",
                        violation_error_message="Une formation dure plus de zéro et moins de 24 heures.",
                    )
                ],
            },
        ),
    ]
