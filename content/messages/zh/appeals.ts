export const appeals = {};
