"""Tests of knowledge/."""
