"""The certificate of a draw: what is published before it, then what came of it.

Its shape is in `docs/rules/draw.md`; `verify_draw.py` checks it without this code. It holds
whole numbers, texts, lists, objects and null, so that its canonical form is one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery.alternates import Alternates
from ensemblier.draws.lottery.outcome import Lottery, number_of
from ensemblier.draws.lottery.problem import Change, Problem, Quota
from ensemblier.draws.lottery.sequel import Sequel

Json = dict[str, Any]
FORMAT, VERSION = "ensemblier-draw", 1
METHOD = "leximin, 1000 panels"
BILLION = 1_000_000_000
# No letter that looks like a figure or like another; 28 of 32 signs are 140 bits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
PARTS = ("features", "quotas", "pool", "eligible", "chances", "times", "panels", "alternates")


def canonical(value: Any) -> bytes:
    """UTF-8, keys sorted by code point, no space, no escape that JSON does not require."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def file_of(certificate: Json) -> bytes:
    """What is published: the canonical form and a newline."""
    return canonical(certificate) + b"\n"


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def new_code() -> str:
    """A secret code for the letter of one person: ABCD-EFGH-… of 28 signs."""
    groups = ["".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(GROUPS)]
    return "-".join(groups)


def fingerprint_of(code: str, name: str, year: int | str) -> str:
    """Nobody can try names without the code. Case, accents, punctuation and the order of the
    words of a name make no difference; nor do O for 0, I or L for 1 in a code."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    plain_code = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    parts = [plain_code, _plain(name), str(year).strip()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name).casefold()
    kept = (char if char.isalnum() else " " for char in apart if not unicodedata.combining(char))
    return " ".join(sorted("".join(kept).split()))


def certificate_of(
    problem: Problem,
    lottery: Lottery,
    *,
    fingerprints: Sequence[str],
    title: str,
    digits_source: str,
    published_at: datetime.datetime,
    code_version: str,
    alternates: Alternates | None = None,
) -> Json:
    """What is published before the ceremony; `fingerprints` are one per row, each unlike the
    others. `digits_source` says in words how the digits will be obtained."""
    committed: Json = {
        "title": title,
        "published_at": published_at.isoformat(timespec="seconds"),
        "digits_source": digits_source,
        "method": METHOD,
        "hash": "sha256",
        "code_version": code_version,
        "features": list(problem.features),
        "pool": _pool(problem, fingerprints),
        **_lottery(problem.quotas, lottery, range(len(problem.people))),
        "seats": problem.seats,
    }
    if alternates:
        committed["alternates"] = _alternates(alternates)
    parts = [part for part in PARTS if part in committed]
    committed["parts"] = {part: digest(committed[part]) for part in parts}
    return _sealed(
        {
            "format": FORMAT,
            "version": VERSION,
            "committed": committed,
            "commitment": digest(committed),
            "outcome": None,
            "sequels": [],
        }
    )


def _pool(problem: Problem, fingerprints: Sequence[str]) -> list[Json]:
    addresses = _opaque(problem.addresses or ("",) * len(problem.people))
    return [
        {
            "fingerprint": fingerprint,
            "categories": list(problem.category_of(row)),
            "address": address,
        }
        for row, (fingerprint, address) in enumerate(zip(fingerprints, addresses, strict=True))
    ]


def _opaque(addresses: Sequence[str]) -> list[int | None]:
    """A number per address that several people share, None for the others."""
    numbers: dict[str, int] = {}
    times = Counter(addresses)
    for address in addresses:
        if address and times[address] > 1:
            numbers.setdefault(address, len(numbers))
    return [numbers.get(address) for address in addresses]


def _quotas(quotas: Iterable[Quota]) -> list[Json]:
    return [
        {
            "feature": quota.feature,
            "value": quota.value,
            "min": quota.minimum,
            "max": quota.maximum,
        }
        for quota in quotas
    ]


def _unmet(changes: Sequence[Change]) -> list[Json]:
    old = _quotas(change.old for change in changes)
    new = _quotas(change.new for change in changes)
    return [{"old": one, "new": other} for one, other in zip(old, new, strict=True)]


def _alternates(alternates: Alternates) -> Json:
    return {
        "seats": alternates.seats,
        "quotas": _quotas(alternates.quotas),
        "unmet": _unmet(alternates.unmet),
        "times": list(alternates.times),
        "lists": [list(rows) for rows in alternates.lists],
    }


def _lottery(quotas: Sequence[Quota], lottery: Lottery, eligible: Sequence[int]) -> Json:
    """Chances and times are those of the eligible rows, in their order."""
    chances = [round(lottery.chances[row] * BILLION) for row in eligible]
    times = [lottery.times[row] for row in eligible]
    unit = BILLION // len(lottery.panels)
    gaps = [abs(chance - count * unit) for chance, count in zip(chances, times, strict=True)]
    return {
        "quotas": _quotas(quotas),
        "eligible": list(eligible),
        "chances": chances,
        "times": times,
        "rounding_error": max(gaps),
        "panels": [list(panel) for panel in lottery.panels],
    }


def with_sequel(
    certificate: Json,
    sequel: Sequel,
    *,
    digits_source: str,
    published_at: datetime.datetime,
) -> Json:
    """The certificate with a lottery of replacements, before its digits are drawn."""
    last = _last_round(certificate)
    if last["outcome"] is None:
        raise InvalidInput(_("Le tirage précédent n’a pas encore eu lieu."))
    committed: Json = {
        "kind": "replacement",
        "published_at": published_at.isoformat(timespec="seconds"),
        "digits_source": digits_source,
        "after": digest({"commitment": last["commitment"], "outcome": last["outcome"]}),
        "seats": sequel.seats,
        "beside": list(sequel.staying),
        "leaving": list(sequel.leaving),
        "unmet": _unmet(sequel.unmet),
        **_lottery(sequel.quotas, sequel.lottery, sequel.eligible),
    }
    added = {"committed": committed, "commitment": digest(committed), "outcome": None}
    return _sealed({**certificate, "sequels": [*certificate["sequels"], added]})


def _last_round(certificate: Json) -> Json:
    sequels: list[Json] = certificate["sequels"]
    return sequels[-1] if sequels else certificate


def with_outcome(certificate: Json, *, digits: str, drawn_at: datetime.datetime) -> Json:
    """The certificate after the digits of its last round were drawn in public."""
    sequels: list[Json] = certificate["sequels"]
    last = _last_round(certificate)
    if last["outcome"] is not None:
        raise InvalidInput(_("Ce tirage a déjà eu lieu\u00a0: ses chiffres ne changent plus."))
    outcome = {
        "digits": digits,
        "drawn_at": drawn_at.isoformat(timespec="seconds"),
        "panel": last["committed"]["panels"][number_of(digits)],
    }
    if "alternates" in last["committed"]:
        outcome["alternates"] = last["committed"]["alternates"]["lists"][number_of(digits)]
    if not sequels:
        return _sealed({**certificate, "outcome": outcome})
    return _sealed({**certificate, "sequels": [*sequels[:-1], {**last, "outcome": outcome}]})


def _sealed(certificate: Mapping[str, Any]) -> Json:
    unsealed = {key: value for key, value in certificate.items() if key != "seal"}
    return {**unsealed, "seal": digest(unsealed)}
