"""What the environment says, as the program takes it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import commands
from tests.guidance.test_own_lines import WHOLE, own
from tests.pseudo import LEFT, RIGHT, speaking_pseudo

HOSTS = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
VOICE = "from django.conf import settings as told; print(told.VOICE, told.VOICE_MODEL, told.VOICE_HOSTS)"
NO_CLIENT = "import sys; sys.modules['httpx2'] = None; import amends.settings"
HTTPS = """
from django.conf import settings as told
print(told.GUARDED, told.CSRF_COOKIE_SECURE, told.BEHIND_PROXY)
print(told.SECURE_PROXY_SSL_HEADER, told.SECURE_HSTS_SECONDS)
"""
SIGN_UP = "from django.conf import settings as told; print(told.SIGN_UP, told.INVITATIONS)"
WEEKS = "from django.conf import settings as told; print(told.GIVEN_WEEKS)"
HELP = """
import django; django.setup()
from django.test import RequestFactory
from amends.guidance import HelpFor
from amends.web.country import country_of
country = country_of(RequestFactory().get("/help-now/"))
print(country and (country.code, country.lines(HelpFor.PARENTS)[0].name))
"""
SPOKEN = """
import django, re; django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
for asked in ("", "xx", "en", "he"):
    page = Client(headers={"accept-language": asked, "host": "localhost"}).get("/help-now/").content.decode()
    print(re.search(r'<html[^>]+lang="(\\w+)"', page)[1], "Which country are you in?" in page)
"""
START = "import django; django.setup(); print('started')"
COOKIES = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
browser = Client(headers={"x-forwarded-proto": "https", "host": "localhost"})
browser.get("/start/")
browser.post("/start/", {"unsafe": "no", "kind": "raised-voice", "band": "6-9"})
browser.post("/look/", {"look": "dark"})
browser.post("/country/", {"country": "IE", "here": "/"})
browser.post("/rehearse/", {})
for name, cookie in sorted(browser.cookies.items()):
    print(name, cookie["path"], cookie["secure"], cookie["domain"] or "-")
print("Ireland" in browser.get("/help-now/").content.decode(), "data-look" in browser.get("/").content.decode())
print("__Host-" in browser.get("/privacy/").content.decode(), browser.get("/diary/").status_code)
gone = browser.post("/leave/").cookies["__Host-visit"]
print(gone.value == "", gone["secure"], gone["path"])
"""


LOGS = """
import django, logging; django.setup()
for name in ("asyncio", "httpx2", "granian.access", "anyone", "amends.faults"):
    for level in (logging.DEBUG, logging.INFO):
        logging.getLogger(name).log(level, "what a parent wrote")
logging.getLogger("anyone").warning("a warning")
"""


def ran(folder: Path, code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A program under these settings, after it ended."""
    env = os.environ | {"AMENDS_DATA": str(folder), "AMENDS_DATABASE": ""} | settings
    return subprocess.run(commands.lines(code, folder), env=env, capture_output=True, text=True, timeout=60)


def told(folder: Path, code: str, **settings: str) -> list[str]:
    """What a program under these settings prints."""
    done = ran(folder, code, **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_blanks_and_commas_between_the_names_of_hosts_do_not_matter(tmp_path: Path) -> None:
    assert told(tmp_path, HOSTS, AMENDS_HOSTS=" a.example, b.example ,,") == ["['a.example', 'b.example']"]


@pytest.mark.parametrize("hosts", ["", " , "])
def test_without_a_host_this_machine_is_the_one(hosts: str, tmp_path: Path) -> None:
    assert told(tmp_path, HOSTS, AMENDS_HOSTS=hosts) == ["['localhost', '127.0.0.1', '[::1]']"]


def test_an_address_may_be_a_host_with_brackets_and_without(tmp_path: Path) -> None:
    hosts = told(tmp_path, HOSTS, AMENDS_HOSTS="192.168.1.20, FD00:0::7, [fd00::8], a-1.Example")
    assert hosts == ["['192.168.1.20', '[fd00::7]', '[fd00::8]', 'a-1.Example']"]


@pytest.mark.parametrize("name", ["AMENDS_HOSTS", "AMENDS_GIVEN_HOSTS", "AMENDS_VOICE_HOSTS"])
@pytest.mark.parametrize(
    ("written", "say"),
    [
        ("http://x/", ": write x"),
        ("x:8000", ": write x"),
        ("a/b", ": write a"),
        ("x.example.", ": write x.example"),
        ("https://me:secret@x.example/y?z#w", ": write x.example"),
        ("[fd00::7]:8000", ": write [fd00::7]"),
        ("fine.example, 10.0.0.7:80", ": write 10.0.0.7"),
        ("*", ", not '*'"),
        (".example", ", not '.example'"),
        ("*.example", ", not '*.example'"),
        ("a.example b.example", ", not 'a.example b.example'"),
        ("münchen.example", "not 'm"),
        ("a_b", ", not 'a_b'"),
        ("fe80::1%eth0", ", not 'fe80::1%eth0'"),
        ("http://[x", ", not 'http://[x'"),
    ],
)
def test_what_names_a_host_and_more_or_several_at_once_stops_the_start_and_says_what_to_write(
    name: str, written: str, say: str, tmp_path: Path
) -> None:
    said = ran(tmp_path, "import amends.settings", **{name: written}).stderr.splitlines()[-1]
    assert f"{name} must be host names or addresses alone" in said
    assert say in said
    assert "secret" not in said


def test_hosts_of_what_was_given_are_hosts_too_and_have_a_name_of_their_own(tmp_path: Path) -> None:
    given = {"AMENDS_HOSTS": "a.example", "AMENDS_GIVEN_HOSTS": "Share.example, "}
    assert told(tmp_path, HOSTS, **given) == ["['a.example', 'share.example']"]
    done = ran(tmp_path, "import amends.settings", AMENDS_HOSTS="A.example", AMENDS_GIVEN_HOSTS="b.example,a.example")
    assert "AMENDS_GIVEN_HOSTS: a.example stands in AMENDS_HOSTS already" in done.stderr


def test_over_https_every_cookie_of_the_whole_site_is_this_hosts_own_and_still_works(tmp_path: Path) -> None:
    *cookies, shown, kept, gone = told(tmp_path, COOKIES, AMENDS_HTTPS="yes")
    names = ("country", "csrftoken", "lines", "look", "visit")
    assert cookies == [f"__Host-{name} / True -" for name in names]
    assert (shown, kept, gone) == ("True True", "True 200", "True True /")


def test_https_without_a_proxy_believes_no_header_and_leaves_the_page_with_the_certificate_open(tmp_path: Path) -> None:
    assert told(tmp_path, HTTPS, AMENDS_HTTPS="itself") == ["__Host- True False", "None 0"]
    behind = told(tmp_path, HTTPS, AMENDS_HTTPS="yes")
    assert behind == ["__Host- True True", "('HTTP_X_FORWARDED_PROTO', 'https') 31536000"]


def test_nothing_below_a_warning_is_ever_logged_and_of_that_no_words(tmp_path: Path) -> None:
    done = ran(tmp_path, LOGS)
    assert done.returncode == 0, done.stderr
    assert "wrote" not in done.stderr + done.stdout
    assert len(done.stderr.splitlines()) == 1


def test_without_a_setting_no_voice_is_asked_and_its_client_need_not_be_there(tmp_path: Path) -> None:
    assert told(tmp_path, VOICE) == [" child []"]
    assert told(tmp_path, NO_CLIENT) == []


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("http://127.0.0.1:8080/v1", ""),
        ("http://localhost:8080/v1", ""),
        ("http://[::1]:8080/v1", ""),
        ("http://127.8.0.3", ""),
        ("https://voice.example/v1", "other.example, Voice.example"),
        ("https://[fd00::7]:8443/v1", "[fd00::7]"),
    ],
)
def test_a_voice_is_asked_on_this_machine_or_over_https_on_a_host_that_is_named(
    address: str, hosts: str, tmp_path: Path
) -> None:
    (line,) = told(tmp_path, VOICE, AMENDS_VOICE=address, AMENDS_VOICE_HOSTS=hosts, AMENDS_VOICE_MODEL="small")
    assert line.startswith(f"{address} small [")


@pytest.mark.parametrize(
    ("address", "say"),
    [
        ("https://elsewhere.example/v1", "elsewhere.example is not this machine"),
        ("https://127.0.0.1.elsewhere.example/v1", "is not this machine"),
        ("http://10.0.0.7:8080/v1", "10.0.0.7 is not this machine"),
        ("http://named.example/v1", "must go over https"),
        ("https://me:secret@named.example/v1", "must be an address"),
        ("http://secret@127.0.0.1/v1", "must be an address"),
        ("http://named.example\\@127.0.0.1/v1", "must be an address"),
        ("http://127.0.0.1:8080/v1?key=secret", "must be an address"),
        ("http://127.0.0.1:8080/v1?", "must be an address"),
        ("http://127.0.0.1:8080/v1#secret", "must be an address"),
        ("http://127.0.0.1:80800/v1", "must be an address"),
        ("http://127.0.0.1:0/v1", "must be an address"),
        ("http://127.0.0.1\n.named.example/v1", "must be an address"),
        ("http://[::1/v1", "must be an address"),
        ("http:///v1", "must be an address"),
        ("127.0.0.1:8080", "must be an address"),
        ("ftp://127.0.0.1/v1", "must be an address"),
        ("file:///v1", "must be an address"),
        ("yes", "must be an address"),
        (" ", "must be an address"),
    ],
)
def test_any_other_voice_stops_the_start_with_one_sentence_and_no_password_in_it(
    address: str, say: str, tmp_path: Path
) -> None:
    done = ran(tmp_path, "import amends.settings", AMENDS_VOICE=address, AMENDS_VOICE_HOSTS="named.example")
    assert done.returncode != 0
    said = done.stderr.splitlines()[-1]
    assert "AMENDS_VOICE" in said
    assert say in said
    assert "secret" not in said


def test_a_voice_without_its_client_names_what_to_install(tmp_path: Path) -> None:
    done = ran(tmp_path, NO_CLIENT, AMENDS_VOICE="http://127.0.0.1:8080/v1")
    assert "pip install 'amends[voice]'" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("said", "who"),
    [(None, "True True"), ("yes", "True True"), ("invited", "False True"), ("no", "False False")],
)
def test_an_account_is_for_everybody_for_who_was_invited_or_for_nobody_new(
    said: str | None, who: str, tmp_path: Path
) -> None:
    assert told(tmp_path, SIGN_UP, **({"AMENDS_SIGN_UP": said} if said else {})) == [who]


@pytest.mark.parametrize(("said", "weeks"), [(None, "12"), ("1", "1"), ("52", "52")])
def test_a_page_is_given_for_twelve_weeks_at_most_or_for_what_is_said(
    said: str | None, weeks: str, tmp_path: Path
) -> None:
    assert told(tmp_path, WEEKS, **({"AMENDS_GIVEN_WEEKS": said} if said else {})) == [weeks]


def test_without_a_word_of_the_operators_no_country_and_no_line_of_their_own_is_shown(tmp_path: Path) -> None:
    assert told(tmp_path, HELP, AMENDS_COUNTRY="", AMENDS_HELP_LINES="") == ["None"]


def test_a_country_and_own_lines_from_the_environment_are_what_the_help_page_shows(tmp_path: Path) -> None:
    file = own(tmp_path, WHOLE)
    assert told(tmp_path, HELP, AMENDS_COUNTRY="GB", AMENDS_HELP_LINES=str(file)) == ["('GB', 'Harbour Clinic')"]


def test_who_asks_for_no_language_that_is_here_is_answered_in_the_one_of_the_house(tmp_path: Path) -> None:
    (tmp_path / "speaks").mkdir()
    speaks = speaking_pseudo(tmp_path / "speaks")
    lines = told(tmp_path, SPOKEN, AMENDS_LANGUAGE=LEFT, PYTHONPATH=speaks)
    assert lines == [f"{LEFT} False", f"{LEFT} False", "en True", f"{RIGHT} False"]


@pytest.mark.parametrize(
    ("name", "value", "say"),
    [
        ("AMENDS_COUNTRY", "UK", "AMENDS_COUNTRY must be one of AU, CA, GB, IE, NZ, US, or not be set, not 'UK'"),
        ("AMENDS_LANGUAGE", "tlh", "AMENDS_LANGUAGE must be one of en, not 'tlh'"),
        ("AMENDS_LANGUAGE", "../en", "AMENDS_LANGUAGE must be one of en, not '../en'"),
        ("AMENDS_SIGN_UP", "friends", "AMENDS_SIGN_UP must be one of yes, invited, no, not 'friends'"),
        ("AMENDS_GIVEN_WEEKS", "0", "AMENDS_GIVEN_WEEKS must be a whole number from 1 to 52, not '0'"),
        ("AMENDS_GIVEN_WEEKS", "53", "AMENDS_GIVEN_WEEKS must be a whole number from 1 to 52, not '53'"),
        ("AMENDS_LIMITS", "30/hour,5/minute 9/hour 9/hour", "AMENDS_LIMITS must be three limits such as"),
        ("AMENDS_DATABASE", "postgresql://ada@127.0.0.1", "AMENDS_DATABASE must be postgresql://user"),
        ("AMENDS_DATA", "~nobody-of-that-name/data", "AMENDS_DATA: this machine knows no such home"),
        ("AMENDS_HELP_LINES", "~nobody-of-that-name/own.toml", "AMENDS_HELP_LINES: this machine knows no such home"),
        ("AMENDS_HELP_LINES", "nowhere.toml", "nowhere.toml: cannot be read (No such file or directory)"),
    ],
)
def test_what_an_operator_says_wrongly_stops_the_start_with_the_setting_and_what_it_may_be(
    name: str, value: str, say: str, tmp_path: Path
) -> None:
    done = ran(tmp_path, START, **{name: value})
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert name in done.stderr.splitlines()[-1]
    assert say in done.stderr.splitlines()[-1]


def test_a_wrong_line_of_the_house_ends_the_command_with_one_sentence(tmp_path: Path) -> None:
    file = own(tmp_path, WHOLE.replace('tel = "02079460018"\n', ""))
    env = os.environ | {"AMENDS_DATA": str(tmp_path), "AMENDS_DATABASE": "", "AMENDS_HELP_LINES": str(file)}
    done = subprocess.run(commands.amends("manage", "check"), env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    said = f"Error: AMENDS_HELP_LINES: {file}: [[line]] 1 (Harbour Clinic): this line needs another value: one of tel"
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
