"""What a letter says, what it may not say, how it looks, and the file it becomes.

`record` is the decided case; `pack` the lender and its law, as data. `compose` makes them
into `content`; `lint` says what keeps it from being issued; `typeset` lays it out and writes
the file (`look`, `line_breaking`, `flow`, the `*_layout` files, `pdf_letter`); `conformance`
judges the file; `merge` puts many into one for the printer. `authenticity` makes and checks
the code on a letter, `register` its number and clocks.
"""
