CREATE TABLE `meeting_attendance` (
	`meeting_id` text NOT NULL,
	`person_id` text NOT NULL,
	`how` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `meeting_attendance_by_person` ON `meeting_attendance` (`person_id`,`meeting_id`);--> statement-breakpoint
CREATE TABLE `meeting_version` (
	`meeting_id` text NOT NULL,
	`no` integer NOT NULL,
	`kind` text NOT NULL,
	`held_on` text NOT NULL,
	`topic` text NOT NULL,
	`place` text NOT NULL,
	`agenda` text NOT NULL,
	`due` integer NOT NULL,
	`present` integer NOT NULL,
	`remote` integer NOT NULL,
	`body` text NOT NULL,
	`reason` text NOT NULL,
	`replaced_by_id` text NOT NULL,
	`replaced_at` integer NOT NULL,
	PRIMARY KEY(`meeting_id`, `no`)
);
--> statement-breakpoint
ALTER TABLE `lesson` ADD `place_code` text;--> statement-breakpoint
CREATE INDEX `lesson_by_series` ON `lesson` (`village_code`,`series`,`number`,`post_id`);--> statement-breakpoint
CREATE INDEX `lesson_by_place` ON `lesson` (`place_code`,`created_at`,`post_id`) WHERE place_code IS NOT NULL;--> statement-breakpoint
CREATE INDEX `lesson_placed` ON `lesson` (`created_at`,`post_id`) WHERE place_code IS NOT NULL;--> statement-breakpoint
ALTER TABLE `meeting` ADD `changed_at` integer;