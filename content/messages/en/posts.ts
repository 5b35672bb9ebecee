export const posts: typeof import('../zh/posts.ts').posts = {};
