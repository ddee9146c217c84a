# Thin: every target calls bin/oe, which works alone (bin/oe help).
.PHONY: run stop test lint bench shell test-core pytest backup restore clean demo-clean help
ARGS ?=

help:
	@bin/oe help

run stop test lint bench shell test-core backup clean demo-clean:
	@bin/oe $@ $(ARGS)

pytest restore:
	@bin/oe $@ $(ARGS)
