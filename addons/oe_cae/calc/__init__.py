"""Pure computing layer of the CAE: contributions, pay, deadlines, accounts."""
