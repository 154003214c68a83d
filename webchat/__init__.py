"""Local Bot API server and the phone-like web chat: try the bot without a token."""
