CREATE TABLE "disclosure_order" (
	"id" text PRIMARY KEY NOT NULL,
	"duty_id" text NOT NULL,
	"village_code" text NOT NULL,
	"asks" text NOT NULL,
	"words" text NOT NULL,
	"ordered_by_id" text,
	"ordered_at" bigint NOT NULL,
	"due_on" text NOT NULL,
	"none_by_id" text,
	"none_at" bigint,
	"met_at" bigint,
	"late_days" integer
);
--> statement-breakpoint
CREATE INDEX "disclosure_order_by_duty" ON "disclosure_order" USING btree ("duty_id","ordered_at");--> statement-breakpoint
CREATE INDEX "disclosure_order_open" ON "disclosure_order" USING btree ("village_code","due_on") WHERE met_at IS NULL;