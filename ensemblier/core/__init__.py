"""What knows no domain: base models, refusals, dates, typography, spreadsheets. Imports no room."""
