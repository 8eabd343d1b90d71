import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("fund", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("jury", "vote d’un jury, à la majorité"),
                            ("residents", "vote des habitants, à la majorité"),
                            ("equal_shares", "vote des habitants, parts égales"),
                        ],
                        max_length=15,
                        verbose_name="comment on décide",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("open", "vote ouvert"),
                            ("closed", "vote fermé"),
                            ("decided", "dépouillé"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="le vote ouvre le")),
                ("closes_at", models.DateTimeField(verbose_name="le vote ferme le")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="où voter sur papier, ou lieu de la séance du jury",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, verbose_name="ce que les votants doivent savoir"),
                ),
                (
                    "budget_cents",
                    models.PositiveBigIntegerField(
                        editable=False, null=True, verbose_name="somme à partager"
                    ),
                ),
                (
                    "share",
                    models.CharField(
                        blank=True, editable=False, max_length=2000, verbose_name="part de chacun"
                    ),
                ),
                (
                    "raised_euros",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="euros ajoutés"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="fermé le"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="dépouillé le"),
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
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vote",
                        to="fund.round",
                        verbose_name="campagne",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote d’une campagne",
                "verbose_name_plural": "votes d’une campagne",
                "ordering": ["contract", "-opens_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="fund_vote_dates",
                        violation_error_message="Le vote ferme avant d’ouvrir.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="numéro")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("first", "première saisie"),
                            ("second", "seconde saisie"),
                            ("counted", "compté"),
                        ],
                        default="first",
                        max_length=10,
                        verbose_name="étape",
                    ),
                ),
                ("first", models.JSONField(default=list, verbose_name="première saisie")),
                ("second", models.JSONField(default=list, verbose_name="seconde saisie")),
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
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="première saisie par",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seconde saisie par",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="fund.vote",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "pile de bulletins papier",
                "verbose_name_plural": "piles de bulletins papier",
                "ordering": ["vote", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "rank"), name="fund_paper_batch_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="JuryMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "capacity",
                    models.CharField(blank=True, max_length=150, verbose_name="au titre de"),
                ),
                (
                    "is_present",
                    models.BooleanField(default=True, verbose_name="présente ou présent"),
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
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jury",
                        to="fund.vote",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "membre du jury",
                "verbose_name_plural": "membres du jury",
                "ordering": ["vote", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vote", "name"),
                        name="fund_jury_member_once",
                        violation_error_message="Cette personne est déjà dans le jury.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("cost_cents", models.PositiveBigIntegerField(verbose_name="coût")),
                (
                    "is_withdrawn",
                    models.BooleanField(default=False, verbose_name="retirée du vote"),
                ),
                (
                    "in_favor",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pour"),
                ),
                (
                    "against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="contre"),
                ),
                (
                    "abstained",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="abstentions"
                    ),
                ),
                (
                    "remark",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="ce que le jury veut dire"
                    ),
                ),
                (
                    "votes",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="soutiens"),
                ),
                (
                    "is_funded",
                    models.BooleanField(editable=False, null=True, verbose_name="retenue"),
                ),
                ("verdict", models.JSONField(default=dict, editable=False, verbose_name="raison")),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="fund.fundrequest",
                        verbose_name="demande",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="fund.vote",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande soumise au vote",
                "verbose_name_plural": "demandes soumises au vote",
                "ordering": ["vote", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vote", "number"), name="fund_candidate_number_once"
                    ),
                    models.UniqueConstraint(fields=("vote", "request"), name="fund_candidate_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotBox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ballots", models.JSONField(default=dict, verbose_name="bulletins")),
                ("codes", models.PositiveIntegerField(default=0, verbose_name="codes valables")),
                (
                    "on_screen",
                    models.PositiveIntegerField(default=0, verbose_name="votes à l’écran"),
                ),
                (
                    "papers_given",
                    models.PositiveIntegerField(default=0, verbose_name="bulletins papier remis"),
                ),
                (
                    "on_paper",
                    models.PositiveIntegerField(default=0, verbose_name="bulletins papier comptés"),
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
                    "vote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="box",
                        to="fund.vote",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "urne",
                "verbose_name_plural": "urnes",
                "ordering": ["vote"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "codes__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("on_screen"), "+", models.F("papers_given")
                                ),
                            )
                        ),
                        name="fund_box_one_ballot_each",
                        violation_error_message="Il y aurait plus de votes que de codes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on_paper__lte", models.F("papers_given"))),
                        name="fund_box_papers_given",
                        violation_error_message="Il y aurait plus de bulletins que de papiers remis.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VotingCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="empreinte")),
                ("lot", models.PositiveSmallIntegerField(verbose_name="lot")),
                (
                    "use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "pas encore utilisé"),
                            ("screen", "a voté à l’écran"),
                            ("paper", "échangé contre un bulletin papier"),
                            ("cancelled", "annulé"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="usage",
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
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="fund.vote",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "code de vote",
                "verbose_name_plural": "codes de vote",
                "ordering": ["vote", "fingerprint"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vote", "fingerprint"), name="fund_voting_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["", "screen", "paper", "cancelled"])),
                        name="fund_voting_code_known_use",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="votingcode",
            index=models.Index(fields=["vote", "lot", "use"], name="fund_voting_code_use"),
        ),
    ]
