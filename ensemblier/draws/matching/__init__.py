"""Who is who among lists: names and addresses made comparable, duplicates found.

Pure: knows no model. `words` cleans what a cell says, `likeness` compares two names, `pairs`
finds certain duplicates and doubtful ones among thousands of people in seconds.
"""

from ensemblier.draws.matching.pairs import Doubt, Person, certain_key, doubts_among
from ensemblier.draws.matching.words import address_key, name_key

__all__ = ["Doubt", "Person", "address_key", "certain_key", "doubts_among", "name_key"]
