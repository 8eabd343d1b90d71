import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("applications", "0001_initial"),
        ("contracts", "0001_initial"),
        ("files", "0001_initial"),
        ("indicators", "0001_initial"),
        ("organizations", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "attendu"),
                            ("draft", "en préparation"),
                            ("submitted", "déposé"),
                            ("to_complete", "à compléter"),
                            ("accepted", "accepté"),
                        ],
                        default="due",
                        max_length=15,
                        verbose_name="état",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="attendu le")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "field_editions",
                    models.JSONField(blank=True, default=dict, verbose_name="éditions des champs"),
                ),
                ("narrative", models.TextField(blank=True, verbose_name="ce qui a été fait")),
                ("dates_and_places", models.TextField(blank=True, verbose_name="dates et lieux")),
                ("beneficiaries", models.TextField(blank=True, verbose_name="public touché")),
                (
                    "objectives_reached",
                    models.TextField(blank=True, verbose_name="objectifs atteints"),
                ),
                (
                    "difficulties",
                    models.TextField(blank=True, verbose_name="difficultés et suites"),
                ),
                (
                    "indirect_costs_rule",
                    models.TextField(blank=True, verbose_name="répartition des charges indirectes"),
                ),
                (
                    "volunteering",
                    models.TextField(
                        blank=True, verbose_name="bénévolat et contributions en nature"
                    ),
                ),
                (
                    "signed_by",
                    models.CharField(blank=True, max_length=150, verbose_name="signé par"),
                ),
                (
                    "signed_as",
                    models.CharField(blank=True, max_length=150, verbose_name="en qualité de"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="enregistré le"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déposé le"),
                ),
                (
                    "completion_due_on",
                    models.DateField(blank=True, null=True, verbose_name="à compléter avant le"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepté le"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="applications.application",
                        verbose_name="dossier",
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
                "verbose_name": "bilan",
                "verbose_name_plural": "bilans",
                "ordering": ["contract", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="outcomes_report_accepted_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reached",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "femmes"),
                            ("male", "hommes"),
                            ("unknown", "non précisé"),
                        ],
                        max_length=10,
                        verbose_name="sexe",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("0-5", "0 à 5 ans"),
                            ("6-15", "6 à 15 ans"),
                            ("16-17", "16 à 17 ans"),
                            ("18-25", "18 à 25 ans"),
                            ("26-64", "26 à 64 ans"),
                            ("65+", "65 ans et plus"),
                            ("unknown", "âge non précisé"),
                        ],
                        max_length=10,
                        verbose_name="âge",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="nombre")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reached",
                        to="territories.area",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reached",
                        to="outcomes.report",
                        verbose_name="bilan",
                    ),
                ),
            ],
            options={
                "verbose_name": "public touché",
                "verbose_name_plural": "publics touchés",
                "ordering": ["report", "area", "age_band", "sex"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("report", "sex", "age_band", "area"),
                        name="outcomes_reached_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("report", "sex", "age_band"),
                        name="outcomes_reached_once_without_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measured",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("female", "femmes"),
                            ("male", "hommes"),
                            ("unknown", "non précisé"),
                        ],
                        max_length=10,
                        verbose_name="sexe",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0-5", "0 à 5 ans"),
                            ("6-15", "6 à 15 ans"),
                            ("16-17", "16 à 17 ans"),
                            ("18-25", "18 à 25 ans"),
                            ("26-64", "26 à 64 ans"),
                            ("65+", "65 ans et plus"),
                            ("unknown", "âge non précisé"),
                        ],
                        max_length=10,
                        verbose_name="âge",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="valeur",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="en mots")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured",
                        to="territories.area",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured",
                        to="indicators.indicator",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="outcomes.report",
                        verbose_name="bilan",
                    ),
                ),
            ],
            options={
                "verbose_name": "résultat",
                "verbose_name_plural": "résultats",
                "ordering": ["report", "indicator", "area", "age_band", "sex", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcomes_measured_says_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("report", "indicator", "sex", "age_band", "area"),
                        name="outcomes_measured_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("report", "indicator", "sex", "age_band"),
                        name="outcomes_measured_once_without_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
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
                            ("photo", "photo"),
                            ("attendance", "feuille d’émargement"),
                            ("accounts", "pièce comptable"),
                            ("other", "autre"),
                        ],
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="légende")),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="outcomes.report",
                        verbose_name="bilan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce du bilan",
                "verbose_name_plural": "pièces du bilan",
                "ordering": ["report", "kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=30, verbose_name="étape")),
                ("source", models.CharField(max_length=15, verbose_name="avant")),
                ("target", models.CharField(max_length=15, verbose_name="après")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="outcomes.report",
                        verbose_name="bilan",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’un bilan",
                "verbose_name_plural": "étapes d’un bilan",
                "ordering": ["report", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(verbose_name="pour les demandes de l’année"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("given_at", models.DateTimeField(verbose_name="accordé le")),
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
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accordé par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispense",
                "verbose_name_plural": "dispenses",
                "ordering": ["contract", "-year", "organization"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "organization", "year"), name="outcomes_waiver_once"
                    )
                ],
            },
        ),
    ]
