"""The pages of readers: signing up and off, editions, stories, and what we keep of whom.

server    waitress before the application, from the config of a root
app       which address leads to what; a GET shows, a POST does
show      pages from templates, and files from the archive, with their headers
headers   what a browser is told about a page
budget    how often one reader, and all together, may send the form
desk      asks are taken in at once and done one after another, so that no answer tells who is known
"""
