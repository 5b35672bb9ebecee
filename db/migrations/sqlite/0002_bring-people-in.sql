CREATE TABLE `roster_import` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`by_id` text,
	`at` integer NOT NULL,
	`added` integer NOT NULL,
	`changed` integer NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE INDEX `roster_import_by_village` ON `roster_import` (`village_code`,`at`);--> statement-breakpoint
ALTER TABLE `villager` ADD `is_head` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `villager` ADD `phone_sealed` text;--> statement-breakpoint
ALTER TABLE `villager` ADD `import_id` text;--> statement-breakpoint
ALTER TABLE `household` ADD `number` text;--> statement-breakpoint
ALTER TABLE `household` ADD `import_id` text;