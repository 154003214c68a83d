"""What the bot says, in German: one module a journey, each text named for its moment.

Sie-form, calm, one request each, at most 500 characters a screen (900 for a detail card).
"""
