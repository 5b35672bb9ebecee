CREATE TABLE `meeting` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
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
	`html` text NOT NULL,
	`rendered_by` text NOT NULL,
	`lesson_ids` text NOT NULL,
	`audience` text NOT NULL,
	`recorded_by_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `meeting_by_no` ON `meeting` (`village_code`,`no`);--> statement-breakpoint
CREATE INDEX `meeting_by_day` ON `meeting` (`village_code`,`held_on`,`no`);--> statement-breakpoint
CREATE TABLE `party_member` (
	`village_code` text NOT NULL,
	`person_id` text NOT NULL,
	`marked_by_id` text NOT NULL,
	`marked_at` integer NOT NULL,
	PRIMARY KEY(`village_code`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `party_member_by_person` ON `party_member` (`person_id`,`village_code`);