"""Complaints with number, deadline, answers and files; and reports of a misused OCOP mark, order or none."""
