"""Joins the canvas to the document, and what is computed for it: pictures, maps, the live reaction, explanations."""
