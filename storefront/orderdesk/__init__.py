"""The staff's desk for orders of every producer. No personal data by default."""
