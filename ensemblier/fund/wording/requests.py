"""What a request is told, in plain words: the same on its page, in e-mails and in letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ensemblier.core.typography import euros, long_date
from ensemblier.fund.enums import Method, RequestState
from ensemblier.fund.models import FundRequest

TONES: dict[str, str] = {
    RequestState.RECEIVED: "info",
    RequestState.TO_COMPLETE: "wait",
    RequestState.ELIGIBLE: "info",
    RequestState.REFUSED: "no",
    RequestState.GRANTED: "ok",
    RequestState.NOT_GRANTED: "no",
    RequestState.ADVANCED: "wait",
    RequestState.REPORTED: "info",
    RequestState.CLOSED: "ok",
    RequestState.CANCELLED: "plain",
}


@dataclass(frozen=True)
class Answer:
    """One title, a few sentences; `quoted` is what the team or the vote wrote."""

    title: str
    sentences: list[str]
    quoted: str = ""


def answer_of(request: FundRequest) -> Answer:
    return _WORDS[RequestState(request.state)](request)


def decided_by(method: str) -> str:
    return {
        Method.JURY: _("un jury vote, à la majorité"),
        Method.RESIDENTS: _("les habitants votent, à la majorité"),
        Method.EQUAL_SHARES: _("les habitants votent, et chacun pèse autant (parts égales)"),
    }[Method(method)]


def _when_decided(request: FundRequest) -> str:
    day, how = request.round.decides_on, decided_by(request.round.method)
    if day:
        return _("Elle sera décidée le %(day)s\u00a0: %(how)s.") % {
            "day": long_date(day),
            "how": how,
        }
    return _("Pour décider, %(how)s.") % {"how": how}


def _received(request: FundRequest) -> Answer:
    return Answer(
        _("Votre demande est reçue."),
        [
            _("Nous la lisons et nous vous disons si elle suit les règles du fonds."),
            _when_decided(request),
        ],
    )


def _to_complete(request: FundRequest) -> Answer:
    sentences = [_("Il manque quelque chose à votre demande\u00a0:")]
    if request.completion_due_on:
        sentences = [
            _("Il manque quelque chose à votre demande. Répondez avant le %(day)s\u00a0:")
            % {"day": long_date(request.completion_due_on)}
        ]
    return Answer(_("Votre demande est à compléter."), sentences, request.missing)


def _eligible(request: FundRequest) -> Answer:
    return Answer(
        _("Votre demande est recevable."),
        [_("Elle suit les règles du fonds."), _when_decided(request)],
    )


def _refused(request: FundRequest) -> Answer:
    return Answer(
        _("Votre demande ne peut pas être acceptée."),
        [_("Elle ne suit pas les règles du fonds. Voici pourquoi\u00a0:")],
        request.refusal,
    )


def _decision_words(request: FundRequest) -> str:
    decision = next((one for one in request.decisions.all() if one.taken_back_at is None), None)
    return decision.reason if decision else ""


def _granted(request: FundRequest) -> Answer:
    if request.missing:
        return _report_again(request)
    granted = euros(request.granted_cents)
    sentences = [_("Le fonds vous accorde %(amount)s.") % {"amount": granted}]
    if request.granted_cents < request.asked_cents:
        sentences[0] = _("Le fonds vous accorde %(amount)s, sur %(asked)s demandés.") % {
            "amount": granted,
            "asked": euros(request.asked_cents),
        }
    if request.advance_cents:
        sentences.append(
            _("Nous vous versons %(amount)s avant l’action. Nous vous contactons pour cela.")
            % {"amount": euros(request.advance_cents)}
        )
    sentences += [_("Gardez tous les tickets et toutes les factures."), _report_due(request)]
    return Answer(_("Votre demande est acceptée."), sentences, _decision_words(request))


def _report_again(request: FundRequest) -> Answer:
    return Answer(_("Votre bilan est à compléter."), [_report_due(request)], request.missing)


def _report_due(request: FundRequest) -> str:
    return _("Après l’action, racontez-la en quelques lignes avant le %(day)s.") % {
        "day": long_date(request.report_due_on)
    }


def _not_granted(request: FundRequest) -> Answer:
    return Answer(
        _("Votre demande n’est pas retenue cette fois."),
        [
            _("L’argent ne suffisait pas pour tous, ou les votes ont choisi d’autres actions."),
            _("Vous pouvez demander à nouveau à la prochaine campagne."),
        ],
        _decision_words(request),
    )


def _advanced(request: FundRequest) -> Answer:
    if request.missing:
        return _report_again(request)
    return Answer(
        _("Le fonds vous a versé %(amount)s.") % {"amount": euros(request.paid_cents)},
        [_("Gardez tous les tickets et toutes les factures."), _report_due(request)],
    )


def _reported(request: FundRequest) -> Answer:
    report = request.report
    if report.accepted_at is None:
        return Answer(
            _("Votre bilan est reçu, merci."),
            [_("Nous vérifions les comptes et nous vous répondons.")],
        )
    sentences = [
        _("Le fonds prend en charge %(amount)s.") % {"amount": euros(report.earned_cents or 0)}
    ]
    back = request.to_account_for_cents
    if back:
        sentences.append(
            _("Vous avez reçu plus que dépensé\u00a0: %(amount)s sont à rendre au fonds.")
            % {"amount": euros(back)}
        )
    else:
        sentences.append(_("Nous vous versons ce qui reste dû."))
    return Answer(_("Votre bilan est accepté."), sentences)


def _closed(_request: FundRequest) -> Answer:
    return Answer(
        _("C’est terminé, merci."),
        [_("Votre action a eu lieu, son bilan est accepté et les comptes sont justes.")],
    )


def _cancelled(_request: FundRequest) -> Answer:
    return Answer(
        _("Votre demande est annulée."), [_("Vous pouvez en faire une autre quand vous voulez.")]
    )


_WORDS = {
    RequestState.RECEIVED: _received,
    RequestState.TO_COMPLETE: _to_complete,
    RequestState.ELIGIBLE: _eligible,
    RequestState.REFUSED: _refused,
    RequestState.GRANTED: _granted,
    RequestState.NOT_GRANTED: _not_granted,
    RequestState.ADVANCED: _advanced,
    RequestState.REPORTED: _reported,
    RequestState.CLOSED: _closed,
    RequestState.CANCELLED: _cancelled,
}
