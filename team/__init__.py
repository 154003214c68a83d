"""Members of the Sozialraumteam, their roles and invitations."""
