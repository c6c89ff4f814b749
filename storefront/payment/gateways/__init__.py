"""The protocols of those who tell us of money. Pure: no database, no network, no settings."""
