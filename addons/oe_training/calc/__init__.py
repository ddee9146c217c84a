"""Pure computing layer of training, risks and performance."""
