"""A made-up province with three months of learning, to show and to try the site. Nobody in it is real."""
