"""Django finds the room by this name."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """All tables there are."""

    name = "amends.store"
    label = "store"
