"""Pages need their static files by name. What each of thousands of browsers would have made anew is made once."""

import pytest
from django.core.management import call_command

from amends.web.given import Files


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    call_command("collectstatic", "--noinput", verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _files_are_looked_through_once() -> None:
    """Each of the tests' browsers has the middleware made for it; in life one serves them all."""
    look, seen = Files.update_files_dictionary, {}

    def once(middleware: Files, root: str, prefix: str) -> None:
        if (root, prefix) not in seen:
            look(middleware, root, prefix)
            seen[root, prefix] = dict(middleware.files)
        middleware.files.update(seen[root, prefix])

    Files.update_files_dictionary = once
