"""The eras of the law as officers read them, and the sheet by which a council's points are entered."""
