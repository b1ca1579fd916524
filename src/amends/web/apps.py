"""Django finds the room by this name."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The site has no tables."""

    name = "amends.web"
    label = "web"
