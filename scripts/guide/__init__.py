"""What the MkDocs door and the programs share: pure modules named by nouns."""
