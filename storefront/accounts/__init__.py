"""Accounts for shoppers, proven by a code sent to a telephone or an e-mail address."""
