"""Other diaries' files, read as free pages: one module a diary. Each only reads; none keeps anything."""
