"""Gift baskets: an editor's set of products, put into the basket in one step."""
