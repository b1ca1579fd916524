"""What programs ask of the site, under /api/v1/: JSON in and out, and no cookie opens anything here."""
