"""Classes: who learns together and when; rosters, cards, the evening, and what to teach next."""
