"""Every number of an outline, traced to its evidence.

Own code, because no library that we found reads numbers with their qualifiers ("nearly", "at least") and their places in
eight languages, or says whether one stated number supports another.
"""
