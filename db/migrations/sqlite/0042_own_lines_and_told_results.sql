ALTER TABLE `vote_result` ADD `together` integer;--> statement-breakpoint
CREATE INDEX `motion_invitee_by_villager` ON `motion_invitee` (`villager_id`);--> statement-breakpoint
CREATE INDEX `step_attendance_by_villager` ON `step_attendance` (`villager_id`);--> statement-breakpoint
CREATE INDEX `contest_juror_by_villager` ON `contest_juror` (`villager_id`);--> statement-breakpoint
CREATE INDEX `contest_like_by_villager` ON `contest_like` (`villager_id`);--> statement-breakpoint
CREATE INDEX `contest_nominee_of_household` ON `contest_nominee` (`household_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_of_villager` ON `vote_elector` (`villager_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_of_household` ON `vote_elector` (`household_id`);--> statement-breakpoint
CREATE INDEX `vote_elector_of_mandate` ON `vote_elector` (`mandate_villager_id`);