CREATE TABLE `account_balance` (
	`disclosure_id` text NOT NULL,
	`version` integer NOT NULL,
	`account_id` text NOT NULL,
	`village_code` text NOT NULL,
	`period` text NOT NULL,
	`ends_on` text NOT NULL,
	`opening` integer NOT NULL,
	`income` integer NOT NULL,
	`spending` integer NOT NULL,
	`closing` integer NOT NULL,
	`is_standing` integer NOT NULL,
	PRIMARY KEY(`disclosure_id`, `version`, `account_id`)
);
--> statement-breakpoint
CREATE INDEX `account_balance_by_account` ON `account_balance` (`account_id`,`is_standing`,`ends_on`);--> statement-breakpoint
CREATE INDEX `account_balance_by_village` ON `account_balance` (`village_code`,`is_standing`,`ends_on`);--> statement-breakpoint
CREATE TABLE `disclosure` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text,
	`village_code` text NOT NULL,
	`item_code` text NOT NULL,
	`catalogue_version` integer NOT NULL,
	`period` text NOT NULL,
	`ends_on` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`open_to` text NOT NULL,
	`is_taken_away` integer NOT NULL,
	`note` text NOT NULL,
	`recipient_rule` text NOT NULL,
	`recipient_rule_no` integer,
	`change_reason` text NOT NULL,
	`drafted_by_id` text NOT NULL,
	`drafted_by_post` text NOT NULL,
	`upload_id` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`sent_at` integer,
	`published_at` integer,
	`shown_through` text,
	`publicity_through` text,
	`late_days` integer,
	`summary` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_by_period` ON `disclosure` (`village_code`,`item_code`,`period`);--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_by_post` ON `disclosure` (`post_id`);--> statement-breakpoint
CREATE INDEX `disclosure_by_village` ON `disclosure` (`village_code`,`ends_on`,`item_code`,`id`);--> statement-breakpoint
CREATE INDEX `disclosure_under_way` ON `disclosure` (`village_code`,`state`,`changed_at`,`id`) WHERE state <> 'published';--> statement-breakpoint
CREATE INDEX `disclosure_in_publicity` ON `disclosure` (`publicity_through`) WHERE state = 'publicity';--> statement-breakpoint
CREATE TABLE `disclosure_duty` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`of_village_code` text NOT NULL,
	`item_code` text NOT NULL,
	`period` text NOT NULL,
	`ends_on` text NOT NULL,
	`due_on` text NOT NULL,
	`why` text NOT NULL,
	`words` text NOT NULL,
	`ordered_by_id` text,
	`opened_at` integer NOT NULL,
	`met_at` integer,
	`met_by_id` text,
	`is_none` integer NOT NULL,
	`disclosure_id` text,
	`late_days` integer,
	`late_reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_duty_by_period` ON `disclosure_duty` (`village_code`,`of_village_code`,`item_code`,`period`);--> statement-breakpoint
CREATE INDEX `disclosure_duty_by_village` ON `disclosure_duty` (`village_code`,`ends_on`,`item_code`);--> statement-breakpoint
CREATE INDEX `disclosure_duty_open` ON `disclosure_duty` (`village_code`,`due_on`,`item_code`) WHERE met_at IS NULL;--> statement-breakpoint
CREATE INDEX `disclosure_duty_by_disclosure` ON `disclosure_duty` (`disclosure_id`);--> statement-breakpoint
CREATE TABLE `disclosure_file` (
	`id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`hash` text NOT NULL,
	`bytes` integer NOT NULL,
	`pages` integer NOT NULL,
	`added_by_id` text NOT NULL,
	`added_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE INDEX `disclosure_file_by_disclosure` ON `disclosure_file` (`disclosure_id`,`added_at`);--> statement-breakpoint
CREATE TABLE `disclosure_finding` (
	`id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`version` integer NOT NULL,
	`place` text NOT NULL,
	`row_id` text,
	`row_no` integer,
	`column_code` text NOT NULL,
	`kind` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text NOT NULL,
	`first_by_id` text,
	`first_at` integer,
	`second_by_id` text,
	`second_at` integer
);
--> statement-breakpoint
CREATE INDEX `disclosure_finding_by_disclosure` ON `disclosure_finding` (`disclosure_id`,`state`,`row_no`,`id`);--> statement-breakpoint
CREATE INDEX `disclosure_finding_by_row` ON `disclosure_finding` (`row_id`);--> statement-breakpoint
CREATE TABLE `disclosure_request` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`no` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`basis` text NOT NULL,
	`out_of` integer NOT NULL,
	`needed` integer NOT NULL,
	`signed` integer NOT NULL,
	`raised_by_id` text NOT NULL,
	`opened_at` integer NOT NULL,
	`open_through` text NOT NULL,
	`reached_at` integer,
	`duty_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_request_by_no` ON `disclosure_request` (`village_code`,`no`);--> statement-breakpoint
CREATE INDEX `disclosure_request_by_village` ON `disclosure_request` (`village_code`,`opened_at`,`id`);--> statement-breakpoint
CREATE TABLE `disclosure_row` (
	`id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`no` integer NOT NULL,
	`from_version` integer NOT NULL,
	`to_version` integer,
	`replaces_id` text,
	`account_id` text,
	`side` text,
	`kind` text,
	`day` text,
	`amount` integer,
	`shown` text NOT NULL,
	`village` text,
	`own_sealed` text,
	`draft_sealed` text,
	`villager_id` text,
	`resolution_row_id` text,
	`vouchers` integer NOT NULL,
	`objections` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_row_by_no` ON `disclosure_row` (`disclosure_id`,`no`);--> statement-breakpoint
CREATE INDEX `disclosure_row_by_amount` ON `disclosure_row` (`disclosure_id`,`amount`,`no`);--> statement-breakpoint
CREATE INDEX `disclosure_row_by_day` ON `disclosure_row` (`disclosure_id`,`day`,`no`);--> statement-breakpoint
CREATE INDEX `disclosure_row_by_villager` ON `disclosure_row` (`villager_id`);--> statement-breakpoint
CREATE TABLE `disclosure_signature` (
	`request_id` text NOT NULL,
	`villager_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`request_id`, `villager_id`)
);
--> statement-breakpoint
CREATE TABLE `disclosure_step` (
	`id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`version` integer NOT NULL,
	`what` text NOT NULL,
	`by_id` text NOT NULL,
	`by_post` text NOT NULL,
	`reason` text NOT NULL,
	`facts` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `disclosure_step_by_disclosure` ON `disclosure_step` (`disclosure_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `disclosure_sum` (
	`disclosure_id` text NOT NULL,
	`item_code` text NOT NULL,
	`village_code` text NOT NULL,
	`ends_on` text NOT NULL,
	`side` text NOT NULL,
	`kind` text NOT NULL,
	`amount` integer NOT NULL,
	`rows` integer NOT NULL,
	PRIMARY KEY(`disclosure_id`, `side`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `disclosure_sum_by_village` ON `disclosure_sum` (`village_code`,`item_code`,`ends_on`);--> statement-breakpoint
CREATE TABLE `disclosure_upload` (
	`id` text PRIMARY KEY NOT NULL,
	`town_code` text NOT NULL,
	`item_code` text NOT NULL,
	`period` text NOT NULL,
	`file_name` text NOT NULL,
	`villages` integer NOT NULL,
	`rows` integer NOT NULL,
	`by_id` text NOT NULL,
	`at` integer NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE INDEX `disclosure_upload_by_town` ON `disclosure_upload` (`town_code`,`at`);--> statement-breakpoint
CREATE TABLE `disclosure_version` (
	`disclosure_id` text NOT NULL,
	`no` integer NOT NULL,
	`reason` text NOT NULL,
	`note` text NOT NULL,
	`rows` integer NOT NULL,
	`published_by_id` text NOT NULL,
	`published_by_post` text NOT NULL,
	`published_at` integer NOT NULL,
	`shown_through` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`disclosure_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `line_objection` (
	`post_id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`row_id` text NOT NULL,
	`row_no` integer NOT NULL,
	`village_code` text NOT NULL,
	`is_private` integer NOT NULL,
	`level` text NOT NULL,
	`outcome` text,
	`answer` text NOT NULL,
	`answer_html` text NOT NULL,
	`answered_by_id` text,
	`answered_by_post` text,
	`answered_at` integer,
	`raised_at` integer,
	`raised_why` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `line_objection_by_row` ON `line_objection` (`row_id`,`post_id`);--> statement-breakpoint
CREATE INDEX `line_objection_by_disclosure` ON `line_objection` (`disclosure_id`,`row_no`,`post_id`);--> statement-breakpoint
CREATE INDEX `line_objection_by_village` ON `line_objection` (`village_code`,`answered_at`,`post_id`);--> statement-breakpoint
CREATE TABLE `line_objection_step` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`what` text NOT NULL,
	`level` text NOT NULL,
	`outcome` text,
	`body` text NOT NULL,
	`html` text NOT NULL,
	`by_id` text NOT NULL,
	`by_post` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `line_objection_step_by_post` ON `line_objection_step` (`post_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `money_account` (
	`id` text PRIMARY KEY NOT NULL,
	`village_code` text NOT NULL,
	`name` text NOT NULL,
	`of_village_code` text,
	`sort` integer NOT NULL,
	`opened_on` text NOT NULL,
	`closed_on` text
);
--> statement-breakpoint
CREATE INDEX `money_account_by_village` ON `money_account` (`village_code`,`sort`);--> statement-breakpoint
CREATE TABLE `village_disclosure` (
	`village_code` text PRIMARY KEY NOT NULL,
	`since` text NOT NULL,
	`choices` text NOT NULL,
	`set_by_id` text NOT NULL,
	`set_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `village_item` (
	`village_code` text NOT NULL,
	`code` text NOT NULL,
	`body` text NOT NULL,
	`added_by_id` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`village_code`, `code`)
);
--> statement-breakpoint
CREATE TABLE `voucher` (
	`id` text PRIMARY KEY NOT NULL,
	`disclosure_id` text NOT NULL,
	`row_id` text NOT NULL,
	`sort` integer NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`photo_id` text NOT NULL,
	`copy_id` text,
	`added_by_id` text NOT NULL,
	`added_at` integer NOT NULL,
	`covered_by_id` text,
	`covered_at` integer,
	`checked_by_id` text,
	`checked_at` integer,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `voucher_by_row` ON `voucher` (`row_id`,`sort`);--> statement-breakpoint
CREATE INDEX `voucher_by_disclosure` ON `voucher` (`disclosure_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `voucher_by_photo` ON `voucher` (`photo_id`);--> statement-breakpoint
CREATE INDEX `voucher_by_copy` ON `voucher` (`copy_id`);