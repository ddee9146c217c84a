"""Pure computing layer of missions: score, slots, hours, shares."""
