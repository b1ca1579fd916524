"""An invitation of the house: for whoever runs a site where an account opens with one."""

from datetime import timedelta
from urllib.parse import urlsplit

import click

from amends.cli.site import migrated


@click.command()
@click.option("--weeks", type=click.IntRange(1, 4), default=2, show_default=True, help="How long it may be answered.")
@click.option(
    "--address", help="Where the site is opened, such as https://diary.example. Default: AMENDS_HOSTS' first."
)
def invite(weeks: int, address: str | None) -> None:
    """Invite somebody to open a diary here.

    Prints an address to send, and five words to tell by voice. It makes nobody known to anybody, and opens once.
    """
    migrated()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from amends.store.accounts import accounts
    from amends.store.invitations import TRIES, lay_house_invitation
    from amends.vault import new_words

    if not settings.INVITATIONS:
        raise click.ClickException("AMENDS_SIGN_UP is no: nobody new may open a diary here. Set it to invited or yes.")
    site, words = _site(address), new_words()
    until = timezone.now() + timedelta(weeks=weeks)
    spot = lay_house_invitation(words, until, accounts().work)
    click.echo(f"Send this address:    {site}{reverse('invited', args=[spot.id])}")
    click.echo(f"Tell these by voice:  {words}")
    click.echo(
        f"Open until {until:%Y-%m-%d}, or until wrong words were said {TRIES} times. The words are kept nowhere."
    )


def _site(address: str | None) -> str:
    """Where the site is opened, without a slash at its end."""
    from django.conf import settings

    if address is None:
        host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
        if not host or host.startswith((".", "*")):
            raise click.ClickException(f"AMENDS_HOSTS names no one host first ({host or 'none'}). Give --address.")
        return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"
    if not _is_site(address):
        raise click.ClickException(f"--address must be such as https://diary.example, not {address}")
    # What follows says the path itself: one that was given along does not stand there twice.
    return address.rstrip("/").removesuffix(settings.PATH.removesuffix("/"))


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # such as https://[x
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.query and not parts.fragment
