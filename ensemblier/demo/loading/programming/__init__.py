"""Three years of programming that are over and one under way, invented, on a real plan."""

from ensemblier.demo.loading.programming.years import load_programming

__all__ = ["load_programming"]
