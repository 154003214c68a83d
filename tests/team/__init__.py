"""Tests of team/."""
