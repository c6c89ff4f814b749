"""Carriers that are called over HTTP, behind one interface."""
