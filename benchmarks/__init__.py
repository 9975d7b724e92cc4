"""What the program costs, beside what others cost on the same files. Outside the package: nothing here is installed."""
