CREATE TABLE `survey_text` (
	`survey_id` text NOT NULL,
	`question_no` integer NOT NULL,
	`no` integer NOT NULL,
	`body` text NOT NULL,
	`published_by_id` text,
	`published_at` integer,
	PRIMARY KEY(`survey_id`, `question_no`, `no`)
);
--> statement-breakpoint
ALTER TABLE `contest` ADD `decided_by_id` text;--> statement-breakpoint
ALTER TABLE `contest` ADD `decision` text;--> statement-breakpoint
ALTER TABLE `contest` ADD `draw_id` text;--> statement-breakpoint
ALTER TABLE `contest_juror` ADD `seat` integer;--> statement-breakpoint
ALTER TABLE `contest_nominee` ADD `photo_id` text;--> statement-breakpoint
ALTER TABLE `contest_sheet` ADD `is_kin` integer;--> statement-breakpoint
ALTER TABLE `survey` ADD `outcome` text;--> statement-breakpoint
ALTER TABLE `survey` ADD `outcome_html` text;--> statement-breakpoint
ALTER TABLE `survey` ADD `outcome_by_id` text;--> statement-breakpoint
ALTER TABLE `survey` ADD `outcome_at` integer;--> statement-breakpoint
ALTER TABLE `survey_answerer` ADD `entered_by_id` text;