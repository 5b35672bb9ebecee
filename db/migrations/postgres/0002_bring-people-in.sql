CREATE TABLE "roster_import" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"by_id" text,
	"at" bigint NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"undone_at" bigint
);
--> statement-breakpoint
ALTER TABLE "villager" ADD COLUMN "is_head" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "villager" ADD COLUMN "phone_sealed" text;--> statement-breakpoint
ALTER TABLE "villager" ADD COLUMN "import_id" text;--> statement-breakpoint
ALTER TABLE "household" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "household" ADD COLUMN "import_id" text;--> statement-breakpoint
CREATE INDEX "roster_import_by_village" ON "roster_import" USING btree ("village_code","at");