export const grids = {};
