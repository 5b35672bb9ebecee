ALTER TABLE "disclosure_request" DROP COLUMN "title";--> statement-breakpoint
ALTER TABLE "disclosure_request" DROP COLUMN "body";--> statement-breakpoint
ALTER TABLE "disclosure_request" DROP COLUMN "html";