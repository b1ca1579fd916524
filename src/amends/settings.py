"""The one reader of the environment, and what Django is told. A wrong value stops the start."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from limits import parse_many
from platformdirs import user_data_path

from amends.looking import only_looks
from amends.whole_file import whole_file

PACKAGE = Path(__file__).parent


class WrongSetting(Exception):
    """A setting in the environment that cannot be used: says which, and what it may be."""


def _choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        raise WrongSetting(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _number(name: str, default: int, least: int, most: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return int(value)


def _limits(name: str, default: str) -> str:
    value = os.environ.get(name, default)
    if len(value.split()) != 3 or not all(map(_is_limit, value.split())):
        raise WrongSetting(f"{name} must be three limits such as {default}, not {value!r}")
    return value


def _is_limit(one: str) -> bool:
    """Whether this is one limit: of several in one the first alone would count."""
    with suppress(ValueError):
        return len(parse_many(one)) == 1
    return False


def _database(url: str, file: Path) -> dict[str, Any]:
    """What Django is told of the database. A saved word survives a power cut; a forgotten one is overwritten."""
    if not url:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "CONN_MAX_AGE": None, "OPTIONS": options}
    try:
        told = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        told = None
    if not told or told["ENGINE"] != "django.db.backends.postgresql" or not told["NAME"]:
        raise WrongSetting("AMENDS_DATABASE must be postgresql://user:password@host:port/name, or not be set")
    if find_spec("psycopg") is None:
        raise WrongSetting("AMENDS_DATABASE needs PostgreSQL's driver: pip install 'amends[postgresql]'")
    return dict(told)


def _folder(name: str, default: Path) -> Path:
    """A folder that this program may write to; made where it is missing, for its owner's eyes only."""
    folder = _whole_path(name, os.environ.get(name) or str(default))
    if only_looks():
        return folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"{name}: cannot use {folder} as a folder ({error.strerror})") from None
    return folder


@contextmanager
def _disk_faults_said(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WrongSetting(f"AMENDS_DATA: cannot keep or read {file} ({error.strerror})") from None
    except UnicodeDecodeError:
        raise WrongSetting(f"AMENDS_DATA: {file} is damaged. Take it away: the next start makes another one") from None


def _file(name: str) -> Path | None:
    """Where a file of the operator's own lies; whether it can be used, who opens it says."""
    value = os.environ.get(name, "")
    return _whole_path(name, value) if value else None


def _whole_path(name: str, value: str) -> Path:
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError:
        raise WrongSetting(f"{name}: this machine knows no such home as {value} begins with. Write it out") from None


def _hosts(name: str, default: str = "") -> list[str]:
    """Hosts as a browser asks for them."""
    named = [one for one in (part.strip() for part in os.environ.get(name, "").split(",")) if one]
    return [_checked_host(name, one) for one in named or default.split(",") if one]


def _checked_host(name: str, one: str) -> str:
    if host := _host(one):
        return host
    told = "must be host names or addresses alone, with commas between, such as diary.example or 192.168.1.20"
    meant = _host_in(one)
    raise WrongSetting(f"{name} {told}: write {meant}" if meant else f"{name} {told}, not {one!r}")


_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII | re.IGNORECASE)


def _host(one: str) -> str:
    """This one host; "" where it is none, or several, as "*" and ".example" are."""
    if _HOST.fullmatch(one):
        return one
    with suppress(ValueError):
        address = IPv6Address(one.removeprefix("[").removesuffix("]"))
        return "" if address.scope_id else f"[{address}]"
    return ""


def _host_in(written: str) -> str:
    """The host that somebody meant who wrote more than that; "" where it cannot be told."""
    with suppress(ValueError):
        parts = urlsplit(written if "//" in written else f"//{written}")
        return _host((parts.hostname or "").rstrip(".")) if parts.port != 0 else ""  # a port that is none raises
    return ""


def _given_hosts(name: str, hosts: list[str]) -> list[str]:
    """The hosts of what was given alone. One that is a whole house too would lose all the rest."""
    found = [one.lower() for one in _hosts(name)]
    if both := sorted(set(found) & {one.lower() for one in hosts}):
        raise WrongSetting(f"{name}: {both[0]} stands in AMENDS_HOSTS already; what is given needs a name of its own")
    return found


_PATH = re.compile(r"/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*")


def _path(name: str) -> str:
    """The address below which everything lies: it begins and ends with a slash. A whole host: that alone."""
    value = os.environ.get(name) or "/"
    if not _PATH.fullmatch(value):
        raise WrongSetting(
            f"{name} must begin and end with a slash, such as /amends/, with letters, digits or - in it, not {value!r}"
        )
    return value


# No user, no query, no fragment, and nothing that two readers of an address could take for two hosts.
_ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:\d+)?(/[\w./~-]*)?", re.ASCII | re.IGNORECASE)


def _voice(name: str, hosts: list[str]) -> str:
    """Where the rehearsed child's lines are worded. A parent's words go there: only where an operator says so."""
    address = os.environ.get(name, "")
    if not address:
        return ""
    scheme, host = _scheme_and_host(name, address)
    if not is_loopback(host):
        if host not in [one.lower().strip("[]") for one in hosts]:
            raise WrongSetting(f"{name}: {host} is not this machine. To let words go there, name it in {name}_HOSTS")
        if scheme != "https":
            raise WrongSetting(f"{name}: what goes to {host} must go over https, so that nobody reads it on the way")
    if find_spec("httpx2") is None:
        raise WrongSetting(f"{name} needs a client for the language model: pip install 'amends[voice]'")
    return address


def _scheme_and_host(name: str, address: str) -> tuple[str, str]:
    with suppress(ValueError):
        parts = urlsplit(address)
        if _ADDRESS.fullmatch(address) and parts.hostname and parts.port != 0:
            return parts.scheme, parts.hostname
    # Without the address itself: it may hold a password.
    raise WrongSetting(
        f"{name} must be an address such as http://127.0.0.1:8080/v1: no user, no password, no ? and no #"
    )


def is_loopback(host: str) -> bool:
    """Whether a host, without brackets, is this machine to itself."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _secret(file: Path, size: int) -> str:
    """A key of this installation, made at the first start. It opens no diary."""
    with _disk_faults_said(file):
        if not file.exists():
            if only_looks():
                return secrets.token_hex(size)
            with suppress(FileExistsError), whole_file(file) as new:  # another process may be the first
                new.write(secrets.token_hex(size).encode())
        return file.read_text().strip()


# A language is there once its folder of guidance is: nothing else has to be told about it.
_LANGUAGES = tuple(sorted(one.name for one in (PACKAGE / "guidance" / "content").iterdir() if one.is_dir()))

# --- AMENDS_*: every setting there is (docs/settings.md is made from these lines) ---------------------------------
# The folder that holds the database, the keys that sign forms and hide names (forms.key, names.key), and the copies
# that are made before an update or a restore (backups/). Default: the platform's user data folder.
DATA = _folder("AMENDS_DATA", user_data_path("amends", appauthor=False))
# Host names or addresses under which the site may be opened, with commas between: each alone, as diary.example, without
# http://, a port or a path. Default: this machine only.
ALLOWED_HOSTS = _hosts("AMENDS_HOSTS", "localhost,127.0.0.1,[::1]")
# Further host names, with commas between, under which nothing is there but what parents gave to others: everything
# below /given/ (docs/hosting.md), so that a parent's own pages need not be reached from outside. Default: none.
GIVEN_HOSTS = _given_hosts("AMENDS_GIVEN_HOSTS", ALLOWED_HOSTS)
# The path of the host below which everything lies, such as /amends/, where other things are served under that name too.
# The proxy in front must pass addresses on whole, with the path (docs/hosting.md). Every page under one host name can
# reach into every other in a browser: do so only where you trust what lies beside. Default: /, the whole host.
PATH = _path("AMENDS_PATH")
# "yes" when a proxy in front serves the site over https: cookies are then sent over https only, and who asks is read
# from the proxy's X-Forwarded-For (without it all visitors share the limits below). The proxy must set that header
# itself: docs/hosting.md has recipes. "itself" is what `amends serve --phone` sets for its run: Amends speaks https
# with nothing in front, and believes nobody's X-Forwarded-For. Default: no.
_HTTPS = _choice("AMENDS_HTTPS", "no", ("yes", "no", "itself"))
# Hours after its last use when a guest's visit, and all its words, are gone. From 1 to 744. Default: 24.
GUEST_HOURS = _number("AMENDS_GUEST_HOURS", 24, 1, 24 * 31)
# Where a PostgreSQL server keeps the data, as postgresql://user:password@host:port/name; its driver comes with
# amends[postgresql]. Default: a SQLite file in the data folder.
DATABASE = os.environ.get("AMENDS_DATABASE", "")
# Who may open an account here: "yes" for everybody, "invited" for whoever holds an invitation, "no" for nobody new.
# Who has one still signs in, and guests still may write. Default: yes.
_SIGN_UP = _choice("AMENDS_SIGN_UP", "yes", ("yes", "invited", "no"))
# The country whose help lines are shown until a visitor chooses another one, by its two letters, such as IE. Say it
# only where nearly all who come live there: a number of the wrong country helps nobody. Default: none, each is asked.
COUNTRY = os.environ.get("AMENDS_COUNTRY", "")
# A file (TOML) with help lines of this house's own, such as a clinic's: they stand first under the needs that they
# answer, in the country that AMENDS_COUNTRY names, or in every one. docs/hosting.md shows such a file. Default: none.
HELP_LINES = _file("AMENDS_HELP_LINES")
# The language for whoever asks for none that is here; a language is a folder in guidance/content. Default: en.
LANGUAGE_CODE = _choice("AMENDS_LANGUAGE", "en", _LANGUAGES)
# The most weeks for which a page may be given to somebody to read. From 1 to 52. Default: 12.
GIVEN_WEEKS = _number("AMENDS_GIVEN_WEEKS", 12, 1, 52)
# What one guess of a passphrase costs: "usual" (128 MiB of memory for a quarter of a second), "high" for a strong
# machine, "light" for a very small one. Slots are raised to it when they are next opened. Default: usual.
KEY_WORK = _choice("AMENDS_KEY_WORK", "usual", ("light", "usual", "high"))
# How often one address may do what costs the machine something, as the limits library writes it: new guests, readings
# without a visit, and wrong passphrases (which count for the name too, and after which one waits a little, then twice
# as long each time, two minutes at most) or sign-ups. Of IPv6 a whole network (its /64) counts as one address. Default:
# 30/hour 120/minute 10/15minutes.
LIMITS = _limits("AMENDS_LIMITS", "30/hour 120/minute 10/15minutes")
# Hosts beyond this machine that AMENDS_VOICE may name, with commas between. Whoever runs them could read what a parent
# says in a rehearsal. Default: none.
VOICE_HOSTS = _hosts("AMENDS_VOICE_HOSTS")
# Where a language model words what the child says in a rehearsal, such as http://127.0.0.1:8080/v1: any server that
# speaks as OpenAI does (docs/decisions/0028). It is sent what happened in one sentence and the last lines of the talk;
# what it says is shown only where it fits, and our own line where not. Elsewhere than on this machine it must be https
# and stand in AMENDS_VOICE_HOSTS. Its client comes with amends[voice]. Default: off.
VOICE = _voice("AMENDS_VOICE", VOICE_HOSTS)
# The name of the model, as that server calls it. Default: child.
VOICE_MODEL = os.environ.get("AMENDS_VOICE_MODEL") or "child"
# -------------------------------------------------------------------------------------------------------------------

HTTPS = _HTTPS != "no"
BEHIND_PROXY = _HTTPS == "yes"
SIGN_UP = _SIGN_UP == "yes"  # for whoever comes
INVITATIONS = _SIGN_UP != "no"  # for whoever was invited, too
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *GIVEN_HOSTS]
SECRET_KEY = _secret(DATA / "forms.key", 50)  # signs forms
# Hides the names by which accounts are found (store/names_key.py); a backup carries it along.
NAMES_KEY = DATA / "names.key"
DEBUG = False
ROOT_URLCONF = "amends.web.urls"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "template_partials.apps.SimpleAppConfig",  # the loaders below already know it
    "django_htmx",
    "csp",
    "amends.store",
    "amends.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "amends.web.given.OnlyWhatWasGiven",
    "amends.web.given.Files",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "amends.web.given.OurForms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "amends.web.visit.PrivatePages",
]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # the other one writes to /tmp

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
                )
            ],
            "context_processors": ["django.template.context_processors.csrf", "amends.web.fragments.frame"],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
            "libraries": {"amends": "amends.web.marks"},
        },
    }
]

FORM_RENDERER = "amends.web.fields.OurFields"

DATABASES = {"default": _database(DATABASE, DATA / "amends.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGES = [(name, name) for name in _LANGUAGES]
FORMAT_MODULE_PATH = "amends.web.formats"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = f"{PATH}static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "amends.web.static_files.OneStyle"},
}

CSRF_COOKIE_AGE = None  # by default it would lie on the device for a year
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "amends.web.pages.errors.form_too_old"
CSRF_COOKIE_SECURE = VISIT_COOKIE_SECURE = HTTPS
# Below a path there are neighbours: what is told of the whole host is for whoever runs it to say.
WHOLE_HOST = PATH == "/"
# How the names of all that a browser keeps of ours begin, in the one storage that a host's paths share.
KEPT_AS = "" if WHOLE_HOST else f"{PATH}#"
# By the first of these names a browser takes a cookie from this very host, and from no other; but then it goes to every
# path of it. Below a path ours goes to no neighbour, and may be set by one: docs/decisions/0039.
GUARDED = ("__Host-" if WHOLE_HOST else "__Secure-") if HTTPS else ""
CSRF_COOKIE_NAME = f"{GUARDED}csrftoken"
CSRF_COOKIE_PATH = PATH
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# At home the same name hands out the certificate over plain http, which a browser would then refuse to ask for.
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_PROXY and WHOLE_HOST else 0
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would make browsers send forms with "Origin: null"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],  # one empty icon, so that the blank page of a quick exit shows no bowl
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes in one form: far more than any message, far less than a flood
FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000  # bytes of a diary that is brought in: it never touches the disk unsealed
FILE_IS_TOO_LARGE = "amends.file_is_too_large"  # the door's own mark on a request whose file it did not read

# Nothing a parent types may reach a log: of a fault it says the kind and the place, and nothing else.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"faults": {"()": "amends.web.faults.KindAndPlace"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "faults"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}, "amends.faults": {}},
}
