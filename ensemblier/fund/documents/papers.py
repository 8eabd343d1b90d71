"""Papers of the fund: forms to fill in by hand, rules, letters, statements; plain data laid out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.applications.documents.blocks import (
    Block,
    Choices,
    Column,
    Field,
    Fields,
    Form,
    Heading,
    LongText,
    Option,
    Paragraph,
    Row,
    Signature,
    Table,
)
from ensemblier.applications.documents.writing import as_pdf
from ensemblier.core.typography import euros, long_date
from ensemblier.fund.emails import follow_address
from ensemblier.fund.enums import BearerKind
from ensemblier.fund.exports import position_cells, statement_columns
from ensemblier.fund.models import Fund, FundRequest, Round
from ensemblier.fund.rules import rule_sentences
from ensemblier.fund.statements import Statement
from ensemblier.fund.wording.requests import answer_of

BLANK_ROWS = 6


def _form(fund: Fund, title: str, blocks: Iterable[Block], *, is_blank: bool = False) -> bytes:
    contacts = " · ".join(part for part in (fund.email, fund.phone) if part)
    return as_pdf(
        Form(
            title=title,
            number="",
            subtitle=f"{fund.name} · {fund.contract.name}",
            author=fund.contract.manager.name,
            footer=" · ".join(part for part in (fund.name, contacts) if part),
            language=(get_language() or "fr")[:2],
            blocks=list(blocks),
            is_blank=is_blank,
        )
    )


def blank_request(round: Round) -> bytes:
    """The five questions on one sheet."""
    return _form(round.fund, _("Ma demande au fonds"), _blank_request_blocks(round), is_blank=True)


def _blank_request_blocks(round: Round) -> Iterable[Block]:
    yield Paragraph(_limits(round))
    yield Heading(_("1. Quoi\u00a0?"))
    yield Fields([Field(_("Nom de l’action"), wide=True)])
    yield LongText(_("Ce que vous allez faire"), lines=4)
    yield Heading(_("2. Quand\u00a0? 3. Où\u00a0?"))
    yield Fields(
        [
            Field(_("Jour")),
            Field(_("Jusqu’au (si plusieurs jours)")),
            Field(_("Endroit")),
            Field(_("Quartier ou conseil citoyen")),
        ]
    )
    yield Heading(_("4. Combien, pour acheter quoi\u00a0?"))
    yield _money_table([_("Dépense"), _("Prix")])
    yield Fields([Field(_("Je demande au fonds, en euros"), wide=True)])
    yield Heading(_("5. Pour qui\u00a0?"))
    yield Fields([Field(_("Pour qui")), Field(_("Nombre de personnes attendues"))])
    yield Heading(_("Qui demande\u00a0?"))
    yield Choices(_("Vous êtes"), [Option(str(kind.label)) for kind in BearerKind])
    yield Fields(
        [
            Field(_("Nom"), wide=True),
            Field(_("Téléphone")),
            Field(_("Adresse électronique")),
        ]
    )
    if round.fund.address:
        where = " ".join(round.fund.address.split())
        yield Paragraph(_("À déposer ou à envoyer\u00a0: %(where)s") % {"where": where})
    yield Paragraph(privacy_words(), is_note=True)


def _limits(round: Round) -> str:
    return _("%(ceiling)s au plus par action. Demandes jusqu’au %(day)s.") % {
        "ceiling": euros(round.ceiling_cents),
        "day": long_date(round.closes_at.date()),
    }


def _money_table(labels: list[str]) -> Table:
    columns = [Column(labels[0], width=3), *(Column(label, is_number=True) for label in labels[1:])]
    return Table("", columns, [Row([""] * len(labels)) for _rank in range(BLANK_ROWS)])


def privacy_words() -> str:
    return _(
        "Vos coordonnées servent à vous répondre et à vérifier les plafonds. Elles sont effacées "
        "deux ans après la fin de votre demande. Le nom de l’action, le lieu, la somme et le "
        "nombre de personnes sont publics\u00a0; votre nom ne l’est jamais."
    )


def blank_report(round: Round) -> bytes:
    """To tell by hand what happened."""
    blocks: list[Block] = [
        Fields(
            [
                Field(_("Numéro de la demande")),
                Field(_("Nom de l’action")),
                Field(_("Jour")),
                Field(_("Endroit")),
            ]
        ),
        LongText(_("Comment cela s’est passé"), lines=7),
        Heading(_("Combien de personnes sont venues\u00a0?")),
        Fields(
            [
                Field(_("Femmes")),
                Field(_("Hommes")),
                Field(_("Filles de moins de 16 ans")),
                Field(_("Garçons de moins de 16 ans")),
            ]
        ),
        Heading(_("Ce qui a été dépensé")),
        _money_table([_("Dépense"), _("Prix payé")]),
        Paragraph(_("Joignez tous les tickets et toutes les factures.")),
        Signature(_("Fait le …………………………… à ……………………………………"), _("Signature")),
    ]
    return _form(round.fund, _("Le bilan de mon action"), blocks, is_blank=True)


def fund_rules(round: Round) -> bytes:
    """The rules of a round, with where they come from."""
    blocks: list[Block] = [Paragraph(text) for text in round.fund.presentation.splitlines() if text]
    blocks.append(Heading(_("Les règles")))
    blocks += [Paragraph(f"• {sentence}") for sentence in rule_sentences(round)]
    if excluded := [line for line in round.exclusions.splitlines() if line.strip()]:
        blocks.append(Heading(_("Ce que le fonds ne paie pas")))
        blocks += [Paragraph(f"• {line.strip()}") for line in excluded]
    shares = round.co_funders.select_related("funder").order_by("pk")
    blocks.append(
        Table(
            _("Qui met l’argent"),
            [Column(_("Cofinanceur"), width=3), Column(_("Somme"), is_number=True)],
            [
                *(Row([share.funder.name, euros(share.pledged_cents)]) for share in shares),
                Row([_("Total"), euros(round.pledged_cents)], "total"),
            ],
        )
    )
    blocks.append(
        Paragraph(
            _("Source\u00a0: %(source)s, %(day)s.")
            % {"source": round.rules_source, "day": long_date(round.rules_on)},
            is_note=True,
        )
    )
    title = _("Règles du fonds\u00a0: %(round)s") % {"round": round.title}
    return _form(round.fund, title, blocks)


def answer_letter(request: FundRequest, day: datetime.date) -> bytes:
    """The answer to who left no e-mail, or wants it on paper."""
    answer = answer_of(request)
    bearer = request.bearer
    blocks: list[Block] = [
        Fields(
            [
                Field(_("À"), bearer.name or "–"),
                Field(_("Le"), long_date(day)),
                Field(_("Action"), request.title),
                Field(_("Numéro"), request.reference),
            ]
        ),
        Paragraph(_("Bonjour,")),
        *(Paragraph(sentence) for sentence in answer.sentences),
    ]
    if answer.quoted:
        blocks.append(LongText(_("Ce qui a été dit"), answer.quoted))
    follow = _("Avec votre code %(code)s, vous suivez votre demande sans compte\u00a0: %(address)s")
    blocks.append(Paragraph(follow % {"code": request.code, "address": follow_address(request)}))
    blocks.append(Signature(request.contract.manager.name, _("Signature")))
    return _form(request.round.fund, answer.title, blocks)


def statement_pdf(statement: Statement) -> bytes:
    total = statement.total
    blocks: list[Block] = [
        Fields(
            [
                Field(_("Promis"), euros(statement.pledged)),
                Field(_("Versé au fonds"), euros(total.received)),
                Field(_("Dépenses justifiées"), euros(total.spent)),
                Field(_("Avances à justifier"), euros(total.advanced)),
                Field(_("Reste en caisse"), euros(total.cash)),
                Field(_("Promis et pas encore engagé"), euros(statement.uncommitted)),
            ]
        ),
        Paragraph(
            _(
                "Versé au fonds = dépenses justifiées + avances à justifier + reste en caisse. Un "
                "reste en caisse sous zéro veut dire que l’argent des autres cofinanceurs a "
                "avancé le vôtre."
            ),
            is_note=True,
        ),
        _statement_table(statement),
    ]
    title = _("Relevé %(year)d de %(funder)s") % {
        "year": statement.year,
        "funder": statement.funder.name,
    }
    return _form(statement.fund, title, blocks)


def _statement_table(statement: Statement) -> Table:
    labels = statement_columns()
    columns = [
        *(Column(label, width=1.6) for label in labels[:3]),
        *(Column(label, is_number=True) for label in labels[3:]),
    ]
    rows = []
    for part in statement.parts:
        for row in part.rows:
            cells = map(euros, position_cells(row.position))
            rows.append(Row([part.name, row.request.reference, row.request.title, *cells]))
        rows.append(
            Row([part.name, "", _("total"), *map(euros, position_cells(part.total))], "section")
        )
    rows.append(
        Row([_("tous"), "", _("total"), *map(euros, position_cells(statement.total))], "total")
    )
    return Table(_("Demande par demande"), columns, rows)
