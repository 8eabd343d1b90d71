"""Writes on actions and applications."""
