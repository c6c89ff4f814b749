"""Pages that are the same for everybody: kept for a while, sent without cookies (docs/performance.md)."""
