"""What families need and cannot find: counted in codes, never told in words."""
