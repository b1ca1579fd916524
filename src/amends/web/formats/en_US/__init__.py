"""How days are written in the English of the United States: the month comes first."""
