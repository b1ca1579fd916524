"""The image and the pair of containers, as far as they can be read where no engine builds them: what they copy is
there, what they set is a setting, their numbers agree, and the line that asks whether the site is well asks a real one.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from amends.settings import PACKAGE
from tests.running import running

ROOT = Path(__file__).parents[1]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", IMAGE, flags=re.MULTILINE)).splitlines()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SITE, DATABASE = COMPOSE["services"]["site"], COMPOSE["services"]["database"]
SETTINGS = set(re.findall(r'"(AMENDS_\w+)"', (PACKAGE / "settings.py").read_text(encoding="utf-8")))


def said(instruction: str) -> list[str]:
    """What stands after each of these instructions."""
    return [line.split(maxsplit=1)[1].strip() for line in LINES if line.startswith(f"{instruction} ")]


def let_in() -> list[str]:
    """The names that go into the image, out of .dockerignore, which leaves out all others."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    return [line[1:] for line in lines if line.startswith("!")]


def test_all_that_the_image_copies_is_there_and_is_let_in() -> None:
    here = [words.split()[:-1] for words in said("COPY") if not words.startswith("--from=build")]
    sources = [one for words in here for one in words]
    assert sources
    assert [one for one in sources if not (ROOT / one).exists()] == []
    assert {one.split("/")[0] for one in sources} == set(let_in())


def test_nothing_from_a_registry_goes_in_without_its_hash() -> None:
    (fetched, built) = [words for words in said("RUN") if "pip install" in words]
    assert all("--require-hashes --no-deps -r" in one for one in fetched.split("&&") if "pip install" in one)
    assert "--no-deps dist/*.whl" in built
    for name in re.findall(r"requirements/\w+\.txt", fetched):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(re.findall(r"^\S+==.*\\$", text, re.MULTILINE))
        assert "--hash=sha256:" in text


def test_the_driver_of_postgresql_and_nothing_else_is_in_the_image_beside_what_serves() -> None:
    serve, image = (
        set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("serve.txt", "image.txt")
    )
    assert image - serve == {"psycopg", "psycopg-binary"}
    assert serve <= image


def test_the_site_runs_as_nobody_who_owns_anything_but_its_data() -> None:
    (user,) = said("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user), "by number, so that an engine can see that it is not root"
    assert f"--uid {user.split(':')[0]} " in " ".join(said("RUN"))
    (volume,) = said("VOLUME")
    assert f"AMENDS_DATA={volume}" in said("ENV")[0].split()
    assert any(mount.split(":")[1] == volume for mount in SITE["volumes"])


@pytest.mark.parametrize("service", [SITE, DATABASE], ids=["site", "database"])
def test_both_have_a_root_that_takes_no_writes_and_no_rights(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service


def test_every_setting_that_is_named_is_one_that_is_read() -> None:
    named = set(re.findall(r"AMENDS_\w+", IMAGE + (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    assert named <= SETTINGS
    assert set(SITE["environment"]) <= SETTINGS


def test_the_ports_agree_and_only_this_machine_reaches_the_site() -> None:
    (command,) = [json.loads(one) for one in said("CMD")]
    port = command[command.index("--port") + 1]
    assert said("EXPOSE") == [port]
    assert f"http://127.0.0.1:{port}{{path}}healthz" in check()[-1]
    (published,) = SITE["ports"]
    assert published.split(":")[0] == "127.0.0.1"
    assert published.split(":")[2] == port
    assert "ports" not in DATABASE


def test_the_rows_are_reached_by_the_site_alone_and_with_the_same_names() -> None:
    url = SITE["environment"]["AMENDS_DATABASE"]
    told = DATABASE["environment"]
    assert url.startswith(f"postgresql://{told['POSTGRES_USER']}:{told['POSTGRES_PASSWORD']}@database:5432/")
    assert url.endswith(f"/{told['POSTGRES_DB']}")
    assert DATABASE["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert ":?" in told["POSTGRES_PASSWORD"], "without a password of one's own it does not start"
    used = {mount.split(":")[0] for service in (SITE, DATABASE) for mount in service["volumes"]}
    assert used == set(COMPOSE["volumes"])


def check() -> list[str]:
    """The command that an engine runs to see whether the site is well."""
    (line,) = said("HEALTHCHECK")
    words = json.loads(line.partition(" CMD ")[2])
    assert words[0] == "python"
    return [sys.executable, *words[1:]]


@pytest.mark.parametrize("path", ["", "/amends/"], ids=["whole host", "path"])
def test_the_line_that_asks_whether_the_site_is_well_hears_a_real_one_under_its_own_name(
    path: str, tmp_path: Path
) -> None:
    site = running(tmp_path, AMENDS_HOSTS="amends.example, 127.0.0.1", AMENDS_PATH=path)

    def asks(**more: str) -> int:
        command = [word.replace(":8000{", f":{site.port}{{") for word in check()]
        done = subprocess.run(command, env=os.environ | {"AMENDS_PATH": path} | more, capture_output=True, timeout=30)
        return done.returncode

    with site:
        assert asks(AMENDS_HOSTS="amends.example, 127.0.0.1") == 0
        assert asks(AMENDS_HOSTS="other.example") != 0
    assert asks(AMENDS_HOSTS="amends.example") != 0, "nobody is there any more"
