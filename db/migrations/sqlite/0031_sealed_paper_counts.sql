CREATE TABLE `vote_paper_count` (
	`vote_id` text NOT NULL,
	`teller_id` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`vote_id`, `teller_id`)
);
