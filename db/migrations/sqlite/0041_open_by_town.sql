-- drizzle-kit cuts an expression at its commas; this is what db/schema says.
CREATE INDEX `post_due_by_town` ON `post` (substr(village_code, 1, 9),`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;
