"""German words and sentences: normaliser, stemmer, compounds, spelling, encoder."""
