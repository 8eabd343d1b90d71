"""What is measured: definitions by theme of the plan, values with their source, roll-up."""
