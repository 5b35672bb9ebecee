ALTER TABLE `disclosure_row` ADD `words` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `disclosure_row_by_side` ON `disclosure_row` (`disclosure_id`,`account_id`,`side`,`no`);