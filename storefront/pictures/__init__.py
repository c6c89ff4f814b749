"""Uploaded pictures: judged, freed of what they tell about the sender, and drawn in the sizes pages ask for."""
