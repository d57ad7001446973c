"""A whole country's learning for the bench: to 2 million people and 20 million results, by COPY.

Every row is one that the real doors would have written: what people did is marked and folded by the record's
own rules, once for each of some hundred lives, and those lives are then lived by many, on other days.
"""
