"""Newsletters: written by an editor, sent to whoever agreed and still does."""
