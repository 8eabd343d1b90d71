"""Something that another person, or the daily task, does at the very same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from ensemblier.contracts.models import Contract


@contextmanager
def meanwhile(contract: Contract, work: Callable[[], Any]) -> Iterator[list[Any]]:
    """What is done within holds `contract` and is committed at the end, while `work` has begun on
    a connection of its own (on PostgreSQL, is seen waiting); the list holds its result after."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        thread.start()
        while connection.vendor == "postgresql" and thread.is_alive() and not _somebody_waits():
            pass
        yield results
    thread.join()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
