CREATE TABLE `recording` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`post_id` text,
	`hash` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`transcript` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `recording_by_post` ON `recording` (`post_id`);--> statement-breakpoint
CREATE INDEX `recording_by_hash` ON `recording` (`hash`);--> statement-breakpoint
CREATE INDEX `recording_by_time` ON `recording` (`created_at`);--> statement-breakpoint
CREATE INDEX `promise_owed` ON `promise` (`owner_id`,`due_at`,`id`) WHERE state = 'standing';