"""Benchmarks: what the product costs, each beside the least that the same work can cost."""
