"""The worker of background work begins and ends with the server of the demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest

from ensemblier.demo import serving


def test_the_worker_lives_as_long_as_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENSEMBLIER_VAR", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    serving.when_ready(None)
    [worker] = serving.running
    assert worker.poll() is None

    serving.on_exit(None)
    assert worker.poll() is not None
