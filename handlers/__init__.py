"""Everything that speaks Telegram, one module per journey."""
