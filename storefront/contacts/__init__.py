"""Ways to a producer that are no order: a question to it, and its shops elsewhere."""
