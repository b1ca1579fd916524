"""Others behind the same server, so that figures can be told as ratios: a bare Django page, and Wagtail.

Wagtail is the one large Django site with a sign-in that pip brings; it is put into a throwaway environment in build/.
linkding, Healthchecks and Baby Buddy are not on PyPI: their sources have to be fetched from elsewhere.
"""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.figures import ROOT
from tests.running import Visitor, running, unwatched

PLACE = ROOT / "build" / "peers" / "wagtail"
INSTALL = 420  # seconds for pip
NAME, PHRASE = "ada", "the tower fell at nine"
BARE = """
import os
from django.conf import settings
settings.configure(SECRET_KEY="x", ROOT_URLCONF="bare", ALLOWED_HOSTS=["*"], MIDDLEWARE=[
    "django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
        ("django.template.loaders.locmem.Loader", {"page.html": "<h1>{{ title }}</h1>" + "<p>words</p>" * 40})]}}])
import django; django.setup()
from django.shortcuts import render
from django.urls import path
from django.core.wsgi import get_wsgi_application
urlpatterns = [path("", lambda request: render(request, "page.html", {"title": "bare"}))]
app = get_wsgi_application()
"""
MEASURED = """
from .base import *
DEBUG = False
SECRET_KEY = "of a measurement, and of no site"
ALLOWED_HOSTS = ["*"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
"""


class behind(unwatched):
    """Something behind the server that Amends has, in so many processes."""

    def __init__(self, folder: Path, processes: int = 1, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.processes = processes

    def command(self) -> list[str]:
        """How it is started."""
        what = self.what()
        options = ["--workers", str(self.processes), "--port", str(self.port), "--log-level", "warning"]
        return [str(self.tools / "granian"), *options, *what]

    @property
    def tools(self) -> Path:
        """Where its programs lie."""
        return Path(sys.executable).parent

    def what(self) -> list[str]:
        """What is served, as granian is told it."""
        raise NotImplementedError


class amends(behind):
    """Ours in several processes, as whoever runs a server of their own starts it."""

    def what(self) -> list[str]:
        """Its door (docs/hosting.md)."""
        self.env |= {"DJANGO_SETTINGS_MODULE": "amends.settings"}
        return ["--interface", "asginl", "--factory", "amends.web.asgi:application"]


class bare(behind):
    """A bare Django page: four middlewares, one template, no database."""

    def what(self) -> list[str]:
        """One file, in four threads as ours."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "bare.py").write_text(BARE)
        return ["--interface", "wsgi", "--blocking-threads", "4", "--working-dir", str(self.folder), "bare:app"]


class wagtail(behind):
    """Wagtail as its own `wagtail start` makes it, on SQLite, with one user."""

    @property
    def tools(self) -> Path:
        """An environment of its own."""
        return PLACE / "venv" / "bin"

    def what(self) -> list[str]:
        """Django's usual door, in four threads as ours."""
        threads = ["--interface", "wsgi", "--blocking-threads", "4"]
        return [*threads, "--working-dir", str(PLACE / "house"), "house.wsgi:application"]


def wagtail_here() -> str:
    """Puts it into build/ where it is not yet. Returns why it cannot be had; empty where it can."""
    if (PLACE / "done").exists():
        return ""
    python = str(PLACE / "venv" / "bin" / "python")
    same = [f"{name}=={version(name)}" for name in ("django", "granian")]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "house.settings.measured", "DJANGO_SUPERUSER_PASSWORD": PHRASE}
    env.pop("PYTHONPATH", None)
    house = PLACE / "house"
    manage = [python, str(house / "manage.py")]
    PLACE.mkdir(parents=True, exist_ok=True)
    try:
        _does([sys.executable, "-m", "venv", "--clear", str(PLACE / "venv")], env)
        _does([python, "-m", "pip", "install", "-q", "wagtail", *same], env)
        if not house.exists():
            house.mkdir()
            _does([str(PLACE / "venv" / "bin" / "wagtail"), "start", "house", str(house)], env)
        (house / "house" / "settings" / "measured.py").write_text(MEASURED)
        _does([*manage, "migrate", "-v0"], env)
        _does([*manage, "collectstatic", "-v0", "--noinput"], env)
        _does([*manage, "createsuperuser", "--noinput", "--username", NAME, "--email", "ada@example.org"], env)
    except (subprocess.SubprocessError, OSError) as error:
        return f"Wagtail cannot be had here: {str(getattr(error, 'stderr', '') or error).strip().splitlines()[-1]}"
    (PLACE / "done").touch()
    return ""


def _does(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, cwd=PLACE, check=True, capture_output=True, text=True, timeout=INSTALL)


def signed_in_there(site: running) -> Visitor:
    """A browser that is signed in at Wagtail."""
    visitor = Visitor(site.port)
    visitor.get("/admin/login/")
    answer = visitor.post("/admin/login/", {"username": NAME, "password": PHRASE, "next": "/admin/"})
    assert answer.status == 302, f"Wagtail did not let us in: {answer.status}"
    return visitor


def signed_up(site: running, name: str = NAME) -> Visitor:
    """A browser of a parent with one repair begun, at Amends."""
    visitor = Visitor(site.port)
    visitor.post("/sign-up/", {"known_as": name, "passphrase": PHRASE, "understood": "yes"})
    visitor.begins()
    return visitor
