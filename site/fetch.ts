import sheet from '#site/styles/site.css?inline';
import { createFetch } from '#server/main.ts';

export default createFetch(sheet);
