"""Plots that grow while a person watches, and what they are made of."""
