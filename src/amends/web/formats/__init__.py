"""How days and times are written, where Django's own way is not ours: one folder a language, found by its name."""
