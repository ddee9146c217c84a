"""Pure computing layer shared by every addon: money, periods, brackets, dated data."""
