"""Tests of data protection: one for each rule of the domain paper's section 6."""
