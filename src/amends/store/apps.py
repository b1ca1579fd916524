"""Django finds the room by this name."""

from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# What keeps a saved word through a power cut, overwrites a forgotten one, and lets no row outlive its owner.
PRAGMAS = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


class StoreConfig(AppConfig):
    """All tables there are."""

    name = "amends.store"
    label = "store"

    def ready(self) -> None:
        """The one signal in the house: nothing else is told of every new connection."""
        connection_created.connect(insist, dispatch_uid="amends.store.insist")


def insist(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Refuses a connection to SQLite that would lose a saved word or keep a forgotten one."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma, wanted in PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {pragma}").fetchone()
            if found != (wanted,):
                raise ImproperlyConfigured(f"SQLite's {pragma} must be {wanted}, and is {found}")
