"""What people who bought a product say of it: read by the office first, never mistaken for a star of the council."""
