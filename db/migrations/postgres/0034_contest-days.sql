CREATE INDEX "contest_by_state" ON "contest" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "contest_nominee_by_person" ON "contest_nominee" USING btree ("by_id");--> statement-breakpoint
CREATE INDEX "survey_answerer_by_villager" ON "survey_answerer" USING btree ("villager_id");