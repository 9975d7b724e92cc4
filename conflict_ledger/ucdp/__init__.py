"""The events of UCDP's Georeferenced Event Dataset (GED) taken in: its files to rows, rows to events, events to records.

What UCDP says is kept as what it is. An event is an incident, and UCDP its source: low and high are the count, the four kinds of deaths
that make up best are its parts, and nothing is said that is not in the row. Meanings follow the GED codebook (Högbladh, UCDP GED
Codebook; Sundberg and Melander 2013, Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50).
"""
