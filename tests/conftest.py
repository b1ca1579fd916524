"""Every run has a data folder of its own, set before Django reads its settings."""

import os
import tempfile
from pathlib import Path

import pytest

_FOLDER = tempfile.TemporaryDirectory(prefix="amends-tests-")
os.environ["AMENDS_DATA"] = str(Path(_FOLDER.name) / "data")
os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"

import django  # noqa: E402  (the environment has to be set first)

django.setup()

from django.db import connections  # noqa: E402

# A real file, as in life: an in-memory database has no log to look into.
connections.databases["default"]["TEST"]["NAME"] = str(Path(_FOLDER.name) / "tests.sqlite3")

from hypothesis import settings  # noqa: E402

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where no skip is allowed (in CI), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("AMENDS_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
