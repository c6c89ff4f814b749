"""Personal data: who agreed to what, what is kept for how long, and how a person gets it or has it forgotten."""
