"""Prices through time, promotions within the law's cap, and codes people type into the basket."""
