ALTER TABLE `disclosure` ADD `names_through` text;--> statement-breakpoint
CREATE INDEX `disclosure_with_names` ON `disclosure` (`names_through`) WHERE names_through IS NOT NULL;--> statement-breakpoint
ALTER TABLE `disclosure_step` ADD `round` integer NOT NULL;