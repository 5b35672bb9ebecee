import type { Chance } from '#tests/long/support/chance.ts';

/** What stands in addresses that nobody of good will types, as it goes onto the wire. */
export const garbageInPaths = [
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'NaN',
  'undefined',
  '%00',
  '%ff',
  '%E0%A4%A',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  '...',
  "'%20OR%201=1--",
  '%F0%9F%8C%B3',
  '%E7%9F%B3%E6%A2%AF',
  '__proto__',
  'constructor',
  'new',
  'a'.repeat(3000),
  '01990000-0000-7000-8000-000000000000',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  'x;y=z',
  '*',
  '{a}',
];

/** What no form of ours would send, or only a very strange person. */
export const garbageInFields = [
  '',
  ' ',
  '\0\0',
  'a'.repeat(30_000),
  '灯'.repeat(6_000),
  '-1',
  '1e308',
  'NaN',
  '2026-02-30',
  '9999-12-31',
  '2026-11-17',
  '\u202e反了',
  '\ud800',
  "'; DROP TABLE post; --",
  '<script>alert(1)</script>',
  '{{7*7}}<%= 7*7 %>',
  '__proto__',
  'yes',
  'public',
  'keep',
  '*'.repeat(4_000),
  '['.repeat(4_000),
  '> '.repeat(2_000),
  `${'- '.repeat(1_500)}x`,
  '`'.repeat(3_000),
  '![](data:,x)'.repeat(300),
  '|a'.repeat(2_000),
  `${'<b>'.repeat(1_500)}`,
  '&#0;&#x110000;&amp;'.repeat(200),
  'http://a.b/'.repeat(400),
  '请把村口的灯修一修，晚上看不清',
];

/** Names of fields of all our forms, and some that none has. */
export const fieldNames = [
  ...['key', 'body', 'words', 'title', 'kind', 'shownAs', 'parentId', 'audience', 'until', 'why'],
  ...['picture', 'groupCode', 'landmark', 'latitude', 'longitude', 'addressee', 'notSame', 'drop'],
  ...['verdict', 'rule', 'reason', 'datum', 'grade', 'count', 'itemCode', 'remedy', 'isUrgent'],
  ...['what', 'dueOn', 'milestoneId', 'phone', 'code', 'name', 'password', 'nickname', 'village'],
  ...[
    'idTail',
    'size',
    'back',
    'who',
    'personId',
    'fromAt',
    'untilAt',
    'gridCode',
    'post',
    'about',
  ],
  ...['squares', 'subjectKind', 'subjectId', '__proto__', 'constructor', 'nobody-asked'],
];

/** A form of a few fields, some of them twice. */
export function garbageForm(chance: Chance): URLSearchParams {
  const form = new URLSearchParams();
  for (let n = chance.below(9); n >= 0; n -= 1) {
    form.append(chance.one(fieldNames), chance.one(garbageInFields));
  }
  // A form without a key is refused early: most have one, so that what is behind is reached.
  if (!chance.onceIn(4)) form.set('key', `fuzzed-${chance.below(2 ** 31)}-0123456789`);
  return form;
}

/** Bytes that are no HTTP, or strange HTTP; `body` stands for a form. */
export const garbageRequests = [
  'GET\r\n\r\n',
  '\0\0\0\0\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: [::1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n',
  'GET http://elsewhere/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET //elsewhere/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET \\..\\ HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx',
  'BREW /pot HTTP/1.1\r\nHost: localhost\r\n\r\n',
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${'a=b; '.repeat(4_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(3_000)}\r\n`,
  'GET / HTTP/1.1\r\nHost: localhost\r\nCookie: session=\xff; size=%; flash=\0\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br;q=nan, *;q=-1, gzip;;\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: "",W/,*,"\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=9-1,-\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: -1\r\n\r\n',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":[}',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: multipart/form-data; boundary=\r\nContent-Length: 4\r\n\r\n----',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-7\r\nContent-Length: 9\r\n\r\nphone=%zz',
];

/** Bodies that only claim to be forms with files. */
export const garbageMultipart = [
  '',
  '--b',
  '--b--',
  '--b\r\n\r\n\r\n--b--\r\n',
  '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n',
  '--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0 no picture\r\n--b--\r\n',
  '--b\r\nContent-Disposition: form-data; name="photo"; filename="../../x"\r\n\r\n<svg onload=x>\r\n--b--\r\n',
  '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nabcdefghijklmnopqr\r\n--b\r\nContent-Disposition: form-data; name="photo"; filename=""\r\n\r\n\r\n--b--\r\n',
  `--b\r\n${'X-Y: z\r\n'.repeat(2_000)}\r\nx\r\n--b--\r\n`,
  `--b\r\nContent-Disposition: form-data; name="${'n'.repeat(20_000)}"\r\n\r\nx\r\n--b--\r\n`,
  `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(3_000)}--b--\r\n`,
  '--b\r\nContent-Disposition: form-data; name="words"\r\n\r\nnever ended',
];
