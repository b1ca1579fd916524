"""Pages need their static files by name."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    call_command("collectstatic", "--noinput", verbosity=0)
