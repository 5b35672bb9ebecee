CREATE INDEX `contest_by_state` ON `contest` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `contest_nominee_by_person` ON `contest_nominee` (`by_id`);--> statement-breakpoint
CREATE INDEX `survey_answerer_by_villager` ON `survey_answerer` (`villager_id`);