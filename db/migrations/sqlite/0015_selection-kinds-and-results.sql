CREATE TABLE `reviewer` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`town_code` text NOT NULL,
	`consent_on` text NOT NULL,
	`named_by_id` text NOT NULL,
	`named_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reviewer_active` ON `reviewer` (`person_id`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE TABLE `reviewer_kin` (
	`person_id` text NOT NULL,
	`village_code` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `village_code`)
);
--> statement-breakpoint
CREATE TABLE `selection_reader` (
	`round_id` text NOT NULL,
	`no` integer NOT NULL,
	`person_id` text NOT NULL,
	`town_code` text NOT NULL,
	`token` text NOT NULL,
	PRIMARY KEY(`round_id`, `no`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `selection_reader_by_person` ON `selection_reader` (`person_id`,`round_id`);--> statement-breakpoint
CREATE TABLE `selection_result` (
	`round_id` text NOT NULL,
	`version` integer NOT NULL,
	`table` text NOT NULL,
	`words` text NOT NULL,
	`hash` text NOT NULL,
	`reason` text NOT NULL,
	`rule_version` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`round_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `selection_sheet` (
	`round_id` text NOT NULL,
	`post_id` text NOT NULL,
	`no` integer NOT NULL,
	`points` text NOT NULL,
	`reasons` text NOT NULL,
	`remark` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`changed_at` integer,
	`sent_at` integer,
	`recused_at` integer,
	PRIMARY KEY(`round_id`, `post_id`, `no`)
);
--> statement-breakpoint
CREATE INDEX `selection_sheet_by_reader` ON `selection_sheet` (`round_id`,`no`,`post_id`);--> statement-breakpoint
DROP INDEX `selection_round_by_month`;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `kind` text DEFAULT 'letters' NOT NULL;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `draw_id` text;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `review_until` integer;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `published_at` integer;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `objections_until` integer;--> statement-breakpoint
ALTER TABLE `selection_round` ADD `final_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `selection_round_by_kind` ON `selection_round` (`month`,`kind`);--> statement-breakpoint
CREATE INDEX `selection_round_open` ON `selection_round` (`towns_until`,`id`) WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX `selection_round_objecting` ON `selection_round` (`objections_until`,`id`) WHERE published_at IS NOT NULL AND final_at IS NULL;--> statement-breakpoint
CREATE INDEX `selection_entry_by_post` ON `selection_entry` (`post_id`);