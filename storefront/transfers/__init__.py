"""Bank transfers as they come to producers' accounts, and the orders they pay."""
