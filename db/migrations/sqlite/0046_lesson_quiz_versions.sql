CREATE TABLE `lesson_quiz_version` (
	`post_id` text NOT NULL,
	`no` integer NOT NULL,
	`quiz` text NOT NULL,
	`replaced_by_id` text NOT NULL,
	`replaced_at` integer NOT NULL,
	PRIMARY KEY(`post_id`, `no`)
);
