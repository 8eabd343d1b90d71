"""Writes of the reports."""

from ensemblier.outcomes.operations.files import add_file, remove_report_file
from ensemblier.outcomes.operations.opening import (
    Opened,
    open_missing_reports,
    open_report,
    remind_reports,
)
from ensemblier.outcomes.operations.recovering import ask_money_back
from ensemblier.outcomes.operations.reviewing import accept_report, ask_completion, reopen_report
from ensemblier.outcomes.operations.saving import fill_as_planned, save_report
from ensemblier.outcomes.operations.submitting import NotReady, submit_report
from ensemblier.outcomes.operations.waivers import give_waiver, take_back_waiver

__all__ = [
    "NotReady",
    "Opened",
    "accept_report",
    "add_file",
    "ask_completion",
    "ask_money_back",
    "fill_as_planned",
    "give_waiver",
    "open_missing_reports",
    "open_report",
    "remind_reports",
    "remove_report_file",
    "reopen_report",
    "save_report",
    "submit_report",
    "take_back_waiver",
]
