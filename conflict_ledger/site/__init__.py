"""The ledger as a static site: the bytes of each page by its path. It writes nothing and knows no folder.

Pages are made by Jinja templates with autoescape, so that text of the data is text on every page; what they show comes from the
same questions and in the same words as the command line's. Nothing on a page depends on the day or the machine: the same commit
gives the same bytes. Who committed what is left out, for a public page is no place to name those who keep such a record.
"""

from conflict_ledger.site.edition import Edition
from conflict_ledger.site.pages import Page, pages

__all__ = ["Edition", "Page", "pages"]
