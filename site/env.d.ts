declare namespace App {
  interface Locals {
    /** Who is looking, and everything views need. */
    ctx: import('#server/kernel/context.ts').Context;
    /** A form that comes back with what was typed and what is wrong. */
    form: import('#server/kernel/http.ts').FormState | null;
    size: import('#site/layouts/frame.ts').TextSize;
    /** The words of what was just done. */
    flash: string | null;
    /** Null where real people are at home. */
    demo: import('#site/layouts/frame.ts').DemoState | null;
  }
}
