CREATE TABLE `lesson` (
	`post_id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`series` text NOT NULL,
	`number` integer NOT NULL,
	`featured` text NOT NULL,
	`consent_on` text,
	`consent_how` text NOT NULL,
	`video_url` text NOT NULL,
	`video_bytes` integer,
	`transcript` text NOT NULL,
	`quiz` text NOT NULL,
	`contest` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `lesson_by_contest` ON `lesson` (`contest`,`created_at`,`post_id`) WHERE contest IS NOT NULL;