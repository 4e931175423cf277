"""One file a command; each reads, calls, shows."""
