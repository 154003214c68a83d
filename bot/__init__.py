"""The running process: settings, update loop, outbox, command line."""
