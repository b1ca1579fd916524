"""Where it is kept: sealed rows, and the only code that opens them."""
