ALTER TABLE `motion_step` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `motion_step` ADD `decided_option` integer;--> statement-breakpoint
ALTER TABLE `resolution_report` ADD `done_on` text;