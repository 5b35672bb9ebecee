export const accounts: typeof import('../zh/accounts.ts').accounts = {};
