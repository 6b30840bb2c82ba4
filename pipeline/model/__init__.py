"""The data that flows through the house. Frozen types that know nothing of the code that fills them.

`place` where on a page · `text` raw text and its signed repairs · `document` one language, read and mended ·
`facts` what was found in it · `release` all languages together, aligned, matched, checked."""
