"""The local offers and the search over them."""
