"""Words without I/O: errors, the clock, money. Everything above may use them; they use nothing of ours."""
