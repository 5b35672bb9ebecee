import { createFetch } from '#server/main.ts';
import sheet from '#site/styles/site.css?inline';

export default createFetch(sheet);
