"""English, as it is written in the United States."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
