"""Tests of webchat/."""
