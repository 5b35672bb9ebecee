ALTER TABLE `resolution` ADD `successor_id` text;--> statement-breakpoint
ALTER TABLE `resolution` ADD `drop_reason` text;--> statement-breakpoint
ALTER TABLE `resolution` ADD `drop_asked_by_id` text;--> statement-breakpoint
ALTER TABLE `resolution` ADD `drop_asked_at` integer;--> statement-breakpoint
ALTER TABLE `resolution` ADD `dropped_by_id` text;--> statement-breakpoint
ALTER TABLE `resolution` ADD `dropped_at` integer;--> statement-breakpoint
CREATE INDEX `resolution_by_due` ON `resolution` (`state`,`due_on`,`id`);--> statement-breakpoint
CREATE INDEX `resolution_by_successor` ON `resolution` (`successor_id`);