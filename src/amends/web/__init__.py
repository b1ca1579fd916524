"""The site: pages and the parts of pages that change while a parent types."""
