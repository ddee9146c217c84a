"""Pure computing layer of home services: VAT, credit, rights, documents."""
