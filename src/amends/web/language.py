"""In which language we speak: the one this request asks for, where there is guidance in it."""

from django.conf import settings
from django.utils.translation import get_language

from amends.guidance import Guidance, load


def texts() -> Guidance:
    """All texts in the language of this request, or else in the one that the operator named."""
    asked = get_language() or settings.LANGUAGE_CODE
    known = dict(settings.LANGUAGES)
    kin = (asked, asked.split("-")[0])  # days are written as in "en-us", and there is one English
    return load(next((one for one in kin if one in known), settings.LANGUAGE_CODE))
