CREATE TABLE "paper_code" (
	"id" text PRIMARY KEY NOT NULL,
	"villager_id" text NOT NULL,
	"code_hmac" text NOT NULL,
	"issued_by_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"tries" integer NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"nickname" text,
	"phone_hmac" text,
	"phone_sealed" text,
	"phone_tail" text,
	"password_hash" text,
	"password_until" bigint,
	"village_code" text,
	"created_at" bigint NOT NULL,
	"disabled_at" bigint
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"device" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_code" (
	"id" text PRIMARY KEY NOT NULL,
	"phone_hmac" text NOT NULL,
	"code_hmac" text NOT NULL,
	"tries" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "villager" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"household_id" text NOT NULL,
	"name" text NOT NULL,
	"id_tail_hmac" text,
	"person_id" text,
	"verified_at" bigint,
	"verified_by_id" text,
	"verified_how" text,
	"left_at" bigint
);
--> statement-breakpoint
CREATE TABLE "appeal" (
	"post_id" text PRIMARY KEY NOT NULL,
	"picture" text,
	"item_code" text,
	"sla" text NOT NULL,
	"remedy" text,
	"remedy_due_at" bigint,
	"addressee" text NOT NULL,
	"secretary_id" text,
	"household_id" text,
	"landmark" text NOT NULL,
	"latitude" text,
	"longitude" text,
	"is_emergency" boolean NOT NULL,
	"is_manned" boolean NOT NULL,
	"classified_at" bigint,
	"contested_at" bigint,
	"signed_at" bigint,
	"signed_by_id" text,
	"planned_for" text,
	"round" integer NOT NULL,
	"reopened" integer NOT NULL,
	"proposed_at" bigint,
	"confirmed_at" bigint,
	"grade" integer,
	"calendar_version" integer NOT NULL,
	"rule_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "appeal_step" (
	"id" text PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"kind" text NOT NULL,
	"by_id" text,
	"by_post" text NOT NULL,
	"instead_of_id" text,
	"at" bigint NOT NULL,
	"round" integer NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clock_sheet" (
	"post_id" text NOT NULL,
	"clock" text NOT NULL,
	"version" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"due_at" bigint,
	"calendar_version" integer NOT NULL,
	"rule_version" integer NOT NULL,
	"confirmed" boolean NOT NULL,
	"sla" text NOT NULL,
	"reason" text NOT NULL,
	"made_at" bigint NOT NULL,
	CONSTRAINT "clock_sheet_post_id_clock_version_pk" PRIMARY KEY("post_id","clock","version")
);
--> statement-breakpoint
CREATE TABLE "cosign" (
	"post_id" text NOT NULL,
	"voice" text NOT NULL,
	"person_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "cosign_post_id_voice_pk" PRIMARY KEY("post_id","voice")
);
--> statement-breakpoint
CREATE TABLE "milestone" (
	"id" text PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"plan_no" integer NOT NULL,
	"sort" integer NOT NULL,
	"what" text NOT NULL,
	"due_on" text NOT NULL,
	"due_at" bigint NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"post" text NOT NULL,
	"grid_code" text NOT NULL,
	"body" text NOT NULL,
	"title" text NOT NULL,
	"duty" text NOT NULL,
	"is_deputy" boolean NOT NULL,
	"work_phone" text,
	"office_hours" text NOT NULL,
	"sort" integer NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint,
	"granted_by_id" text
);
--> statement-breakpoint
CREATE TABLE "cadre" (
	"no" integer PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"issued_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "division_succession" (
	"old_slug" text PRIMARY KEY NOT NULL,
	"old_code" text,
	"old_name" text NOT NULL,
	"new_code" text NOT NULL,
	"since" text NOT NULL,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duty_shift" (
	"id" text PRIMARY KEY NOT NULL,
	"grid_code" text NOT NULL,
	"person_id" text NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grid" (
	"code" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"parent_code" text,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"kind" text NOT NULL,
	"slug" text,
	"sort" integer NOT NULL,
	"retired_at" bigint
);
--> statement-breakpoint
CREATE TABLE "grid_level" (
	"no" integer PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"grid_code" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leave" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"recorded_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pairing" (
	"id" text PRIMARY KEY NOT NULL,
	"household_id" text NOT NULL,
	"person_id" text NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint
);
--> statement-breakpoint
CREATE TABLE "village_counter" (
	"village_code" text PRIMARY KEY NOT NULL,
	"next_no" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "village_profile" (
	"village_code" text PRIMARY KEY NOT NULL,
	"about" text NOT NULL,
	"office_hours" text NOT NULL,
	"help_name" text NOT NULL,
	"help_phone" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "village_tally" (
	"village_code" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"month" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "village_tally_village_code_kind_state_month_pk" PRIMARY KEY("village_code","kind","state","month")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"values" jsonb NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "draft_person_id_kind_subject_pk" PRIMARY KEY("person_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "form_key" (
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"key" text NOT NULL,
	"result" jsonb,
	"at" bigint NOT NULL,
	CONSTRAINT "form_key_actor_id_action_key_pk" PRIMARY KEY("actor_id","action","key")
);
--> statement-breakpoint
CREATE TABLE "job" (
	"name" text PRIMARY KEY NOT NULL,
	"ran_at" bigint NOT NULL,
	"ok" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_message" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"phone_sealed" text,
	"template" text NOT NULL,
	"body" text NOT NULL,
	"path" text,
	"created_at" bigint NOT NULL,
	"send_after" bigint NOT NULL,
	"sent_at" bigint,
	"read_at" bigint
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"window_ends_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_version" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"valid_from" bigint NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "rule_version_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"id" text PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"village_code" text,
	"actor_id" text,
	"actor_role" text NOT NULL,
	"at" bigint NOT NULL,
	"rule_version" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"nonce" text NOT NULL,
	"commitment" text NOT NULL,
	"leaf" integer
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"id" text PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"parent_id" text,
	"kind" text NOT NULL,
	"author_id" text NOT NULL,
	"shown_as" text NOT NULL,
	"author_post" text,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"created_at" bigint NOT NULL,
	"released_at" bigint,
	"edited_at" bigint,
	"withdrawn_at" bigint,
	"removed_at" bigint,
	"likes" integer NOT NULL,
	"holder_id" text,
	"holder_grid_code" text,
	"first_due_at" bigint,
	"first_answered_at" bigint,
	"first_answered_by_id" text
);
--> statement-breakpoint
CREATE TABLE "photo" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"post_id" text,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"purpose" text NOT NULL,
	"sort" integer NOT NULL,
	"hash" text,
	"width" integer,
	"height" integer,
	"bytes" jsonb,
	"state" text NOT NULL,
	"refusal" text,
	"caption" text NOT NULL,
	"covered" jsonb,
	"created_at" bigint NOT NULL,
	"released_at" bigint,
	"removed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "post" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"village_code" text NOT NULL,
	"group_code" text,
	"no" integer NOT NULL,
	"slip_code" text NOT NULL,
	"author_id" text NOT NULL,
	"entered_by_id" text,
	"shown_as" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"rendered_by" text NOT NULL,
	"audience" text NOT NULL,
	"state" text NOT NULL,
	"holder_id" text,
	"holder_grid_code" text,
	"first_holder_id" text,
	"first_due_at" bigint,
	"first_answered_at" bigint,
	"first_answered_by_id" text,
	"finish_due_at" bigint,
	"finished_at" bigint,
	"next_due_at" bigint,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"released_at" bigint,
	"edited_at" bigint,
	"withdrawn_at" bigint,
	"removed_at" bigint,
	"likes" integer NOT NULL,
	"comments" integer NOT NULL,
	"cosigns" integer NOT NULL,
	"photos" integer NOT NULL,
	"period_ends_at" bigint
);
--> statement-breakpoint
CREATE TABLE "post_like" (
	"post_id" text NOT NULL,
	"person_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "post_like_post_id_person_id_pk" PRIMARY KEY("post_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "post_version" (
	"id" text PRIMARY KEY NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"no" integer NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"is_sealed" boolean NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "privacy_correction" (
	"id" text PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"by_id" text NOT NULL,
	"by_post" text NOT NULL,
	"places" integer NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review" (
	"id" text PRIMARY KEY NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"post_id" text NOT NULL,
	"village_code" text NOT NULL,
	"why" text NOT NULL,
	"reporter_id" text,
	"words" text NOT NULL,
	"opened_at" bigint NOT NULL,
	"due_at" bigint,
	"decided_at" bigint,
	"decided_by_id" text,
	"verdict" text,
	"rule" text,
	"reason" text,
	"objected_at" bigint,
	"objection" text,
	"second_at" bigint,
	"second_by_id" text,
	"second_verdict" text,
	"second_reason" text
);
--> statement-breakpoint
CREATE TABLE "search_queue" (
	"post_id" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_row" (
	"row_no" integer PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"indexed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tombstone" (
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"post_id" text NOT NULL,
	"rule" text NOT NULL,
	"reason" text NOT NULL,
	"by_post" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "tombstone_subject_kind_subject_id_pk" PRIMARY KEY("subject_kind","subject_id")
);
--> statement-breakpoint
CREATE INDEX "paper_code_by_villager" ON "paper_code" USING btree ("villager_id");--> statement-breakpoint
CREATE INDEX "paper_code_by_end" ON "paper_code" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "paper_code_by_code" ON "paper_code" USING btree ("code_hmac");--> statement-breakpoint
CREATE UNIQUE INDEX "person_by_phone" ON "person" USING btree ("phone_hmac");--> statement-breakpoint
CREATE INDEX "person_by_village" ON "person" USING btree ("village_code");--> statement-breakpoint
CREATE INDEX "session_by_person" ON "session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "session_by_end" ON "session" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "session_by_last_end" ON "session" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "sign_in_code_by_phone" ON "sign_in_code" USING btree ("phone_hmac","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_code_by_end" ON "sign_in_code" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "villager_by_household" ON "villager" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "villager_by_village" ON "villager" USING btree ("village_code","name");--> statement-breakpoint
CREATE UNIQUE INDEX "villager_by_person" ON "villager" USING btree ("person_id","village_code");--> statement-breakpoint
CREATE INDEX "appeal_step_by_post" ON "appeal_step" USING btree ("post_id","at","id");--> statement-breakpoint
CREATE INDEX "cosign_by_person" ON "cosign" USING btree ("person_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "milestone_by_post" ON "milestone" USING btree ("post_id","plan_no","sort");--> statement-breakpoint
CREATE INDEX "assignment_by_person" ON "assignment" USING btree ("person_id","until");--> statement-breakpoint
CREATE INDEX "assignment_by_grid" ON "assignment" USING btree ("grid_code","post","until");--> statement-breakpoint
CREATE UNIQUE INDEX "cadre_by_person" ON "cadre" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "duty_shift_by_grid" ON "duty_shift" USING btree ("grid_code","until_at");--> statement-breakpoint
CREATE INDEX "duty_shift_by_end" ON "duty_shift" USING btree ("until_at");--> statement-breakpoint
CREATE UNIQUE INDEX "grid_by_slug" ON "grid" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "grid_by_path" ON "grid" USING btree ("path");--> statement-breakpoint
CREATE INDEX "grid_by_parent" ON "grid" USING btree ("parent_code","sort");--> statement-breakpoint
CREATE INDEX "grid_by_name" ON "grid" USING btree ("short_name");--> statement-breakpoint
CREATE UNIQUE INDEX "household_by_code" ON "household" USING btree ("code");--> statement-breakpoint
CREATE INDEX "household_by_grid" ON "household" USING btree ("grid_code");--> statement-breakpoint
CREATE INDEX "leave_by_person" ON "leave" USING btree ("person_id","until_at");--> statement-breakpoint
CREATE INDEX "leave_by_end" ON "leave" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "pairing_by_household" ON "pairing" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "pairing_by_person" ON "pairing" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "village_tally_by_month" ON "village_tally" USING btree ("kind","month","village_code");--> statement-breakpoint
CREATE INDEX "draft_by_time" ON "draft" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "form_key_by_time" ON "form_key" USING btree ("at");--> statement-breakpoint
CREATE INDEX "outbox_by_person" ON "outbox_message" USING btree ("person_id","created_at","id");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox_message" USING btree ("sent_at","send_after");--> statement-breakpoint
CREATE INDEX "outbox_by_time" ON "outbox_message" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "rate_limit_by_end" ON "rate_limit" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "ledger_by_subject" ON "ledger_entry" USING btree ("subject_kind","subject_id","at");--> statement-breakpoint
CREATE INDEX "ledger_by_village" ON "ledger_entry" USING btree ("village_code","at");--> statement-breakpoint
CREATE INDEX "ledger_by_leaf" ON "ledger_entry" USING btree ("leaf");--> statement-breakpoint
CREATE INDEX "comment_by_post" ON "comment" USING btree ("post_id","created_at","id");--> statement-breakpoint
CREATE INDEX "comment_by_parent" ON "comment" USING btree ("parent_id","created_at");--> statement-breakpoint
CREATE INDEX "comment_by_author" ON "comment" USING btree ("author_id","created_at");--> statement-breakpoint
CREATE INDEX "comment_by_holder" ON "comment" USING btree ("holder_id","first_answered_at","first_due_at");--> statement-breakpoint
CREATE INDEX "comment_by_holder_grid" ON "comment" USING btree ("holder_grid_code","first_answered_at","first_due_at");--> statement-breakpoint
CREATE INDEX "photo_by_subject" ON "photo" USING btree ("subject_kind","subject_id","sort");--> statement-breakpoint
CREATE INDEX "photo_by_hash" ON "photo" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "photo_by_post" ON "photo" USING btree ("post_id","sort");--> statement-breakpoint
CREATE INDEX "photo_by_owner" ON "photo" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "post_by_no" ON "post" USING btree ("village_code","no");--> statement-breakpoint
CREATE UNIQUE INDEX "post_by_slip" ON "post" USING btree ("slip_code");--> statement-breakpoint
CREATE INDEX "post_by_village" ON "post" USING btree ("village_code","kind","audience","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_village_state" ON "post" USING btree ("village_code","kind","audience","state","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_village_group" ON "post" USING btree ("village_code","kind","audience","group_code","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_kind" ON "post" USING btree ("kind","audience","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_author" ON "post" USING btree ("author_id","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_holder" ON "post" USING btree ("holder_id","kind","audience","created_at");--> statement-breakpoint
CREATE INDEX "post_due_by_holder" ON "post" USING btree ("holder_id","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_due_by_grid" ON "post" USING btree ("holder_grid_code","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_due_by_village" ON "post" USING btree ("village_code","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_by_due" ON "post" USING btree ("kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_awaiting" ON "post" USING btree ("id") WHERE state = 'awaiting';--> statement-breakpoint
CREATE UNIQUE INDEX "post_version_by_subject" ON "post_version" USING btree ("subject_kind","subject_id","no");--> statement-breakpoint
CREATE INDEX "privacy_correction_by_post" ON "privacy_correction" USING btree ("post_id","at");--> statement-breakpoint
CREATE INDEX "review_open" ON "review" USING btree ("village_code","decided_at","due_at","id");--> statement-breakpoint
CREATE INDEX "review_by_due" ON "review" USING btree ("decided_at","due_at","id");--> statement-breakpoint
CREATE INDEX "review_by_objection" ON "review" USING btree ("second_at","objected_at");--> statement-breakpoint
CREATE INDEX "review_by_subject" ON "review" USING btree ("subject_kind","subject_id","opened_at");--> statement-breakpoint
CREATE INDEX "search_queue_by_time" ON "search_queue" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "search_row_by_post" ON "search_row" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "tombstone_by_post" ON "tombstone" USING btree ("post_id");