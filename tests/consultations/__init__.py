"""Tests of consultations/."""
