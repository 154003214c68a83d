"""Emergency detection and privacy guard."""
