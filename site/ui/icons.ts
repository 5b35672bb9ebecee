import { HTMLString } from 'astro/runtime/server/escape.js';

/** The icons that pages use, cut out of lucide-static when the site is built. Add a name here to use it. */
const files = import.meta.glob<string>(
  [
    '../../node_modules/lucide-static/icons/{house,message-square-text,message-square-plus,message-circle,bell,user,user-round,users,search,phone,map-pin}.svg',
    '../../node_modules/lucide-static/icons/{chevron-left,chevron-right,arrow-up,check,circle-check,circle-alert,info,clock,moon,hammer,eye,eye-off,pause,lock,flag,x,plus}.svg',
    '../../node_modules/lucide-static/icons/{droplets,ellipsis,heart-handshake,lightbulb,trash-2,wallet,waves,camera,image,pencil,send,hand,heart,thumbs-up,reply}.svg',
    '../../node_modules/lucide-static/icons/{megaphone,calendar,calendar-clock,calendar-days,file-text,printer,copy,qr-code,share-2,download,link,log-in,log-out,smartphone,key-round,shield,shield-check}.svg',
    '../../node_modules/lucide-static/icons/{inbox,list-checks,list-todo,user-pen,user-plus,settings,history,bookmark,circle-help,building-2,landmark,network,scroll-text,upload,repeat,star,mail-open,circle-dot,notebook-pen,book-open-text,vote}.svg',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** What stands inside the svg element of one lucide icon. */
function drawing(raw: string): string {
  return raw
    .slice(raw.indexOf('>', raw.indexOf('<svg')) + 1, raw.lastIndexOf('</svg>'))
    .replace(/\s*\n\s*/g, '');
}

const icons = new Map(
  Object.entries(files).map(([path, raw]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.svg'.length),
    new HTMLString(`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${drawing(raw)}</svg>`),
  ]),
);

/** Markup of the named icon (24 × 24, strokes only); throws when the name is not on the list above. */
export function iconHtml(name: string): HTMLString {
  const found = icons.get(name);
  if (found === undefined) throw new Error(`No icon called ${name} in site/ui/icons.ts`);
  return found;
}
