export const appeals: typeof import('../zh/appeals.ts').appeals = {};
