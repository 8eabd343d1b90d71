"""The matrix as a workbook to fill in, and the lists of money as tables."""
