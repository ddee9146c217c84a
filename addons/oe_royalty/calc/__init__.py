"""Pure computing layer of the brand royalty and of the network plan."""
