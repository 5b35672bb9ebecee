export const grids: typeof import('../zh/grids.ts').grids = {};
