CREATE TABLE `paper_code` (
	`id` text PRIMARY KEY NOT NULL,
	`villager_id` text NOT NULL,
	`code_hmac` text NOT NULL,
	`issued_by_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `paper_code_by_villager` ON `paper_code` (`villager_id`);--> statement-breakpoint
CREATE INDEX `paper_code_by_end` ON `paper_code` (`expires_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `paper_code_by_code` ON `paper_code` (`code_hmac`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`nickname` text,
	`phone_hmac` text,
	`phone_sealed` text,
	`phone_tail` text,
	`password_hash` text,
	`password_until` integer,
	`village_code` text,
	`created_at` integer NOT NULL,
	`disabled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_by_phone` ON `person` (`phone_hmac`);--> statement-breakpoint
CREATE INDEX `person_by_village` ON `person` (`village_code`);--> statement-breakpoint
CREATE TABLE `session` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`device` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `session_by_person` ON `session` (`person_id`);--> statement-breakpoint
CREATE INDEX `session_by_end` ON `session` (`expires_at`);--> statement-breakpoint
CREATE INDEX `session_by_last_end` ON `session` (`ends_at`);--> statement-breakpoint
CREATE TABLE `sign_in_code` (
	`id` text PRIMARY KEY NOT NULL,
	`phone_hmac` text NOT NULL,
	`code_hmac` text NOT NULL,
	`tries` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `sign_in_code_by_phone` ON `sign_in_code` (`phone_hmac`,`created_at`);--> statement-breakpoint
CREATE INDEX `sign_in_code_by_end` ON `sign_in_code` (`expires_at`);--> statement-breakpoint
CREATE TABLE `villager` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`household_id` text NOT NULL,
	`name` text NOT NULL,
	`id_tail_hmac` text,
	`person_id` text,
	`verified_at` integer,
	`verified_by_id` text,
	`verified_how` text,
	`left_at` integer
);
--> statement-breakpoint
CREATE INDEX `villager_by_household` ON `villager` (`household_id`);--> statement-breakpoint
CREATE INDEX `villager_by_village` ON `villager` (`village_code`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `villager_by_person` ON `villager` (`person_id`,`village_code`);--> statement-breakpoint
CREATE TABLE `appeal` (
	`post_id` text PRIMARY KEY NOT NULL,
	`picture` text,
	`item_code` text,
	`sla` text NOT NULL,
	`remedy` text,
	`remedy_due_at` integer,
	`addressee` text NOT NULL,
	`secretary_id` text,
	`household_id` text,
	`landmark` text NOT NULL,
	`latitude` text,
	`longitude` text,
	`is_emergency` integer NOT NULL,
	`is_manned` integer NOT NULL,
	`classified_at` integer,
	`contested_at` integer,
	`signed_at` integer,
	`signed_by_id` text,
	`planned_for` text,
	`round` integer NOT NULL,
	`reopened` integer NOT NULL,
	`proposed_at` integer,
	`confirmed_at` integer,
	`grade` integer,
	`calendar_version` integer NOT NULL,
	`rule_version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `appeal_step` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`kind` text NOT NULL,
	`by_id` text,
	`by_post` text NOT NULL,
	`instead_of_id` text,
	`at` integer NOT NULL,
	`round` integer NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`facts` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `appeal_step_by_post` ON `appeal_step` (`post_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `clock_sheet` (
	`post_id` text NOT NULL,
	`clock` text NOT NULL,
	`version` integer NOT NULL,
	`started_at` integer NOT NULL,
	`due_at` integer,
	`calendar_version` integer NOT NULL,
	`rule_version` integer NOT NULL,
	`confirmed` integer NOT NULL,
	`sla` text NOT NULL,
	`reason` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`post_id`, `clock`, `version`)
);
--> statement-breakpoint
CREATE TABLE `cosign` (
	`post_id` text NOT NULL,
	`voice` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`post_id`, `voice`)
);
--> statement-breakpoint
CREATE INDEX `cosign_by_person` ON `cosign` (`person_id`,`at`);--> statement-breakpoint
CREATE TABLE `milestone` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`plan_no` integer NOT NULL,
	`sort` integer NOT NULL,
	`what` text NOT NULL,
	`due_on` text NOT NULL,
	`due_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `milestone_by_post` ON `milestone` (`post_id`,`plan_no`,`sort`);--> statement-breakpoint
CREATE TABLE `assignment` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`post` text NOT NULL,
	`grid_code` text NOT NULL,
	`body` text NOT NULL,
	`title` text NOT NULL,
	`duty` text NOT NULL,
	`is_deputy` integer NOT NULL,
	`work_phone` text,
	`office_hours` text NOT NULL,
	`sort` integer NOT NULL,
	`since` integer NOT NULL,
	`until` integer,
	`granted_by_id` text
);
--> statement-breakpoint
CREATE INDEX `assignment_by_person` ON `assignment` (`person_id`,`until`);--> statement-breakpoint
CREATE INDEX `assignment_by_grid` ON `assignment` (`grid_code`,`post`,`until`);--> statement-breakpoint
CREATE TABLE `cadre` (
	`no` integer PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`issued_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cadre_by_person` ON `cadre` (`person_id`);--> statement-breakpoint
CREATE TABLE `division_succession` (
	`old_slug` text PRIMARY KEY NOT NULL,
	`old_code` text,
	`old_name` text NOT NULL,
	`new_code` text NOT NULL,
	`since` text NOT NULL,
	`note` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `duty_shift` (
	`id` text PRIMARY KEY NOT NULL,
	`grid_code` text NOT NULL,
	`person_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `duty_shift_by_grid` ON `duty_shift` (`grid_code`,`until_at`);--> statement-breakpoint
CREATE INDEX `duty_shift_by_end` ON `duty_shift` (`until_at`);--> statement-breakpoint
CREATE TABLE `grid` (
	`code` text PRIMARY KEY NOT NULL,
	`level` text NOT NULL,
	`parent_code` text,
	`path` text NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`kind` text NOT NULL,
	`slug` text,
	`sort` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grid_by_slug` ON `grid` (`slug`);--> statement-breakpoint
CREATE INDEX `grid_by_path` ON `grid` (`path`);--> statement-breakpoint
CREATE INDEX `grid_by_parent` ON `grid` (`parent_code`,`sort`);--> statement-breakpoint
CREATE INDEX `grid_by_name` ON `grid` (`short_name`);--> statement-breakpoint
CREATE TABLE `grid_level` (
	`no` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `household` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`grid_code` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `household_by_code` ON `household` (`code`);--> statement-breakpoint
CREATE INDEX `household_by_grid` ON `household` (`grid_code`);--> statement-breakpoint
CREATE TABLE `leave` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`recorded_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `leave_by_person` ON `leave` (`person_id`,`until_at`);--> statement-breakpoint
CREATE INDEX `leave_by_end` ON `leave` (`until_at`);--> statement-breakpoint
CREATE TABLE `pairing` (
	`id` text PRIMARY KEY NOT NULL,
	`household_id` text NOT NULL,
	`person_id` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer
);
--> statement-breakpoint
CREATE INDEX `pairing_by_household` ON `pairing` (`household_id`);--> statement-breakpoint
CREATE INDEX `pairing_by_person` ON `pairing` (`person_id`);--> statement-breakpoint
CREATE TABLE `village_counter` (
	`village_code` text PRIMARY KEY NOT NULL,
	`next_no` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `village_profile` (
	`village_code` text PRIMARY KEY NOT NULL,
	`about` text NOT NULL,
	`office_hours` text NOT NULL,
	`help_name` text NOT NULL,
	`help_phone` text NOT NULL,
	`address` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `village_tally` (
	`village_code` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`month` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`village_code`, `kind`, `state`, `month`)
);
--> statement-breakpoint
CREATE INDEX `village_tally_by_month` ON `village_tally` (`kind`,`month`,`village_code`);--> statement-breakpoint
CREATE TABLE `draft` (
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`values` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `kind`, `subject`)
);
--> statement-breakpoint
CREATE INDEX `draft_by_time` ON `draft` (`updated_at`);--> statement-breakpoint
CREATE TABLE `form_key` (
	`actor_id` text NOT NULL,
	`action` text NOT NULL,
	`key` text NOT NULL,
	`result` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`actor_id`, `action`, `key`)
);
--> statement-breakpoint
CREATE INDEX `form_key_by_time` ON `form_key` (`at`);--> statement-breakpoint
CREATE TABLE `job` (
	`name` text PRIMARY KEY NOT NULL,
	`ran_at` integer NOT NULL,
	`ok` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox_message` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`phone_sealed` text,
	`template` text NOT NULL,
	`body` text NOT NULL,
	`path` text,
	`created_at` integer NOT NULL,
	`send_after` integer NOT NULL,
	`sent_at` integer,
	`read_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_by_person` ON `outbox_message` (`person_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox_message` (`sent_at`,`send_after`);--> statement-breakpoint
CREATE INDEX `outbox_by_time` ON `outbox_message` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`key` text PRIMARY KEY NOT NULL,
	`attempts` integer NOT NULL,
	`window_ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limit_by_end` ON `rate_limit` (`window_ends_at`);--> statement-breakpoint
CREATE TABLE `rule_version` (
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`hash` text NOT NULL,
	`valid_from` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ledger_entry` (
	`id` text PRIMARY KEY NOT NULL,
	`what` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`village_code` text,
	`actor_id` text,
	`actor_role` text NOT NULL,
	`at` integer NOT NULL,
	`rule_version` integer NOT NULL,
	`facts` text NOT NULL,
	`nonce` text NOT NULL,
	`commitment` text NOT NULL,
	`leaf` integer
);
--> statement-breakpoint
CREATE INDEX `ledger_by_subject` ON `ledger_entry` (`subject_kind`,`subject_id`,`at`);--> statement-breakpoint
CREATE INDEX `ledger_by_village` ON `ledger_entry` (`village_code`,`at`);--> statement-breakpoint
CREATE INDEX `ledger_by_leaf` ON `ledger_entry` (`leaf`);--> statement-breakpoint
CREATE TABLE `comment` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`parent_id` text,
	`kind` text NOT NULL,
	`author_id` text NOT NULL,
	`shown_as` text NOT NULL,
	`author_post` text,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`created_at` integer NOT NULL,
	`released_at` integer,
	`edited_at` integer,
	`withdrawn_at` integer,
	`removed_at` integer,
	`likes` integer NOT NULL,
	`holder_id` text,
	`holder_grid_code` text,
	`first_due_at` integer,
	`first_answered_at` integer,
	`first_answered_by_id` text
);
--> statement-breakpoint
CREATE INDEX `comment_by_post` ON `comment` (`post_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `comment_by_parent` ON `comment` (`parent_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `comment_by_author` ON `comment` (`author_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `comment_by_holder` ON `comment` (`holder_id`,`first_answered_at`,`first_due_at`);--> statement-breakpoint
CREATE INDEX `comment_by_holder_grid` ON `comment` (`holder_grid_code`,`first_answered_at`,`first_due_at`);--> statement-breakpoint
CREATE TABLE `photo` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`post_id` text,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`purpose` text NOT NULL,
	`sort` integer NOT NULL,
	`hash` text,
	`width` integer,
	`height` integer,
	`bytes` text,
	`state` text NOT NULL,
	`refusal` text,
	`caption` text NOT NULL,
	`covered` text,
	`created_at` integer NOT NULL,
	`released_at` integer,
	`removed_at` integer
);
--> statement-breakpoint
CREATE INDEX `photo_by_subject` ON `photo` (`subject_kind`,`subject_id`,`sort`);--> statement-breakpoint
CREATE INDEX `photo_by_hash` ON `photo` (`hash`);--> statement-breakpoint
CREATE INDEX `photo_by_post` ON `photo` (`post_id`,`sort`);--> statement-breakpoint
CREATE INDEX `photo_by_owner` ON `photo` (`owner_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `post` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`village_code` text NOT NULL,
	`group_code` text,
	`no` integer NOT NULL,
	`slip_code` text NOT NULL,
	`author_id` text NOT NULL,
	`entered_by_id` text,
	`shown_as` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`rendered_by` text NOT NULL,
	`audience` text NOT NULL,
	`state` text NOT NULL,
	`holder_id` text,
	`holder_grid_code` text,
	`first_holder_id` text,
	`first_due_at` integer,
	`first_answered_at` integer,
	`first_answered_by_id` text,
	`finish_due_at` integer,
	`finished_at` integer,
	`next_due_at` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`released_at` integer,
	`edited_at` integer,
	`withdrawn_at` integer,
	`removed_at` integer,
	`likes` integer NOT NULL,
	`comments` integer NOT NULL,
	`cosigns` integer NOT NULL,
	`photos` integer NOT NULL,
	`period_ends_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `post_by_no` ON `post` (`village_code`,`no`);--> statement-breakpoint
CREATE UNIQUE INDEX `post_by_slip` ON `post` (`slip_code`);--> statement-breakpoint
CREATE INDEX `post_by_village` ON `post` (`village_code`,`kind`,`audience`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `post_by_village_state` ON `post` (`village_code`,`kind`,`audience`,`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `post_by_village_group` ON `post` (`village_code`,`kind`,`audience`,`group_code`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `post_by_kind` ON `post` (`kind`,`audience`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `post_by_author` ON `post` (`author_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `post_by_holder` ON `post` (`holder_id`,`kind`,`audience`,`created_at`);--> statement-breakpoint
CREATE INDEX `post_due_by_holder` ON `post` (`holder_id`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_due_by_grid` ON `post` (`holder_grid_code`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_due_by_village` ON `post` (`village_code`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_by_due` ON `post` (`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_awaiting` ON `post` (`id`) WHERE state = 'awaiting';--> statement-breakpoint
CREATE TABLE `post_like` (
	`post_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`post_id`, `person_id`)
);
--> statement-breakpoint
CREATE TABLE `post_version` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`no` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`is_sealed` integer NOT NULL,
	`by_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `post_version_by_subject` ON `post_version` (`subject_kind`,`subject_id`,`no`);--> statement-breakpoint
CREATE TABLE `privacy_correction` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`by_id` text NOT NULL,
	`by_post` text NOT NULL,
	`places` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `privacy_correction_by_post` ON `privacy_correction` (`post_id`,`at`);--> statement-breakpoint
CREATE TABLE `review` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`post_id` text NOT NULL,
	`village_code` text NOT NULL,
	`why` text NOT NULL,
	`reporter_id` text,
	`words` text NOT NULL,
	`opened_at` integer NOT NULL,
	`due_at` integer,
	`decided_at` integer,
	`decided_by_id` text,
	`verdict` text,
	`rule` text,
	`reason` text,
	`objected_at` integer,
	`objection` text,
	`second_at` integer,
	`second_by_id` text,
	`second_verdict` text,
	`second_reason` text
);
--> statement-breakpoint
CREATE INDEX `review_open` ON `review` (`village_code`,`decided_at`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `review_by_due` ON `review` (`decided_at`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `review_by_objection` ON `review` (`second_at`,`objected_at`);--> statement-breakpoint
CREATE INDEX `review_by_subject` ON `review` (`subject_kind`,`subject_id`,`opened_at`);--> statement-breakpoint
CREATE TABLE `search_queue` (
	`post_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_queue_by_time` ON `search_queue` (`at`);--> statement-breakpoint
CREATE TABLE `search_row` (
	`row_no` integer PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`indexed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_row_by_post` ON `search_row` (`post_id`);--> statement-breakpoint
CREATE TABLE `tombstone` (
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`post_id` text NOT NULL,
	`rule` text NOT NULL,
	`reason` text NOT NULL,
	`by_post` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`subject_kind`, `subject_id`)
);
--> statement-breakpoint
CREATE INDEX `tombstone_by_post` ON `tombstone` (`post_id`);