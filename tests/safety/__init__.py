"""Tests of safety/."""
