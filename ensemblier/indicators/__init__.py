"""What is measured: definitions that follow the plan's themes, values with their source, roll-up."""
