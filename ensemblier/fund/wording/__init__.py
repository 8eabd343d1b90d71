"""What a request and a vote are told, in plain words: the same on pages, in e-mails, in letters."""
