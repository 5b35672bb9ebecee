ALTER TABLE "vote_result" ADD COLUMN "together" integer;--> statement-breakpoint
CREATE INDEX "motion_invitee_by_villager" ON "motion_invitee" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "step_attendance_by_villager" ON "step_attendance" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "contest_juror_by_villager" ON "contest_juror" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "contest_like_by_villager" ON "contest_like" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "contest_nominee_of_household" ON "contest_nominee" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "vote_elector_of_villager" ON "vote_elector" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "vote_elector_of_household" ON "vote_elector" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "vote_elector_of_mandate" ON "vote_elector" USING btree ("mandate_villager_id");