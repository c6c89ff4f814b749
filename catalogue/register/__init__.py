"""The public register: every certificate, as of any day, for people and for programs."""
