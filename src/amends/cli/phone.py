"""At home, from a phone: where this machine is in the network, its certificates, and what the terminal says of them."""

import os
import re
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

import click

from amends.whole_file import whole_file

ELSEWHERE = ("192.0.2.1", 9)  # an address for examples (RFC 5737), so that nobody is meant; and nothing is sent there
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
AUTHORITY, CERTIFICATE = "authority.pem", "phone.pem"


@dataclass(frozen=True, slots=True)
class Home:
    """This machine in a home network: its address there, its name ("" where it has none), and the port of the site."""

    address: str
    name: str
    port: int

    @property
    def names(self) -> list[str]:
        """All that it can be called."""
        return [self.address, *([self.name] if self.name else [])]

    @property
    def door(self) -> int:
        """The port on which the certificate is to be had, over plain http."""
        return self.port + 1

    @property
    def site(self) -> str:
        """Where the site is opened."""
        return f"https://{self.address}:{self.port}/"

    @property
    def first(self) -> str:
        """Where a phone begins."""
        return f"http://{self.address}:{self.door}/"


def at_home(given: str | None, port: int) -> Home:
    """This machine as a phone in the same network finds it; the settings of this run say so too. Raises ClickException
    where there is no home network."""
    from amends.vault import is_home

    if port == 65535:
        raise click.ClickException("--port: with --phone the next port is needed too, and there is none after 65535.")
    address = given or own_address()
    if not address:
        raise click.ClickException(
            "--phone: this machine is in no network. Join the one that the phone is in, then try again."
        )
    if not is_home(address):
        raise click.ClickException(
            f"--phone: {address} is no address of a home network (10.…, 172.16 to 31.…, 192.168.…). "
            "Say this machine's own with --address, or put a proxy in front: docs/hosting.md."
        )
    home = Home(address, _own_name(), port)
    os.environ |= {"AMENDS_HTTPS": "itself", "AMENDS_HOSTS": ",".join(home.names), "AMENDS_PATH": "/"}
    return home


def own_address() -> str:
    """The address from which this machine would go out; "" where it cannot. Nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(ELSEWHERE)
        return str(way.getsockname()[0])
    return ""


def _own_name() -> str:
    name = socket.gethostname().split(".")[0].lower()
    return f"{name}.local" if LABEL.fullmatch(name) and name != "localhost" else ""


def _is_announced() -> bool:
    """Whether this machine tells its name to the network: a Mac does, and Linux where Avahi runs."""
    return sys.platform == "darwin" or Path("/run/avahi-daemon/pid").exists()


def certificates(folder: Path, home: Home, now: datetime) -> bytes:
    """Sees to it that there is a certificate for this machine, good for a while, and returns what a phone has to trust.

    Raises ClickException where the authority is damaged, OSError where it cannot be kept.
    """
    from amends.vault import lasts, new_authority, new_certificate, root_of, serves

    file, own = folder / AUTHORITY, folder / CERTIFICATE
    try:
        if not file.exists() or not lasts(file.read_bytes(), now):
            _keep(file, new_authority(f"Home network ({home.name or home.address})", now))
        authority = file.read_bytes()
        if not own.exists() or not serves(own.read_bytes(), authority, home.names, now):
            _keep(own, new_certificate(authority, home.names, now))
        return root_of(authority)
    except (ValueError, TypeError):
        again = "Take it away: the next start makes another one, and phones have to be told of it once more"
        raise click.ClickException(f"AMENDS_DATA: {file} is damaged. {again}.") from None


def _keep(file: Path, pem: bytes) -> None:
    with whole_file(file, replace=True) as new:
        new.write(pem)


def told(home: Home, root: bytes, until: datetime) -> str:
    """What the terminal says."""
    from amends.vault import fingerprint

    named = f"or https://{home.name}:{home.port}/" if home.name and _is_announced() else ""
    lines = (
        f"Amends is running for the phones in this home, at {home.site}   (Ctrl+C stops it)",
        *filter(None, [named]),
        f"\nThe first time, open {home.first} on the phone, in the same network:\n",
        _picture(home.first),
        "The page there says how the phone comes to trust this machine. The certificate is the right one where its",
        f"details on the phone show this fingerprint (SHA-256):\n\n  {_in_two_rows(fingerprint(root))}\n",
        "Whoever is in this network can reach the page where one signs in. They read nothing: a diary opens with its",
        "passphrase alone.",
        f"The certificate of this machine is good until {until:%Y-%m-%d}. A start within its last month renews it.",
    )
    return "\n".join(lines)


def _in_two_rows(fingerprint: str) -> str:
    half = len(fingerprint) // 2
    return f"{fingerprint[:half].strip()}\n  {fingerprint[half:].strip()}"


def _picture(address: str) -> str:
    """The address as a QR code of half blocks; nothing where the terminal knows none."""
    import segno

    out = StringIO()
    segno.make(address, micro=False, error="l").terminal(out, border=2, compact=True)
    try:
        out.getvalue().encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    return out.getvalue()
