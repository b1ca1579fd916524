"""English, as nearly everybody writes a day. Django's own English is the one of the United States."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
