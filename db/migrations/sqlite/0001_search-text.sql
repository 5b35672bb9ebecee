-- Words are cut and folded before they come here, so the tokenizer only has to keep them apart.
CREATE VIRTUAL TABLE `search_text` USING fts5(`words`, content='', contentless_delete=1, tokenize='unicode61');
