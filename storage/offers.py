"""The offers in the database; no field is lost on the way in or out."""
