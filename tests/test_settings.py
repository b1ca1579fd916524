"""What the environment says, as the program takes it."""

import os
import subprocess
import sys
from pathlib import Path

HOSTS = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
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
for name, cookie in sorted(browser.cookies.items()):
    print(name, cookie["path"], cookie["secure"], cookie["domain"] or "-")
print("Ireland" in browser.get("/help-now/").content.decode(), "data-look" in browser.get("/").content.decode())
print("__Host-" in browser.get("/privacy/").content.decode(), browser.get("/diary/").status_code)
gone = browser.post("/leave/").cookies["__Host-visit"]
print(gone.value == "", gone["secure"], gone["path"])
"""


def told(folder: Path, code: str, **settings: str) -> list[str]:
    """What a program under these settings prints."""
    env = os.environ | {"AMENDS_DATA": str(folder), "AMENDS_DATABASE": ""} | settings
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_blanks_and_commas_between_the_names_of_hosts_do_not_matter(tmp_path: Path) -> None:
    assert told(tmp_path, HOSTS, AMENDS_HOSTS=" a.example, b.example ,,") == ["['a.example', 'b.example']"]


def test_over_https_every_cookie_of_the_whole_site_is_this_hosts_own_and_still_works(tmp_path: Path) -> None:
    *cookies, shown, kept, gone = told(tmp_path, COOKIES, AMENDS_HTTPS="yes")
    names = ("country", "csrftoken", "look", "visit")
    assert cookies == [f"__Host-{name} / True -" for name in names]
    assert (shown, kept, gone) == ("True True", "True 200", "True True /")
