ALTER TABLE `appeal` ADD `is_manned` integer NOT NULL;--> statement-breakpoint
ALTER TABLE `appeal` ADD `classified_at` integer;--> statement-breakpoint
ALTER TABLE `appeal` ADD `contested_at` integer;