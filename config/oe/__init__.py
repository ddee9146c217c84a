"""Set-up and commands of the project; standard library only (see bin/oe)."""
