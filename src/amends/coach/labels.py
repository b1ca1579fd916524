"""In which order the labels stand in all that training wrote."""

from amends.process import Label

LABELS = tuple(Label)
