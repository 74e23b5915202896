"""Building a scorecard from a lender's own labelled book; needs the optional extra `develop`."""
