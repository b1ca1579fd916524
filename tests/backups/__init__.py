"""Backups and exports of every layout that there was: each was made once, by the code of its day."""
