ALTER TABLE `post` ADD `period_starts_at` integer;--> statement-breakpoint
ALTER TABLE `post` ADD `group_codes` text;