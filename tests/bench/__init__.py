"""The bench: what the site costs, against its budgets. No part of the tests: time proves nothing there."""
