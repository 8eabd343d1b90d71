#!/usr/bin/env python3
"""Vérifie un tirage au sort d'Ensemblier. / Checks a draw made with Ensemblier.

    python3 verify_draw.py CERTIFICAT.json    (- : entrée standard / standard input)
    python3 verify_draw.py CERTIFICAT.json --before CERTIFICAT_PUBLIE_AVANT.json
    python3 verify_draw.py CERTIFICAT.json --code ABCD-EFGH-… --name "Awa Martin" --year 1980

Rien à installer : Python 3.9 ou plus récent suffit. / Nothing to install: Python 3.9 or newer.
Code de sortie / exit code: 0 tout est juste / all is right, 1 une vérification échoue / a check
fails, 2 le fichier ou la demande n'est pas utilisable / unusable file or request.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

PANELS, BILLION = 1000, 1_000_000_000
DIGITS, HEXADECIMAL = re.compile(r"[0-9]{3}"), re.compile(r"[0-9a-f]{64}")
SPACELESS, SPACED = {"separators": (",", ":")}, {"separators": (", ", ": ")}
STYLES: tuple[dict[str, Any], ...] = (SPACELESS, SPACED, {"indent": 2}, {"indent": 4})


class Failed(Exception):
    """A check that fails, in French and in English."""


class Unusable(Failed):
    """The file or what was asked cannot be read."""


def canonical(value: Any) -> bytes:
    """UTF-8, keys in order, no space; whole numbers, texts, lists, objects and null only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def fingerprint(code: str, name: str, year: str) -> str:
    """SHA-256 of the code of the letter and of the name and year of birth, written plainly."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    plain_code = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    return hashlib.sha256("\n".join([plain_code, plain(name), year.strip()]).encode()).hexdigest()


def plain(name: str) -> str:
    """Small letters without accents; words in alphabetical order."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    kept = (char if char.isalnum() else " " for char in apart if not unicodedata.combining(char))
    return " ".join(sorted("".join(kept).split()))


def check(is_right: bool, french: str, english: str) -> None:
    if not is_right:
        raise Failed(french, english)


def refuse_number(text: str) -> Any:
    raise ValueError(text)


def read(path: Path) -> Any:
    try:
        text = (sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()).decode("utf-8")
        value = json.loads(text, parse_float=refuse_number, parse_constant=refuse_number)
    except (OSError, ValueError, RecursionError) as error:
        french = f"Le fichier {path} ne peut pas être lu comme un certificat."
        raise Unusable(french, f"The file {path} cannot be read as a certificate.") from error
    check(
        is_written_plainly(text[:-1] if text.endswith("\n") else text, value),
        "Le fichier n'est pas écrit comme un certificat doit l'être : il a été modifié.",
        "The file is not written as a certificate must be: it was modified.",
    )
    return value


def is_written_plainly(text: str, value: Any) -> bool:
    """Each content has one writing per style, to the byte, with or without a last newline."""
    return any(
        text == json.dumps(value, sort_keys=True, ensure_ascii=is_ascii, **style)
        for style in STYLES
        for is_ascii in (False, True)
    )


def check_seals(certificate: Any) -> None:
    unsealed = {key: value for key, value in certificate.items() if key != "seal"}
    check(
        certificate["seal"] == digest(unsealed),
        "Le sceau du certificat ne correspond pas à son contenu : il a été modifié.",
        "The seal of the certificate does not match its content: it was modified.",
    )
    for one in [certificate, *certificate["sequels"]]:
        check(
            one["commitment"] == digest(one["committed"]),
            "L'empreinte de ce qui a été publié avant le tirage ne correspond pas à son contenu.",
            "The fingerprint of what was published before the draw does not match its content.",
        )
    for part, seal in certificate["committed"]["parts"].items():
        check(
            seal == digest(certificate["committed"][part]),
            f"L'empreinte de la partie « {part} » ne correspond pas à son contenu.",
            f"The fingerprint of the part “{part}” does not match its content.",
        )


def check_pool(committed: Any) -> None:
    pool, features = committed["pool"], committed["features"]
    prints = [person["fingerprint"] for person in pool]
    check(
        all(HEXADECIMAL.fullmatch(one) for one in prints) and len(set(prints)) == len(prints),
        "Deux personnes de la liste ont la même empreinte, ou une empreinte est mal formée.",
        "Two people of the pool have the same fingerprint, or a fingerprint is malformed.",
    )
    known = {(quota["feature"], quota["value"]) for quota in committed["quotas"]}
    for person in pool:
        check(
            len(person["categories"]) == len(features)
            and all(pair in known for pair in zip(features, person["categories"])),
            "Une personne de la liste a une catégorie sans quota.",
            "A person of the pool has a category without quota.",
        )


def check_panels(round_: Any, base: Any, counted: list[int], beside: list[int]) -> None:
    check_count(round_["panels"])
    eligible = set(round_["eligible"])
    for number, panel in enumerate(round_["panels"]):
        check_people(f"{number:03d}", panel, round_["seats"], eligible)
        check_quotas(f"{number:03d}", [*counted, *panel], round_["quotas"], base)
        check_addresses(f"{number:03d}", panel, beside, base)


def check_count(panels: Any) -> None:
    check(
        len(panels) == PANELS,
        f"Il n'y a pas {PANELS} panels, mais {len(panels)}.",
        f"There are not {PANELS} panels, but {len(panels)}.",
    )


def check_people(where: str, panel: Any, seats: int, eligible: set[int]) -> None:
    check(
        all(type(row) is int for row in panel)
        and len(set(panel)) == len(panel) == seats
        and eligible.issuperset(panel),
        f"Le panel {where} n'a pas le bon nombre de personnes, ou pas les bonnes.",
        f"Panel {where} does not have the right number of people, or not the right ones.",
    )


def check_quotas(where: str, rows: list[int], quotas: Any, base: Any) -> None:
    categories = (zip(base["features"], base["pool"][row]["categories"]) for row in rows)
    held = Counter(pair for pairs in categories for pair in pairs)
    for quota in quotas:
        count = held[quota["feature"], quota["value"]]
        name = f"{quota['feature']} : {quota['value']}"
        check(
            quota["min"] <= count <= quota["max"],
            f"Le panel {where} ne respecte pas le quota « {name} » : {count}.",
            f"Panel {where} does not meet the quota “{name}”: {count}.",
        )


def check_addresses(where: str, panel: list[int], beside: list[int], base: Any) -> None:
    found = [base["pool"][row]["address"] for row in [*panel, *beside]]
    shared = [address for address in found if address is not None]
    check(
        len(set(shared)) == len(shared),
        f"Le panel {where} réunit deux personnes de la même adresse.",
        f"Panel {where} holds two people of the same address.",
    )


def times_on(panels: Any, rows: Any) -> list[int]:
    times = Counter(row for panel in panels for row in panel)
    return [times[row] for row in rows]


def check_chances(round_: Any) -> None:
    """The published chances are those of the 1 000 panels."""
    found = times_on(round_["panels"], round_["eligible"])
    check(
        found == round_["times"],
        "Les chances publiées ne sont pas celles des 1 000 panels.",
        "The published chances are not those of the 1,000 panels.",
    )
    chances = round_["chances"]
    gaps = [abs(count * (BILLION // PANELS) - one) for count, one in zip(found, chances)]
    check(
        len(chances) == len(found) and max(gaps) == round_["rounding_error"],
        "L'écart annoncé entre les chances calculées et les chances tirées est faux.",
        "The stated gap between computed and drawn chances is wrong.",
    )
    check(
        abs(sum(chances) - round_["seats"] * BILLION) <= len(chances),
        "La somme des chances n'est pas le nombre de places.",
        "The chances do not sum to the number of seats.",
    )


def check_alternates(committed: Any) -> None:
    """Beside each panel: people who are not on it, each once, in proportion of the quotas."""
    alternates, everyone = committed["alternates"], range(len(committed["pool"]))
    check_proportion(committed, alternates)
    check_count(alternates["lists"])
    for number, (panel, rows) in enumerate(zip(committed["panels"], alternates["lists"])):
        where = f"{number:03d} (suppléants / alternates)"
        check_people(where, rows, alternates["seats"], set(everyone).difference(panel))
        check_quotas(where, rows, alternates["quotas"], committed)
        check_addresses(where, rows, panel, committed)
    check(
        times_on(alternates["lists"], everyone) == alternates["times"],
        "Les chances publiées d'être suppléant ne sont pas celles des 1 000 listes.",
        "The published chances of being an alternate are not those of the 1,000 lists.",
    )


def check_proportion(committed: Any, alternates: Any) -> None:
    """Their quotas are the panel's in proportion, but for those that are said to be widened."""
    seats, whole = alternates["seats"], committed["seats"]
    widened = [(change["old"], change["new"]) for change in alternates["unmet"]]
    expected = []
    for quota in committed["quotas"]:
        low, high = quota["min"] * seats // whole, -(-quota["max"] * seats // whole)
        plain = {**quota, "min": low, "max": high}
        expected.append(next((new for old, new in widened if old == plain), plain))
    check(
        alternates["quotas"] == expected,
        "Les quotas des suppléants ne sont pas ceux du panel en proportion.",
        "The quotas of alternates are not those of the panel in proportion.",
    )


def check_outcome(round_: Any) -> list[int] | None:
    """The panel that the digits chose; None before the ceremony."""
    outcome = round_["outcome"]
    if outcome is None:
        return None
    digits = outcome["digits"]
    check(
        DIGITS.fullmatch(digits) is not None
        and outcome["panel"] == round_["committed"]["panels"][int(digits)],
        "Le panel annoncé n'est pas celui que désignent les trois chiffres.",
        "The panel that is announced is not the one that the three digits choose.",
    )
    alternates = round_["committed"].get("alternates")
    check(
        outcome.get("alternates") == (alternates and alternates["lists"][int(digits)]),
        "Les suppléants annoncés ne sont pas ceux que désignent les trois chiffres.",
        "The alternates that are announced are not those that the three digits choose.",
    )
    return list(outcome["panel"])


def check_first(certificate: Any) -> list[int] | None:
    committed = certificate["committed"]
    check(
        committed["eligible"] == list(range(len(committed["pool"]))),
        "Toute la liste n'a pas pris part au tirage.",
        "The whole pool did not take part in the draw.",
    )
    check_pool(committed)
    check_panels(committed, committed, [], [])
    check_chances(committed)
    if "alternates" in committed:
        check_alternates(committed)
    return check_outcome(certificate)


def check_sequels(certificate: Any, panel: list[int] | None) -> list[int] | None:
    """Replacements, in their order; returns the panel as it is in the end."""
    base, previous = certificate["committed"], certificate
    ever = set(panel or [])
    for sequel in certificate["sequels"]:
        committed = sequel["committed"]
        history = {name: previous[name] for name in ("commitment", "outcome")}
        check(
            panel is not None and committed["after"] == digest(history),
            "Un tirage de remplaçants ne fait pas suite au tirage précédent.",
            "A draw of replacements does not follow the draw before it.",
        )
        counted = check_start(committed, panel or [], ever)
        check_panels(committed, base, counted, committed["beside"])
        check_chances(committed)
        drawn = check_outcome(sequel)
        panel = None if drawn is None else sorted([*counted, *drawn])
        ever.update(drawn or [])
        previous = sequel
    return panel


def check_start(committed: Any, panel: list[int], ever: set[int]) -> list[int]:
    """From whom to whom: those who count already in the quotas."""
    leaving = set(committed["leaving"])
    staying = [row for row in panel if row not in leaving]
    check(
        committed["kind"] == "replacement"
        and committed["beside"] == staying
        and leaving.issubset(panel)
        and len(leaving) == committed["seats"]
        and ever.isdisjoint(committed["eligible"]),
        "Un tirage de remplaçants ne part pas du panel en place.",
        "A draw of replacements does not start from the panel in place.",
    )
    return staying


def check_before(before: Any, after: Any) -> None:
    """What was published earlier is still there, unchanged."""
    rounds, earlier = [after, *after["sequels"]], [before, *before["sequels"]]
    check(
        [canonical(one["committed"]) for one in earlier]
        == [canonical(one["committed"]) for one in rounds[: len(earlier)]]
        and all(old["outcome"] in (None, new["outcome"]) for old, new in zip(earlier, rounds)),
        "Ce qui avait été publié avant a changé.",
        "What had been published before has changed.",
    )


def verify(certificate: Any) -> list[int] | None:
    """Raises Failed; returns the panel in place, None when a draw is still to come."""
    try:
        check(
            certificate["format"] == "ensemblier-draw" and certificate["version"] == 1,
            "Ce fichier n'est pas un certificat de tirage de la version 1.",
            "This file is not a certificate of a draw, version 1.",
        )
        check_seals(certificate)
        return check_sequels(certificate, check_first(certificate))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        french = "Le certificat n'a pas la forme attendue."
        raise Failed(french, "The certificate does not have the expected shape.") from error


def say(french: str, english: str) -> None:
    print(f"{french}\n    {english}")


def find_person(certificate: Any, asked: argparse.Namespace) -> None:
    wanted = fingerprint(asked.code, asked.name, asked.year)
    committed = certificate["committed"]
    prints = [person["fingerprint"] for person in committed["pool"]]
    check(
        wanted in prints,
        "Personne dans la liste n'a ce code, ce nom et cette année de naissance.",
        "Nobody in the pool has this code, this name and this year of birth.",
    )
    row = prints.index(wanted)
    times = committed["times"][row]
    percent = committed["chances"][row] / (BILLION / 100)
    say(
        f"Vous étiez dans la liste (numéro {row}), sur {times} des 1 000 panels "
        f"(chance calculée : {percent:.3f} %).",
        f"You were in the pool (number {row}), on {times} of the 1,000 panels "
        f"(computed chance: {percent:.3f}%).",
    )
    outcome = certificate["outcome"]
    if outcome is not None and row in outcome["panel"]:
        say("Vous êtes sur le panel tiré au sort.", "You are on the panel that was drawn.")
    elif outcome is not None and row in outcome.get("alternates", []):
        rank = outcome["alternates"].index(row) + 1
        say(f"Vous êtes suppléant n° {rank}.", f"You are alternate number {rank}.")
    elif outcome is not None:
        say("Vous n'êtes pas sur le panel tiré.", "You are not on the panel that was drawn.")


def report(certificate: Any, panel: list[int] | None) -> None:
    committed = certificate["committed"]
    people, seats = len(committed["pool"]), committed["seats"]
    error = committed["rounding_error"] / (BILLION / 100)
    least, most = min(committed["times"]), max(committed["times"])
    say(
        f"Tout est juste : {people} personnes, {seats} places, {len(committed['quotas'])} quotas "
        f"respectés par les {PANELS} panels.",
        f"All is right: {people} people, {seats} seats, {len(committed['quotas'])} quotas met by "
        f"the {PANELS} panels.",
    )
    say(
        f"Chacun est sur {least} à {most} panels ; arrondir a changé les chances de "
        f"{error:.3f} point au plus.",
        f"Everyone is on {least} to {most} panels; rounding changed chances by "
        f"{error:.3f} points at most.",
    )
    say(
        f"Empreinte publiée avant le tirage : {certificate['commitment']}",
        "Fingerprint published before the draw: the same; compare it with the one you kept.",
    )
    if certificate["outcome"] is None:
        say("Le tirage n'a pas encore eu lieu.", "The draw has not taken place yet.")
        return
    digits = certificate["outcome"]["digits"]
    rows = ", ".join(map(str, certificate["outcome"]["panel"]))
    say(f"Chiffres tirés : {digits}. Panel : {rows}.", f"Digits: {digits}. Panel: the same rows.")
    if certificate["outcome"].get("alternates"):
        rows = ", ".join(map(str, certificate["outcome"]["alternates"]))
        say(f"Suppléants, dans l'ordre : {rows}.", "Alternates, in their order: the same rows.")
    if certificate["sequels"] and panel is not None:
        rows = ", ".join(map(str, panel))
        say(f"Panel en place aujourd'hui : {rows}.", "Panel in place today: the same rows.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("certificate", type=Path)
    parser.add_argument("--before", type=Path, help="certificat publié avant / published earlier")
    parser.add_argument("--code", help="code de la lettre reçue / code of the letter received")
    parser.add_argument("--name", default="", help="prénom et nom / first and last name")
    parser.add_argument("--year", default="", help="année de naissance / year of birth")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    try:
        certificate = read(asked.certificate)
        panel = verify(certificate)
        if asked.before:
            before = read(asked.before)
            verify(before)
            check_before(before, certificate)
            say("Rien n'a changé depuis.", "Nothing has changed since.")
        if asked.code:
            find_person(certificate, asked)
        report(certificate, panel)
    except Failed as failure:
        print("\n    ".join(map(str, failure.args)), file=sys.stderr)
        return 2 if isinstance(failure, Unusable) else 1
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
