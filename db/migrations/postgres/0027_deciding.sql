CREATE TABLE "body_member" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"body" text NOT NULL,
	"villager_id" text,
	"name" text NOT NULL,
	"is_woman" boolean NOT NULL,
	"group_code" text,
	"sort" integer NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint,
	"added_by_id" text NOT NULL,
	"ended_by_id" text,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "drive" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"state" text NOT NULL,
	"tell_through" text NOT NULL,
	"opened_by_id" text NOT NULL,
	"closed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "drive_idea" (
	"comment_id" text PRIMARY KEY NOT NULL,
	"drive_id" text NOT NULL,
	"side" text NOT NULL,
	"state" text NOT NULL,
	"project_id" text,
	"answer" text NOT NULL,
	"decided_by_id" text,
	"decided_at" bigint
);
--> statement-breakpoint
CREATE TABLE "drive_project" (
	"id" text PRIMARY KEY NOT NULL,
	"drive_id" text NOT NULL,
	"no" integer NOT NULL,
	"title" text NOT NULL,
	"owner_id" text NOT NULL,
	"budget_fen" bigint,
	"due_on" text NOT NULL,
	"is_key" boolean NOT NULL,
	"state" text NOT NULL,
	"now" text NOT NULL,
	"motion_id" text,
	"changed_by_id" text NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consensus" (
	"id" text PRIMARY KEY NOT NULL,
	"motion_id" text NOT NULL,
	"no" integer NOT NULL,
	"form" text NOT NULL,
	"held_on" text NOT NULL,
	"place" text NOT NULL,
	"present" integer NOT NULL,
	"outcome" text NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"dissent" text NOT NULL,
	"next" text NOT NULL,
	"recorded_by_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "motion" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"matter" text NOT NULL,
	"raised_by" text NOT NULL,
	"source_post_id" text,
	"needed" integer NOT NULL,
	"out_of" integer NOT NULL,
	"signed" integer NOT NULL,
	"state" text NOT NULL,
	"raised_at" bigint,
	"log_due_at" bigint,
	"logged_at" bigint,
	"logged_by_id" text,
	"talk_through" text,
	"closed_at" bigint,
	"closed_reason" text
);
--> statement-breakpoint
CREATE TABLE "motion_invitee" (
	"id" text PRIMARY KEY NOT NULL,
	"motion_id" text NOT NULL,
	"villager_id" text,
	"name" text NOT NULL,
	"why" text NOT NULL,
	"invited_by_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "motion_signature" (
	"motion_id" text NOT NULL,
	"villager_id" text NOT NULL,
	"person_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "motion_signature_motion_id_villager_id_pk" PRIMARY KEY("motion_id","villager_id")
);
--> statement-breakpoint
CREATE TABLE "motion_step" (
	"id" text PRIMARY KEY NOT NULL,
	"motion_id" text NOT NULL,
	"village_code" text NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"body" text NOT NULL,
	"vote_type" text NOT NULL,
	"is_merged" boolean NOT NULL,
	"state" text NOT NULL,
	"notice_at" bigint,
	"meet_on" text NOT NULL,
	"place" text NOT NULL,
	"chair" text NOT NULL,
	"roll_hash" text NOT NULL,
	"entitled" integer NOT NULL,
	"women_entitled" integer NOT NULL,
	"present" integer NOT NULL,
	"women_present" integer NOT NULL,
	"yes" integer NOT NULL,
	"no" integer NOT NULL,
	"abstain" integer NOT NULL,
	"spoiled" integer NOT NULL,
	"minutes" text NOT NULL,
	"html" text NOT NULL,
	"dissent" text NOT NULL,
	"verdict" jsonb NOT NULL,
	"rule_version" integer NOT NULL,
	"vote_id" text,
	"disclosed_post_id" text,
	"called_by_id" text NOT NULL,
	"recorded_by_id" text,
	"checked_by_id" text,
	"checked_at" bigint,
	"called_at" bigint NOT NULL,
	"recorded_at" bigint
);
--> statement-breakpoint
CREATE TABLE "motion_voice" (
	"comment_id" text PRIMARY KEY NOT NULL,
	"motion_id" text NOT NULL,
	"side" text NOT NULL,
	"state" text,
	"decided_by_id" text,
	"decided_at" bigint,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "resolution" (
	"id" text PRIMARY KEY NOT NULL,
	"motion_id" text NOT NULL,
	"step_id" text NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"passed_on" text NOT NULL,
	"owner_id" text NOT NULL,
	"budget_fen" bigint,
	"due_on" text NOT NULL,
	"state" text NOT NULL,
	"shown_through" text NOT NULL,
	"done_on" text,
	"spent_fen" bigint,
	"report_due_on" text NOT NULL,
	"reported_at" bigint
);
--> statement-breakpoint
CREATE TABLE "resolution_report" (
	"id" text PRIMARY KEY NOT NULL,
	"resolution_id" text NOT NULL,
	"no" integer NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"spent_fen" bigint,
	"difference" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	"checked_by_id" text,
	"checked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "step_attendance" (
	"step_id" text NOT NULL,
	"no" integer NOT NULL,
	"member_id" text,
	"villager_id" text,
	"name" text NOT NULL,
	"is_woman" boolean NOT NULL,
	"group_code" text,
	"how" text NOT NULL,
	CONSTRAINT "step_attendance_step_id_no_pk" PRIMARY KEY("step_id","no")
);
--> statement-breakpoint
CREATE TABLE "contest" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"about" text NOT NULL,
	"state" text NOT NULL,
	"places" integer NOT NULL,
	"nominate_through" text NOT NULL,
	"object_through" text NOT NULL,
	"judge_through" text NOT NULL,
	"jurors" integer NOT NULL,
	"opened_by_id" text NOT NULL,
	"decided_at" bigint
);
--> statement-breakpoint
CREATE TABLE "contest_juror" (
	"contest_id" text NOT NULL,
	"villager_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "contest_juror_contest_id_villager_id_pk" PRIMARY KEY("contest_id","villager_id")
);
--> statement-breakpoint
CREATE TABLE "contest_like" (
	"contest_id" text NOT NULL,
	"villager_id" text NOT NULL,
	"nominee_id" text NOT NULL,
	CONSTRAINT "contest_like_contest_id_villager_id_pk" PRIMARY KEY("contest_id","villager_id")
);
--> statement-breakpoint
CREATE TABLE "contest_nominee" (
	"id" text PRIMARY KEY NOT NULL,
	"contest_id" text NOT NULL,
	"no" integer NOT NULL,
	"household_id" text NOT NULL,
	"name" text NOT NULL,
	"why" text NOT NULL,
	"html" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	"state" text NOT NULL,
	"agreed_by_id" text,
	"agreed_how" text,
	"agreed_at" bigint,
	"out_reason" text,
	"likes" integer NOT NULL,
	"points" integer,
	"place" integer
);
--> statement-breakpoint
CREATE TABLE "contest_objection" (
	"id" text PRIMARY KEY NOT NULL,
	"contest_id" text NOT NULL,
	"nominee_id" text NOT NULL,
	"by_id" text NOT NULL,
	"body" text NOT NULL,
	"at" bigint NOT NULL,
	"state" text NOT NULL,
	"answer" text NOT NULL,
	"decided_by_id" text,
	"decided_at" bigint
);
--> statement-breakpoint
CREATE TABLE "contest_sheet" (
	"nominee_id" text NOT NULL,
	"villager_id" text NOT NULL,
	"points" integer NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "contest_sheet_nominee_id_villager_id_pk" PRIMARY KEY("nominee_id","villager_id")
);
--> statement-breakpoint
CREATE TABLE "survey" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"state" text NOT NULL,
	"group_codes" jsonb,
	"closes_at" bigint NOT NULL,
	"least" integer NOT NULL,
	"answers" integer NOT NULL,
	"opened_at" bigint,
	"closed_at" bigint,
	"reminded_at" bigint,
	"made_by_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_answer" (
	"survey_id" text NOT NULL,
	"no" integer NOT NULL,
	"group_code" text,
	"answers" jsonb NOT NULL,
	CONSTRAINT "survey_answer_survey_id_no_pk" PRIMARY KEY("survey_id","no")
);
--> statement-breakpoint
CREATE TABLE "survey_answerer" (
	"survey_id" text NOT NULL,
	"villager_id" text NOT NULL,
	"sealed" text,
	CONSTRAINT "survey_answerer_survey_id_villager_id_pk" PRIMARY KEY("survey_id","villager_id")
);
--> statement-breakpoint
CREATE TABLE "survey_question" (
	"survey_id" text NOT NULL,
	"no" integer NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"hint" text NOT NULL,
	"is_required" boolean NOT NULL,
	"options" jsonb NOT NULL,
	"rows" jsonb NOT NULL,
	"most" integer NOT NULL,
	CONSTRAINT "survey_question_survey_id_no_pk" PRIMARY KEY("survey_id","no")
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"type" text NOT NULL,
	"motion_id" text,
	"state" text NOT NULL,
	"secrecy" text NOT NULL,
	"unit" text NOT NULL,
	"most" integer NOT NULL,
	"group_codes" jsonb,
	"notice_at" bigint,
	"opens_at" bigint NOT NULL,
	"closes_at" bigint NOT NULL,
	"second_round" text NOT NULL,
	"previous_id" text,
	"void_reason" text,
	"roster_count" integer NOT NULL,
	"roster_hash" text NOT NULL,
	"frozen_by_id" text,
	"frozen_at" bigint,
	"prepared_by_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"closed_at" bigint,
	"counted_at" bigint,
	"reminded_at" bigint
);
--> statement-breakpoint
CREATE TABLE "vote_ballot" (
	"vote_id" text NOT NULL,
	"no" integer NOT NULL,
	"choices" jsonb NOT NULL,
	CONSTRAINT "vote_ballot_vote_id_no_pk" PRIMARY KEY("vote_id","no")
);
--> statement-breakpoint
CREATE TABLE "vote_elector" (
	"id" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"no" integer NOT NULL,
	"villager_id" text,
	"household_id" text,
	"member_id" text,
	"name" text NOT NULL,
	"group_code" text,
	"standing" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by_id" text,
	"mandate_villager_id" text,
	"mandate_by_id" text,
	"voted" text,
	"table_id" text
);
--> statement-breakpoint
CREATE TABLE "vote_envelope" (
	"elector_id" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"sealed" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_envelope_list" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"hashes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_named_ballot" (
	"elector_id" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"choices" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_option" (
	"vote_id" text NOT NULL,
	"no" integer NOT NULL,
	"label" text NOT NULL,
	"hint" text NOT NULL,
	"meaning" text NOT NULL,
	CONSTRAINT "vote_option_vote_id_no_pk" PRIMARY KEY("vote_id","no")
);
--> statement-breakpoint
CREATE TABLE "vote_paper_count" (
	"table_id" text NOT NULL,
	"teller_id" text NOT NULL,
	"counts" jsonb NOT NULL,
	"spoiled" integer NOT NULL,
	CONSTRAINT "vote_paper_count_table_id_teller_id_pk" PRIMARY KEY("table_id","teller_id")
);
--> statement-breakpoint
CREATE TABLE "vote_result" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"entitled" integer NOT NULL,
	"online" integer NOT NULL,
	"paper" integer NOT NULL,
	"spoiled" integer NOT NULL,
	"counts" jsonb NOT NULL,
	"verdict" jsonb NOT NULL,
	"is_carried" boolean,
	"envelopes_hash" text NOT NULL,
	"ballots_hash" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_set_aside" (
	"table_id" text NOT NULL,
	"elector_id" text NOT NULL,
	"why" text NOT NULL,
	CONSTRAINT "vote_set_aside_table_id_elector_id_pk" PRIMARY KEY("table_id","elector_id")
);
--> statement-breakpoint
CREATE TABLE "vote_table" (
	"id" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"no" integer NOT NULL,
	"place" text NOT NULL,
	"is_offline" boolean NOT NULL,
	"opened_by_id" text NOT NULL,
	"state" text NOT NULL,
	"missing_reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_teller" (
	"vote_id" text NOT NULL,
	"seat" integer NOT NULL,
	"person_id" text NOT NULL,
	"public_key" text,
	"proven_at" bigint,
	CONSTRAINT "vote_teller_vote_id_seat_pk" PRIMARY KEY("vote_id","seat")
);
--> statement-breakpoint
ALTER TABLE "villager" ADD COLUMN "adult_from" text;--> statement-breakpoint
CREATE INDEX "body_member_by_body" ON "body_member" USING btree ("village_code","body","until","sort","id");--> statement-breakpoint
CREATE INDEX "body_member_by_villager" ON "body_member" USING btree ("villager_id","until");--> statement-breakpoint
CREATE INDEX "drive_by_village" ON "drive" USING btree ("village_code","state","no");--> statement-breakpoint
CREATE INDEX "drive_idea_by_drive" ON "drive_idea" USING btree ("drive_id","state","side","comment_id");--> statement-breakpoint
CREATE INDEX "drive_idea_by_project" ON "drive_idea" USING btree ("project_id","comment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "drive_project_by_no" ON "drive_project" USING btree ("drive_id","no");--> statement-breakpoint
CREATE UNIQUE INDEX "consensus_by_no" ON "consensus" USING btree ("motion_id","no");--> statement-breakpoint
CREATE INDEX "motion_by_village" ON "motion" USING btree ("village_code","state","no");--> statement-breakpoint
CREATE INDEX "motion_by_log" ON "motion" USING btree ("log_due_at");--> statement-breakpoint
CREATE INDEX "motion_by_source" ON "motion" USING btree ("source_post_id");--> statement-breakpoint
CREATE INDEX "motion_invitee_by_motion" ON "motion_invitee" USING btree ("motion_id","at");--> statement-breakpoint
CREATE INDEX "motion_signature_by_person" ON "motion_signature" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "motion_step_by_try" ON "motion_step" USING btree ("motion_id","step","attempt");--> statement-breakpoint
CREATE INDEX "motion_step_by_village" ON "motion_step" USING btree ("village_code","meet_on","id");--> statement-breakpoint
CREATE INDEX "motion_voice_by_motion" ON "motion_voice" USING btree ("motion_id","side","comment_id");--> statement-breakpoint
CREATE INDEX "resolution_by_village" ON "resolution" USING btree ("village_code","passed_on","id");--> statement-breakpoint
CREATE INDEX "resolution_by_motion" ON "resolution" USING btree ("motion_id");--> statement-breakpoint
CREATE INDEX "resolution_by_report" ON "resolution" USING btree ("state","report_due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "resolution_report_by_no" ON "resolution_report" USING btree ("resolution_id","no");--> statement-breakpoint
CREATE INDEX "contest_by_village" ON "contest" USING btree ("village_code","state","no");--> statement-breakpoint
CREATE INDEX "contest_like_by_nominee" ON "contest_like" USING btree ("nominee_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contest_nominee_by_household" ON "contest_nominee" USING btree ("contest_id","household_id");--> statement-breakpoint
CREATE INDEX "contest_nominee_by_contest" ON "contest_nominee" USING btree ("contest_id","state","no");--> statement-breakpoint
CREATE INDEX "contest_objection_by_contest" ON "contest_objection" USING btree ("contest_id","state","at");--> statement-breakpoint
CREATE INDEX "survey_by_village" ON "survey" USING btree ("village_code","state","no");--> statement-breakpoint
CREATE INDEX "survey_by_closing" ON "survey" USING btree ("state","closes_at");--> statement-breakpoint
CREATE INDEX "vote_by_village" ON "vote" USING btree ("village_code","state","no");--> statement-breakpoint
CREATE INDEX "vote_by_closing" ON "vote" USING btree ("state","closes_at");--> statement-breakpoint
CREATE INDEX "vote_by_opening" ON "vote" USING btree ("state","opens_at");--> statement-breakpoint
CREATE INDEX "vote_by_motion" ON "vote" USING btree ("motion_id");--> statement-breakpoint
CREATE INDEX "vote_elector_by_no" ON "vote_elector" USING btree ("vote_id","standing","no","id");--> statement-breakpoint
CREATE INDEX "vote_elector_by_name" ON "vote_elector" USING btree ("vote_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_elector_by_villager" ON "vote_elector" USING btree ("vote_id","villager_id");--> statement-breakpoint
CREATE INDEX "vote_elector_by_household" ON "vote_elector" USING btree ("vote_id","household_id");--> statement-breakpoint
CREATE INDEX "vote_elector_by_mandate" ON "vote_elector" USING btree ("vote_id","mandate_villager_id");--> statement-breakpoint
CREATE INDEX "vote_elector_by_table" ON "vote_elector" USING btree ("table_id","no");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_envelope_by_hash" ON "vote_envelope" USING btree ("vote_id","hash");--> statement-breakpoint
CREATE INDEX "vote_named_ballot_by_vote" ON "vote_named_ballot" USING btree ("vote_id","elector_id");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_table_by_no" ON "vote_table" USING btree ("vote_id","no");--> statement-breakpoint
CREATE INDEX "vote_teller_by_person" ON "vote_teller" USING btree ("person_id","vote_id");