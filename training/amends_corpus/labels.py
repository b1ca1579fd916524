"""What a sentence can do: parts of a repair, pitfalls, and neutral tags. GUIDE.md says when each is given."""

COMPONENTS = ("remorse", "acknowledge", "responsibility", "validate", "invite", "reassure", "reconnect", "plan")
PITFALLS = ("excuse", "blame", "hedge", "minimise", "demand", "burden", "overpromise", "lecture", "hostile")
NEUTRAL = ("context", "limit")
ALL = COMPONENTS + PITFALLS + NEUTRAL
