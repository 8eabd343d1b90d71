import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("applications", "0001_initial"),
        ("calls", "0001_initial"),
        ("contracts", "0001_initial"),
        ("councils", "0001_initial"),
        ("governance", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assigned_at", models.DateTimeField(verbose_name="confié le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="instructeur",
                    ),
                ),
            ],
            options={
                "verbose_name": "attribution",
                "verbose_name_plural": "attributions",
                "ordering": ["application", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "user"),
                        name="appraisal_assignment_once",
                        violation_error_message="Ce dossier est déjà confié à cette personne.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("yes", "oui"), ("no", "non"), ("not_applicable", "sans objet")],
                        max_length=15,
                        verbose_name="résultat",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="remarque")),
                ("checked_at", models.DateTimeField(verbose_name="vérifié le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="applications.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vérifié par",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="calls.checklistitem",
                        verbose_name="point à vérifier",
                    ),
                ),
            ],
            options={
                "verbose_name": "vérification",
                "verbose_name_plural": "vérifications",
                "ordering": ["application", "item"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "item"), name="appraisal_check_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("funder", "financeur"),
                            ("service", "service"),
                            ("council", "conseil citoyen"),
                        ],
                        max_length=10,
                        verbose_name="donné par",
                    ),
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
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="montant conseillé"
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="commentaire")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="attendu pour le")),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="donné le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
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
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="councils.council",
                        verbose_name="conseil citoyen",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="donné par la personne",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis",
                "verbose_name_plural": "avis",
                "ordering": ["application", "source", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organization__isnull", False)),
                        fields=("application", "organization"),
                        name="appraisal_opinion_organization_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("council__isnull", False)),
                        fields=("application", "council"),
                        name="appraisal_opinion_council_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("council__isnull", False),
                                ("source", "council"),
                                ("organization__isnull", True),
                            ),
                            models.Q(
                                models.Q(("source", "council"), _negated=True),
                                ("council__isnull", True),
                                ("organization__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appraisal_opinion_one_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at__isnull", True), ("value", "")),
                            models.Q(
                                models.Q(("value", ""), _negated=True), ("given_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="appraisal_opinion_given_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
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
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="calls.call",
                        verbose_name="appel",
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
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déclaré par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "déport",
                "verbose_name_plural": "déports",
                "ordering": ["call", "user", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "user", "organization"),
                        name="appraisal_recusal_once",
                        violation_error_message="Ce déport est déjà déclaré.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("text", models.TextField(blank=True, verbose_name="ce qui s’est dit")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "examined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="examiné le"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_notes",
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
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_notes",
                        to="governance.session",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
                "verbose_name_plural": "points de l’ordre du jour",
                "ordering": ["session", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "application"),
                        name="appraisal_note_once",
                        violation_error_message="Ce dossier est déjà à l’ordre du jour.",
                    )
                ],
            },
        ),
    ]
