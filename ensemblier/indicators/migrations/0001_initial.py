import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("plans", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "kind",
                    models.CharField(
                        choices=[("quantitative", "quantitatif"), ("qualitative", "qualitatif")],
                        default="quantitative",
                        max_length=15,
                        verbose_name="sorte",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unité")),
                (
                    "breakdowns",
                    models.JSONField(blank=True, default=list, verbose_name="ventilations"),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="point de départ",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cible"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured_indicators",
                        to="territories.area",
                        verbose_name="territoire",
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
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured_indicators",
                        to="plans.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicateur",
                "verbose_name_plural": "indicateurs",
                "ordering": ["contract", "theme", "label", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False), ("theme__isnull", False)),
                        fields=("contract", "label", "theme", "area"),
                        name="indicators_indicator_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True), ("theme__isnull", False)),
                        fields=("contract", "label", "theme"),
                        name="indicators_indicator_once_without_area",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False), ("theme__isnull", True)),
                        fields=("contract", "label", "area"),
                        name="indicators_indicator_once_without_theme",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True), ("theme__isnull", True)),
                        fields=("contract", "label"),
                        name="indicators_indicator_once_without_theme_without_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Value",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
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
                    "source",
                    models.CharField(
                        blank=True, db_index=True, max_length=80, verbose_name="source"
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="saisi le")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicator_values",
                        to="territories.area",
                        verbose_name="territoire",
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
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="indicators.indicator",
                        verbose_name="indicateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "valeur",
                "verbose_name_plural": "valeurs",
                "ordering": ["indicator", "year", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="indicators_value_says_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("indicator", "year", "sex", "age_band", "source", "area"),
                        name="indicators_value_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("indicator", "year", "sex", "age_band", "source"),
                        name="indicators_value_once_without_area",
                    ),
                ],
            },
        ),
    ]
