"""Payments begun at a gateway, and calls of those who watch bank accounts."""
