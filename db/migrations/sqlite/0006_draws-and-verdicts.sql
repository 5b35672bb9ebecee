CREATE TABLE `draw_entry` (
	`round_id` text NOT NULL,
	`by_id` text NOT NULL,
	`by_post` text NOT NULL,
	`numbers` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`round_id`, `by_id`)
);
--> statement-breakpoint
CREATE TABLE `draw_opening` (
	`pool_id` text PRIMARY KEY NOT NULL,
	`first_by_id` text NOT NULL,
	`first_by_post` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`second_by_id` text,
	`second_by_post` text,
	`opened_at` integer
);
--> statement-breakpoint
CREATE TABLE `draw_pick` (
	`pool_id` text NOT NULL,
	`step` integer NOT NULL,
	`token` text NOT NULL,
	`digest` text NOT NULL,
	`remaining` integer NOT NULL,
	`skipped` text,
	PRIMARY KEY(`pool_id`, `step`)
);
--> statement-breakpoint
CREATE TABLE `draw_pool` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`village_code` text,
	`size` integer NOT NULL,
	`need` integer NOT NULL,
	`pool_hash` text NOT NULL,
	`table_hash` text NOT NULL,
	`table_sealed` text NOT NULL,
	`excluded` text NOT NULL,
	`frozen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `draw_pool_by_round` ON `draw_pool` (`round_id`,`id`);--> statement-breakpoint
CREATE INDEX `draw_pool_by_subject` ON `draw_pool` (`subject_id`,`frozen_at`);--> statement-breakpoint
CREATE TABLE `draw_round` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`sources` text NOT NULL,
	`pools` integer NOT NULL,
	`announced_at` integer NOT NULL,
	`announced_by_id` text NOT NULL,
	`typed_from` integer NOT NULL,
	`drawn_at` integer,
	`numbers` text
);
--> statement-breakpoint
CREATE INDEX `draw_round_by_time` ON `draw_round` (`announced_at`,`id`);--> statement-breakpoint
CREATE TABLE `declared_kin` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`village_code` text NOT NULL,
	`villager_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `declared_kin_by_line` ON `declared_kin` (`owner_id`,`villager_id`);--> statement-breakpoint
CREATE INDEX `declared_kin_by_village` ON `declared_kin` (`village_code`,`owner_id`);--> statement-breakpoint
CREATE TABLE `promise_ask` (
	`id` text PRIMARY KEY NOT NULL,
	`promise_id` text NOT NULL,
	`pool_id` text NOT NULL,
	`token` text NOT NULL,
	`invitee_mark` text NOT NULL,
	`code_hash` text NOT NULL,
	`asked_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	`channel` text NOT NULL,
	`answer_sealed` text,
	`answered_at` integer,
	`entered_by_id` text,
	`checked_by_id` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `promise_ask_by_pool` ON `promise_ask` (`pool_id`,`token`);--> statement-breakpoint
CREATE INDEX `promise_ask_by_invitee` ON `promise_ask` (`invitee_mark`);--> statement-breakpoint
CREATE UNIQUE INDEX `promise_ask_by_code` ON `promise_ask` (`code_hash`);--> statement-breakpoint
CREATE INDEX `promise_ask_open` ON `promise_ask` (`pool_id`,`closes_at`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE TABLE `promise_verdict` (
	`pool_id` text PRIMARY KEY NOT NULL,
	`promise_id` text NOT NULL,
	`village_code` text NOT NULL,
	`invited` integer NOT NULL,
	`kept` integer NOT NULL,
	`part` integer NOT NULL,
	`broken` integer NOT NULL,
	`reasons` text NOT NULL,
	`verdict` text NOT NULL,
	`rule_version` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `promise_verdict_by_promise` ON `promise_verdict` (`promise_id`,`at`);--> statement-breakpoint
CREATE INDEX `promise_verdict_by_village` ON `promise_verdict` (`village_code`,`at`);