"""People, their cards and passwords, who may what, and how someone signs in."""
