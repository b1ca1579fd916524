"""A real site on each database, in processes that can be killed, with folders that can be searched byte by byte."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import TOOLS, PostgreSQL, postgresql
from tests.running import Visitor, running


@dataclass
class House:
    """A running site and where it keeps things."""

    site: running
    server: PostgreSQL | None
    folder: Path
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self) -> Visitor:
        """Somebody who has never been here."""
        self.visitors.append(Visitor(self.site.port))
        return self.visitors[-1]

    @property
    def files(self) -> list[Path]:
        """Every file it may have written to."""
        places = [self.folder, *([self.server.data] if self.server else [])]
        return [file for place in places for file in place.rglob("*") if file.is_file() and not file.is_symlink()]


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A site of its own on each database."""
    if request.param == "postgresql" and TOOLS is None:
        pytest.skip("no PostgreSQL here; to run this: apt install postgresql")
    (tmp_path / "tmp").mkdir()
    with postgresql(durable=True) if request.param == "postgresql" else nullcontext() as server:
        settings = {"AMENDS_DATABASE": server.url if server else "", "TMPDIR": str(tmp_path / "tmp")}
        site = running(tmp_path, **settings)
        with site:
            house = House(site, server, tmp_path)
            yield house
            for visitor in house.visitors:
                visitor.close()


@pytest.fixture
def rounds() -> int:
    """How often to be cruel: 15 times in CI, 500 in `make soak`."""
    return int(os.environ.get("AMENDS_ROUNDS", "15"))
