import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
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
                            ("steering", "comité de pilotage (COPIL)"),
                            ("technical", "comité technique"),
                            ("programming", "comité technique de programmation (CTP)"),
                            ("working_group", "groupe de travail"),
                            ("board", "conseil d’administration"),
                            ("assembly", "assemblée générale"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "sessions_per_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="séances par an, au moins"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="en activité")),
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
                "verbose_name": "instance",
                "verbose_name_plural": "instances",
                "ordering": ["contract", "kind", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "name"),
                        name="governance_body_once",
                        violation_error_message="Une instance de ce contrat porte déjà ce nom.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="depuis le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "title",
                    models.CharField(blank=True, max_length=150, verbose_name="en qualité de"),
                ),
                ("votes", models.BooleanField(default=True, verbose_name="a une voix")),
                ("chairs", models.BooleanField(default=False, verbose_name="préside")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="governance.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
                "verbose_name_plural": "sièges",
                "ordering": ["body", "-chairs", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_seat_period",
                        violation_error_message="La date de fin précède la date de début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            ("organization__isnull", False),
                            _connector="OR",
                        ),
                        name="governance_seat_held",
                        violation_error_message="Indiquez une personne ou une structure.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="commence le")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "prévue"),
                            ("open", "en cours"),
                            ("closed", "terminée"),
                            ("cancelled", "annulée"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ouverte le"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="governance.body",
                        verbose_name="instance",
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
                "verbose_name": "séance",
                "verbose_name_plural": "séances",
                "ordering": ["-starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SessionAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="nom")),
                ("is_excused", models.BooleanField(default=False, verbose_name="excusé")),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="governance.seat",
                        verbose_name="siège",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="governance.session",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "ordering": ["session", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", False)),
                        fields=("session", "seat"),
                        name="governance_attendance_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="governance_attendance_named",
                    ),
                ],
            },
        ),
    ]
