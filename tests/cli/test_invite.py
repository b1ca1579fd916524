"""An invitation of the house, from the command line, as somebody who runs a site would make one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands

HEARD = """
import sys, django; django.setup()
from amends.store.handed import Spot
from amends.store.invitations import hear_invitation
from django.utils import timezone
from datetime import timedelta
from uuid import UUID
heard = hear_invitation(Spot.alone(UUID(sys.argv[1])), sys.argv[2], timezone.now() + timedelta(days=int(sys.argv[3])))
print(heard.is_of_the_house)
"""


def amends(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as whoever runs the site types it."""
    env = {key: value for key, value in os.environ.items() if key != "AMENDS_DATABASE"}
    env |= {"AMENDS_DATA": str(home), "AMENDS_KEY_WORK": "light"} | settings
    return subprocess.run(commands.amends(*words), env=env, capture_output=True, text=True, cwd=home, timeout=120)


def printed(done: subprocess.CompletedProcess[str]) -> tuple[str, str, str]:
    """The site, the id and the words that a command has printed."""
    assert done.returncode == 0, done.stderr
    address, words = (line.split(":", 1)[1].strip() for line in done.stdout.splitlines()[:2])
    site, id = re.fullmatch(r"(.+)/given/with/([0-9a-f-]{36})/", address).groups()
    assert len(words.split()) == 5
    return site, id, words


def heard(home: Path, id: str, words: str, days: int = 0) -> str:
    env = os.environ | {"AMENDS_DATA": str(home), "AMENDS_DATABASE": "", "DJANGO_SETTINGS_MODULE": "amends.settings"}
    call = [sys.executable, "-c", HEARD, id, words, str(days)]
    return subprocess.run(call, env=env, capture_output=True, text=True, timeout=60).stdout.strip()


def test_an_address_and_five_words_are_printed_and_open_an_invitation_of_the_house(tmp_path: Path) -> None:
    site, id, words = printed(amends(tmp_path, "invite", "--address", "https://diary.example/"))
    assert site == "https://diary.example"
    assert heard(tmp_path, id, words) == "True"
    assert heard(tmp_path, id, words, days=13) == "True"
    assert heard(tmp_path, id, words, days=15) == ""


def test_it_is_open_for_as_many_weeks_as_were_asked_for(tmp_path: Path) -> None:
    _site, id, words = printed(amends(tmp_path, "invite", "--weeks", "4", "--address", "http://10.0.0.7:8795"))
    assert heard(tmp_path, id, words, days=27) == "True"
    assert amends(tmp_path, "invite", "--weeks", "5").returncode == 2


@pytest.mark.parametrize(
    ("words", "settings", "site"),
    [
        ((), {"AMENDS_HOSTS": "a.example,b.example", "AMENDS_HTTPS": "yes"}, "https://a.example"),
        ((), {"AMENDS_HOSTS": "a.example", "AMENDS_HTTPS": "yes", "AMENDS_SIGN_UP": "invited"}, "https://a.example"),
        (("--address", "https://10.0.0.7:8795/"), {}, "https://10.0.0.7:8795"),
        (("--address", "http://[fd00::7]:8795"), {}, "http://[fd00::7]:8795"),
        (("--address", "https://town.example"), {"AMENDS_PATH": "/amends/"}, "https://town.example/amends"),
        (("--address", "https://town.example/amends"), {"AMENDS_PATH": "/amends/"}, "https://town.example/amends"),
    ],
)
def test_the_address_is_where_others_open_the_site_as_it_was_given_or_as_a_proxy_in_front_has_it(
    tmp_path: Path, words: tuple[str, ...], settings: dict[str, str], site: str
) -> None:
    assert printed(amends(tmp_path, "invite", *words, **settings))[0] == site


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"AMENDS_HOSTS": "diary.example"},
        {"AMENDS_HOSTS": "192.168.1.20", "AMENDS_HTTPS": "itself"},
        {"AMENDS_HTTPS": "yes"},
        {"AMENDS_HOSTS": "127.0.0.1,a.example", "AMENDS_HTTPS": "yes"},
        {"AMENDS_HOSTS": "[::1]", "AMENDS_HTTPS": "yes"},
    ],
)
def test_where_nothing_says_under_which_name_and_port_others_come_it_asks_for_the_address(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    done = amends(tmp_path, "invite", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: Nothing here says where others open this site. Give --address")


@pytest.mark.parametrize(
    ("words", "settings", "says"),
    [
        ((), {"AMENDS_SIGN_UP": "no"}, "AMENDS_SIGN_UP is no"),
        (("--address", "https://diary.example/x"), {}, "nothing is there at https://diary.example/x"),
        (("--address", "https://a.example/x/amends/"), {"AMENDS_PATH": "/amends/"}, "everything lies below /amends/"),
        (("--address", "https://a.example:99999"), {}, "must be such as https://diary.example"),
        (("--address", "https://me@a.example"), {}, "must be such as https://diary.example"),
        (("--address", "https://a.example/?"), {}, "must be such as https://diary.example"),
        (("--address", "diary.example"), {}, "must be such as https://diary.example"),
        (("--address", "ftp://diary.example"), {}, "must be such as https://diary.example"),
        (("--address", "https://diary.example/?x"), {}, "must be such as https://diary.example"),
        (("--address", "https://[x"), {}, "must be such as https://diary.example"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, words, settings: dict[str, str], says: str) -> None:
    done = amends(tmp_path, "invite", *words, **settings)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and says in done.stderr
    assert "Traceback" not in done.stderr and not done.stdout
