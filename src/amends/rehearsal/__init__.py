"""The child in rehearsal: what a parent's words do to them."""
