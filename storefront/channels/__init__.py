"""How people are reached: by e-mail, and by whatever else `OCOP_CHANNELS` names."""
