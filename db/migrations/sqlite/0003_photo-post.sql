ALTER TABLE `photo` ADD `post_id` text;--> statement-breakpoint
CREATE INDEX `photo_by_post` ON `photo` (`post_id`,`sort`);