DROP INDEX `resolution_by_report`;--> statement-breakpoint
CREATE INDEX `resolution_by_report` ON `resolution` (`state`,`report_due_on`,`id`);--> statement-breakpoint
CREATE INDEX `motion_step_by_state` ON `motion_step` (`state`,`meet_on`,`id`);--> statement-breakpoint
CREATE INDEX `motion_step_by_decision` ON `motion_step` (`step`,`state`,`disclosed_post_id`,`meet_on`,`id`);