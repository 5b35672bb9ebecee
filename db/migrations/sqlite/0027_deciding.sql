CREATE TABLE `body_member` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`body` text NOT NULL,
	`villager_id` text,
	`name` text NOT NULL,
	`is_woman` integer NOT NULL,
	`group_code` text,
	`sort` integer NOT NULL,
	`since` integer NOT NULL,
	`until` integer,
	`added_by_id` text NOT NULL,
	`ended_by_id` text,
	`end_reason` text
);
--> statement-breakpoint
CREATE INDEX `body_member_by_body` ON `body_member` (`village_code`,`body`,`until`,`sort`,`id`);--> statement-breakpoint
CREATE INDEX `body_member_by_villager` ON `body_member` (`villager_id`,`until`);--> statement-breakpoint
CREATE TABLE `drive` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`state` text NOT NULL,
	`tell_through` text NOT NULL,
	`opened_by_id` text NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `drive_by_village` ON `drive` (`village_code`,`state`,`no`);--> statement-breakpoint
CREATE TABLE `drive_idea` (
	`comment_id` text PRIMARY KEY NOT NULL,
	`drive_id` text NOT NULL,
	`side` text NOT NULL,
	`state` text NOT NULL,
	`project_id` text,
	`answer` text NOT NULL,
	`decided_by_id` text,
	`decided_at` integer
);
--> statement-breakpoint
CREATE INDEX `drive_idea_by_drive` ON `drive_idea` (`drive_id`,`state`,`side`,`comment_id`);--> statement-breakpoint
CREATE INDEX `drive_idea_by_project` ON `drive_idea` (`project_id`,`comment_id`);--> statement-breakpoint
CREATE TABLE `drive_project` (
	`id` text PRIMARY KEY NOT NULL,
	`drive_id` text NOT NULL,
	`no` integer NOT NULL,
	`title` text NOT NULL,
	`owner_id` text NOT NULL,
	`budget_fen` integer,
	`due_on` text NOT NULL,
	`is_key` integer NOT NULL,
	`state` text NOT NULL,
	`now` text NOT NULL,
	`motion_id` text,
	`changed_by_id` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drive_project_by_no` ON `drive_project` (`drive_id`,`no`);--> statement-breakpoint
CREATE TABLE `consensus` (
	`id` text PRIMARY KEY NOT NULL,
	`motion_id` text NOT NULL,
	`no` integer NOT NULL,
	`form` text NOT NULL,
	`held_on` text NOT NULL,
	`place` text NOT NULL,
	`present` integer NOT NULL,
	`outcome` text NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`dissent` text NOT NULL,
	`next` text NOT NULL,
	`recorded_by_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `consensus_by_no` ON `consensus` (`motion_id`,`no`);--> statement-breakpoint
CREATE TABLE `motion` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`matter` text NOT NULL,
	`raised_by` text NOT NULL,
	`source_post_id` text,
	`needed` integer NOT NULL,
	`out_of` integer NOT NULL,
	`signed` integer NOT NULL,
	`state` text NOT NULL,
	`raised_at` integer,
	`log_due_at` integer,
	`logged_at` integer,
	`logged_by_id` text,
	`talk_through` text,
	`closed_at` integer,
	`closed_reason` text
);
--> statement-breakpoint
CREATE INDEX `motion_by_village` ON `motion` (`village_code`,`state`,`no`);--> statement-breakpoint
CREATE INDEX `motion_by_log` ON `motion` (`log_due_at`);--> statement-breakpoint
CREATE INDEX `motion_by_source` ON `motion` (`source_post_id`);--> statement-breakpoint
CREATE TABLE `motion_invitee` (
	`id` text PRIMARY KEY NOT NULL,
	`motion_id` text NOT NULL,
	`villager_id` text,
	`name` text NOT NULL,
	`why` text NOT NULL,
	`invited_by_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `motion_invitee_by_motion` ON `motion_invitee` (`motion_id`,`at`);--> statement-breakpoint
CREATE TABLE `motion_signature` (
	`motion_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`motion_id`, `villager_id`)
);
--> statement-breakpoint
CREATE INDEX `motion_signature_by_person` ON `motion_signature` (`person_id`);--> statement-breakpoint
CREATE TABLE `motion_step` (
	`id` text PRIMARY KEY NOT NULL,
	`motion_id` text NOT NULL,
	`village_code` text NOT NULL,
	`step` text NOT NULL,
	`attempt` integer NOT NULL,
	`body` text NOT NULL,
	`vote_type` text NOT NULL,
	`is_merged` integer NOT NULL,
	`state` text NOT NULL,
	`notice_at` integer,
	`meet_on` text NOT NULL,
	`place` text NOT NULL,
	`chair` text NOT NULL,
	`roll_hash` text NOT NULL,
	`entitled` integer NOT NULL,
	`women_entitled` integer NOT NULL,
	`present` integer NOT NULL,
	`women_present` integer NOT NULL,
	`yes` integer NOT NULL,
	`no` integer NOT NULL,
	`abstain` integer NOT NULL,
	`spoiled` integer NOT NULL,
	`minutes` text NOT NULL,
	`html` text NOT NULL,
	`dissent` text NOT NULL,
	`verdict` text NOT NULL,
	`rule_version` integer NOT NULL,
	`vote_id` text,
	`disclosed_post_id` text,
	`called_by_id` text NOT NULL,
	`recorded_by_id` text,
	`checked_by_id` text,
	`checked_at` integer,
	`called_at` integer NOT NULL,
	`recorded_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `motion_step_by_try` ON `motion_step` (`motion_id`,`step`,`attempt`);--> statement-breakpoint
CREATE INDEX `motion_step_by_village` ON `motion_step` (`village_code`,`meet_on`,`id`);--> statement-breakpoint
CREATE TABLE `motion_voice` (
	`comment_id` text PRIMARY KEY NOT NULL,
	`motion_id` text NOT NULL,
	`side` text NOT NULL,
	`state` text,
	`decided_by_id` text,
	`decided_at` integer,
	`reason` text
);
--> statement-breakpoint
CREATE INDEX `motion_voice_by_motion` ON `motion_voice` (`motion_id`,`side`,`comment_id`);--> statement-breakpoint
CREATE TABLE `resolution` (
	`id` text PRIMARY KEY NOT NULL,
	`motion_id` text NOT NULL,
	`step_id` text NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`passed_on` text NOT NULL,
	`owner_id` text NOT NULL,
	`budget_fen` integer,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`shown_through` text NOT NULL,
	`done_on` text,
	`spent_fen` integer,
	`report_due_on` text NOT NULL,
	`reported_at` integer
);
--> statement-breakpoint
CREATE INDEX `resolution_by_village` ON `resolution` (`village_code`,`passed_on`,`id`);--> statement-breakpoint
CREATE INDEX `resolution_by_motion` ON `resolution` (`motion_id`);--> statement-breakpoint
CREATE INDEX `resolution_by_report` ON `resolution` (`state`,`report_due_on`);--> statement-breakpoint
CREATE TABLE `resolution_report` (
	`id` text PRIMARY KEY NOT NULL,
	`resolution_id` text NOT NULL,
	`no` integer NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`spent_fen` integer,
	`difference` text NOT NULL,
	`by_id` text NOT NULL,
	`at` integer NOT NULL,
	`checked_by_id` text,
	`checked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resolution_report_by_no` ON `resolution_report` (`resolution_id`,`no`);--> statement-breakpoint
CREATE TABLE `step_attendance` (
	`step_id` text NOT NULL,
	`no` integer NOT NULL,
	`member_id` text,
	`villager_id` text,
	`name` text NOT NULL,
	`is_woman` integer NOT NULL,
	`group_code` text,
	`how` text NOT NULL,
	PRIMARY KEY(`step_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `contest` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`about` text NOT NULL,
	`state` text NOT NULL,
	`places` integer NOT NULL,
	`nominate_through` text NOT NULL,
	`object_through` text NOT NULL,
	`judge_through` text NOT NULL,
	`jurors` integer NOT NULL,
	`opened_by_id` text NOT NULL,
	`decided_at` integer
);
--> statement-breakpoint
CREATE INDEX `contest_by_village` ON `contest` (`village_code`,`state`,`no`);--> statement-breakpoint
CREATE TABLE `contest_juror` (
	`contest_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`person_id` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`contest_id`, `villager_id`)
);
--> statement-breakpoint
CREATE TABLE `contest_like` (
	`contest_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`nominee_id` text NOT NULL,
	PRIMARY KEY(`contest_id`, `villager_id`)
);
--> statement-breakpoint
CREATE INDEX `contest_like_by_nominee` ON `contest_like` (`nominee_id`);--> statement-breakpoint
CREATE TABLE `contest_nominee` (
	`id` text PRIMARY KEY NOT NULL,
	`contest_id` text NOT NULL,
	`no` integer NOT NULL,
	`household_id` text NOT NULL,
	`name` text NOT NULL,
	`why` text NOT NULL,
	`html` text NOT NULL,
	`by_id` text NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`agreed_by_id` text,
	`agreed_how` text,
	`agreed_at` integer,
	`out_reason` text,
	`likes` integer NOT NULL,
	`points` integer,
	`place` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contest_nominee_by_household` ON `contest_nominee` (`contest_id`,`household_id`);--> statement-breakpoint
CREATE INDEX `contest_nominee_by_contest` ON `contest_nominee` (`contest_id`,`state`,`no`);--> statement-breakpoint
CREATE TABLE `contest_objection` (
	`id` text PRIMARY KEY NOT NULL,
	`contest_id` text NOT NULL,
	`nominee_id` text NOT NULL,
	`by_id` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`answer` text NOT NULL,
	`decided_by_id` text,
	`decided_at` integer
);
--> statement-breakpoint
CREATE INDEX `contest_objection_by_contest` ON `contest_objection` (`contest_id`,`state`,`at`);--> statement-breakpoint
CREATE TABLE `contest_sheet` (
	`nominee_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`points` integer NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`nominee_id`, `villager_id`)
);
--> statement-breakpoint
CREATE TABLE `survey` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`state` text NOT NULL,
	`group_codes` text,
	`closes_at` integer NOT NULL,
	`least` integer NOT NULL,
	`answers` integer NOT NULL,
	`opened_at` integer,
	`closed_at` integer,
	`reminded_at` integer,
	`made_by_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `survey_by_village` ON `survey` (`village_code`,`state`,`no`);--> statement-breakpoint
CREATE INDEX `survey_by_closing` ON `survey` (`state`,`closes_at`);--> statement-breakpoint
CREATE TABLE `survey_answer` (
	`survey_id` text NOT NULL,
	`no` integer NOT NULL,
	`group_code` text,
	`answers` text NOT NULL,
	PRIMARY KEY(`survey_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `survey_answerer` (
	`survey_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`sealed` text,
	PRIMARY KEY(`survey_id`, `villager_id`)
);
--> statement-breakpoint
CREATE TABLE `survey_question` (
	`survey_id` text NOT NULL,
	`no` integer NOT NULL,
	`kind` text NOT NULL,
	`label` text NOT NULL,
	`hint` text NOT NULL,
	`is_required` integer NOT NULL,
	`options` text NOT NULL,
	`rows` text NOT NULL,
	`most` integer NOT NULL,
	PRIMARY KEY(`survey_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `vote` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`type` text NOT NULL,
	`motion_id` text,
	`state` text NOT NULL,
	`secrecy` text NOT NULL,
	`unit` text NOT NULL,
	`most` integer NOT NULL,
	`group_codes` text,
	`notice_at` integer,
	`opens_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	`second_round` text NOT NULL,
	`previous_id` text,
	`void_reason` text,
	`roster_count` integer NOT NULL,
	`roster_hash` text NOT NULL,
	`frozen_by_id` text,
	`frozen_at` integer,
	`prepared_by_id` text NOT NULL,
	`rule_version` integer NOT NULL,
	`closed_at` integer,
	`counted_at` integer,
	`reminded_at` integer
);
--> statement-breakpoint
CREATE INDEX `vote_by_village` ON `vote` (`village_code`,`state`,`no`);--> statement-breakpoint
CREATE INDEX `vote_by_closing` ON `vote` (`state`,`closes_at`);--> statement-breakpoint
CREATE INDEX `vote_by_opening` ON `vote` (`state`,`opens_at`);--> statement-breakpoint
CREATE INDEX `vote_by_motion` ON `vote` (`motion_id`);--> statement-breakpoint
CREATE TABLE `vote_ballot` (
	`vote_id` text NOT NULL,
	`no` integer NOT NULL,
	`choices` text NOT NULL,
	PRIMARY KEY(`vote_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `vote_elector` (
	`id` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`no` integer NOT NULL,
	`villager_id` text,
	`household_id` text,
	`member_id` text,
	`name` text NOT NULL,
	`group_code` text,
	`standing` text NOT NULL,
	`reason` text NOT NULL,
	`decided_by_id` text,
	`mandate_villager_id` text,
	`mandate_by_id` text,
	`voted` text,
	`table_id` text
);
--> statement-breakpoint
CREATE INDEX `vote_elector_by_no` ON `vote_elector` (`vote_id`,`standing`,`no`,`id`);--> statement-breakpoint
CREATE INDEX `vote_elector_by_name` ON `vote_elector` (`vote_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `vote_elector_by_villager` ON `vote_elector` (`vote_id`,`villager_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_by_household` ON `vote_elector` (`vote_id`,`household_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_by_mandate` ON `vote_elector` (`vote_id`,`mandate_villager_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_by_table` ON `vote_elector` (`table_id`,`no`);--> statement-breakpoint
CREATE TABLE `vote_envelope` (
	`elector_id` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`sealed` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vote_envelope_by_hash` ON `vote_envelope` (`vote_id`,`hash`);--> statement-breakpoint
CREATE TABLE `vote_envelope_list` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`hashes` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `vote_named_ballot` (
	`elector_id` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`choices` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vote_named_ballot_by_vote` ON `vote_named_ballot` (`vote_id`,`elector_id`);--> statement-breakpoint
CREATE TABLE `vote_option` (
	`vote_id` text NOT NULL,
	`no` integer NOT NULL,
	`label` text NOT NULL,
	`hint` text NOT NULL,
	`meaning` text NOT NULL,
	PRIMARY KEY(`vote_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `vote_paper_count` (
	`table_id` text NOT NULL,
	`teller_id` text NOT NULL,
	`counts` text NOT NULL,
	`spoiled` integer NOT NULL,
	PRIMARY KEY(`table_id`, `teller_id`)
);
--> statement-breakpoint
CREATE TABLE `vote_result` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`entitled` integer NOT NULL,
	`online` integer NOT NULL,
	`paper` integer NOT NULL,
	`spoiled` integer NOT NULL,
	`counts` text NOT NULL,
	`verdict` text NOT NULL,
	`is_carried` integer,
	`envelopes_hash` text NOT NULL,
	`ballots_hash` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `vote_set_aside` (
	`table_id` text NOT NULL,
	`elector_id` text NOT NULL,
	`why` text NOT NULL,
	PRIMARY KEY(`table_id`, `elector_id`)
);
--> statement-breakpoint
CREATE TABLE `vote_table` (
	`id` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`no` integer NOT NULL,
	`place` text NOT NULL,
	`is_offline` integer NOT NULL,
	`opened_by_id` text NOT NULL,
	`state` text NOT NULL,
	`missing_reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vote_table_by_no` ON `vote_table` (`vote_id`,`no`);--> statement-breakpoint
CREATE TABLE `vote_teller` (
	`vote_id` text NOT NULL,
	`seat` integer NOT NULL,
	`person_id` text NOT NULL,
	`public_key` text,
	`proven_at` integer,
	PRIMARY KEY(`vote_id`, `seat`)
);
--> statement-breakpoint
CREATE INDEX `vote_teller_by_person` ON `vote_teller` (`person_id`,`vote_id`);--> statement-breakpoint
ALTER TABLE `villager` ADD `adult_from` text;