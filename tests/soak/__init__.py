"""Half an hour of everything that can happen to a house: python -m tests.soak says what."""
