"""Recognition: dated rules as data, judged the same way for everybody, and the means to check a list."""
