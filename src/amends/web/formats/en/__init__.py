"""How days are written in English: the day comes before the month."""
