"""What was learned in a commune: reach, completions with their evidence, and where nobody has come yet."""
