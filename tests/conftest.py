"""Every run has a data folder of its own, set before Django reads its settings; and a server, if it is to run on one.

AMENDS_TESTS_ON=postgresql runs the same tests on a real PostgreSQL that is started here.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import postgresql

_UNTIL_THE_END = ExitStack()
_FOLDER = Path(_UNTIL_THE_END.enter_context(tempfile.TemporaryDirectory(prefix="amends-tests-")))
ON_POSTGRESQL = os.environ.get("AMENDS_TESTS_ON") == "postgresql"
os.environ["AMENDS_DATA"] = str(_FOLDER / "data")
os.environ["AMENDS_KEY_WORK"] = "light"
os.environ["AMENDS_LIMITS"] = "10000/hour 10000/minute 5/15minutes"
os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
if ON_POSTGRESQL:
    os.environ["AMENDS_DATABASE"] = _UNTIL_THE_END.enter_context(postgresql()).url

import django  # noqa: E402  (the environment has to be set first)

django.setup()

from django.conf import settings as django_settings  # noqa: E402

from amends.vault import WORKS, Work  # noqa: E402

# Words become keys by Argon2id here as everywhere, with the least of it that there is. What costs more opens, too.
WORKS |= {"light": Work(8, 1, 1), "light in life": WORKS["light"]}

django_settings.NAMES_KEY.write_text(bytes(range(32, 64)).hex())  # as at a first start, when nobody is there

from django.db import connections  # noqa: E402

if not ON_POSTGRESQL:  # a real file, as in life: an in-memory database has no log to look into
    connections.databases["default"]["TEST"]["NAME"] = str(_FOLDER / "tests.sqlite3")

from hypothesis import settings  # noqa: E402

from tests.looking import SOAK  # noqa: E402

settings.register_profile("house", deadline=None, derandomize=not SOAK, print_blob=SOAK)
settings.load_profile("house")

from amends.web import held, throttle  # noqa: E402
from tests import watched  # noqa: E402

watched.watch_all()


@pytest.fixture(autouse=True)
def _no_statement_is_without_its_owner() -> Iterator[None]:
    yield
    assert watched.found() == []


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    throttle.forget_all()
    held.forget_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about the other database alone is not asked."""
    theirs = [item for item in items if item.get_closest_marker("sqlite" if ON_POSTGRESQL else "postgresql")]
    config.hook.pytest_deselected(items=theirs)
    items[:] = [item for item in items if item not in theirs]


def pytest_collection_finish() -> None:
    """Thousands of tests lie in memory until the end: the collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where no skip is allowed (in CI), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("AMENDS_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    """The server stops, and the folder goes."""
    connections.close_all()
    _UNTIL_THE_END.close()
