"""In which language we speak: the one this request asks for, where there is guidance in it."""

from django.conf import settings
from django.utils.translation import get_language

from amends.guidance import Guidance, load


def texts() -> Guidance:
    """All texts in the language of this request, or in English."""
    language = get_language() or "en"
    return load(language if language in dict(settings.LANGUAGES) else "en")
