"""Strengths and shortcomings found, and the conclusions drawn from them."""
