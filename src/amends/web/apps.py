"""Django finds the room by this name."""

from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    """The site has no tables."""

    name = "amends.web"
    label = "web"

    def ready(self) -> None:
        """What is said of this house has to fit the guidance, or nothing starts."""
        if settings.COUNTRY or settings.HELP_LINES:
            from amends.web.house import check  # with it comes the guidance, which most commands do without

            check()
