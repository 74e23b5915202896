"""What a letter says, what it may not say, how it looks, and the file it becomes."""
