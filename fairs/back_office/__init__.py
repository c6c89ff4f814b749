"""The officers' desk for fairs, livestreams and sales points."""
