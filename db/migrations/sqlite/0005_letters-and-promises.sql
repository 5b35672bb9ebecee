CREATE TABLE `letter_voice` (
	`post_id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`transcript` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `scheduled_letter` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`author_id` text NOT NULL,
	`values` text NOT NULL,
	`photo_ids` text NOT NULL,
	`publish_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`refusal` text
);
--> statement-breakpoint
CREATE INDEX `scheduled_letter_by_time` ON `scheduled_letter` (`publish_at`,`id`);--> statement-breakpoint
CREATE INDEX `scheduled_letter_by_author` ON `scheduled_letter` (`author_id`,`publish_at`);--> statement-breakpoint
CREATE TABLE `promise` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`owner_id` text NOT NULL,
	`maker_id` text NOT NULL,
	`what` text NOT NULL,
	`measure` text NOT NULL,
	`helpers` text NOT NULL,
	`due_on` text,
	`due_at` integer,
	`state` text NOT NULL,
	`versions` integer NOT NULL,
	`claim` text,
	`claimed_at` integer,
	`asked` integer NOT NULL,
	`verdict_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `promise_by_post` ON `promise` (`post_id`,`no`);--> statement-breakpoint
CREATE INDEX `promise_by_owner` ON `promise` (`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `promise_by_maker` ON `promise` (`maker_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `promise_by_village` ON `promise` (`village_code`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `promise_standing` ON `promise` (`village_code`,`due_at`,`id`) WHERE state = 'standing';--> statement-breakpoint
CREATE INDEX `promise_open` ON `promise` (`due_at`,`id`) WHERE verdict_at IS NULL AND due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `promise_report` (
	`id` text PRIMARY KEY NOT NULL,
	`promise_id` text NOT NULL,
	`kind` text NOT NULL,
	`claim` text,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`by_id` text NOT NULL,
	`from_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `promise_report_by_promise` ON `promise_report` (`promise_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `promise_version` (
	`promise_id` text NOT NULL,
	`no` integer NOT NULL,
	`what` text NOT NULL,
	`measure` text NOT NULL,
	`helpers` text NOT NULL,
	`due_on` text,
	`reason` text NOT NULL,
	`by_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`promise_id`, `no`)
);
