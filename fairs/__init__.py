"""Trade promotion: fairs and their booths, livestreams, sales points, one calendar."""
