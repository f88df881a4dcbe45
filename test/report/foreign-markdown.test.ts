import { marked } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { describe, expect, test } from 'vitest'
import { foreignMarkdown } from '../../src/report/foreign-markdown.ts'
import { type ExtraSection, type Report, renderReport } from '../../src/report/report.ts'
import { exampleReport } from './example-report.ts'
import { effectsOf, shown, tablesOf, textOutsideCode } from './gfm.ts'
import { HOSTILE, hostileText, randomFrom } from './hostile-text.ts'

const reportWith = (extra: Partial<ExtraSection>): Report => ({
  ...exampleReport({ values: { f1: 1 }, next: ['Look at it.'] }),
  extra: { file: 'report.md', text: 'Hello', from: 'own', ...extra },
})
/** In a comment on several models, another report stands below. */
const textOf = (extra: Partial<ExtraSection>): string => `${renderReport(reportWith(extra)).text}\nWhat stands below.\n`
const htmlOf = (markdown: string): string => marked.parse(markdown, { gfm: true, async: false })

/** What stands outside the fold of the extra section, as a browser builds the page. */
function outside(text: string): string {
  return sanitizeHtml(htmlOf(text), {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
  }).replace(/<details><summary>report(?:\.|&#46;)md<\/summary>[\s\S]*?<\/details>/g, '[fold]')
}

/** What GitHub would act upon: math and emoji are formatting, and no address follows a broken colon, no note a broken bracket. */
const liveIn = (markdown: string): readonly string[] => [
  ...effectsOf(markdown).filter((effect) => !/^(?:<[bh]r ?\/?>|\$|:[\w+]+:|https?:$|\[\^)/i.test(effect)),
  ...(htmlOf(markdown).match(/<a [^>]*>/g) ?? []),
  ...(/@[\p{L}\d]|#\d|:\/\/|www\.|\bGH-\d|(?<![\w.])[0-9a-f]{7,}(?!\w)/iu.exec(textOutsideCode(markdown)) ?? []),
]

const ESCAPES: readonly string[] = [
  '</details>',
  '</blockquote></details><h1>verdict</h1>',
  '```\nan open fence',
  '~~~~\nanother',
  '````mermaid\nxychart-beta',
  '<!-- open comment',
  '<!-- serin:iris -->',
  '<pre>',
  '<script>\nalert(1)',
  '<![CDATA[',
  '<?php',
  '<details><summary>mine</summary>',
  '- list\n  - list\n\n      code',
  '| a | b |\n| - | - |\n| `open',
  '> > > deep',
  '[Next]: https://evil.example',
  '$$\n\\frac',
  '### ✅ iris: the gate passes',
  '\n\n\n# title\n\n---\n',
  'text\n===',
  '\u2028</details>\u2029',
  '\r</details>\r',
]

describe('a report of our own repository', () => {
  test('is rendered as a quote in a fold', () => {
    const text = textOf({
      text: '# Results\n\n| a | b |\n| - | - |\n| 1 | **2** |\n\nSee [this](https://example.com).',
    })
    expect(text).toContain('<summary>report&#46;md</summary>\n\n> # Results\n>\n> | a | b |')
    expect(tablesOf(text)[1]).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(htmlOf(text)).toContain('See [this]\u200B(https:\u200B//example.com).')
  })

  test.each([...ESCAPES, ...HOSTILE])('%j stays in its fold', (hostile) => {
    expect(outside(textOf({ text: `before\n${hostile}\nafter` }))).toBe(outside(textOf({})))
  })

  test('any mixture stays in its fold, and no HTML, mention or marker comes of it', () => {
    const random = randomFrom(11)
    const normal = outside(textOf({}))
    for (let round = 0; round < 300; round += 1) {
      const pieces = Array.from({ length: 6 }, () =>
        random() < 0.5 ? hostileText(random) : (ESCAPES[Math.floor(random() * ESCAPES.length)] ?? ''),
      )
      const text = textOf({ text: `x${pieces.join(random() < 0.5 ? '\n' : ' ')}` })
      expect(outside(text)).toBe(normal)
      expect(liveIn(foreignMarkdown(pieces.join(random() < 0.5 ? '\n' : ' ')))).toEqual([])
    }
  })

  test.each([
    ['![loss](./plots/loss.png)', '![loss](https://github.com/acme/x.png)'],
    ['![loss](plots/loss.png "title")', '![loss](https://github.com/acme/x.png)'],
    ['![](https://example.com/a.png)', '`https:\u200B//example.com/a.png`'],
    ['![@bob #1](plots/loss.png)', '![@\u200Bbob #\u200B1](https://github.com/acme/x.png)'],
    ['![a](other.png)', '`other.png`'],
    ['![a](http://example.com/a.png)', '`http:\u200B//example.com/a.png`'],
    ['![a](data:image/png;base64,x)', '`data:image/png;base64,x`'],
    ['a<br>b<br/>c<br />', 'a<br>b<br/>c<br />'],
  ])('%s becomes %s', (text, expected) => {
    expect(foreignMarkdown(text, new Map([['plots/loss.png', 'https://github.com/acme/x.png']]))).toBe(`> ${expected}`)
  })

  test.each([
    '![a][b]\n\n[b]: http://evil.example/a.png',
    '![a](https://ok.example/](http://evil.example/a.png)',
    '![a\\](https://ok.example](http://evil.example/a.png)',
    '![a [b]](http://evil.example/a.png)',
    '![a\nb](http://evil.example/a.png)',
    '![a](\nhttp://evil.example/a.png)',
    '![a]( <http://evil.example/a.png> )',
    '<img src=http://evil.example/a.png>',
    '![b]\n\n[b]: http://evil.example/a.png',
  ])('%j loads nothing', (text) => {
    expect(htmlOf(foreignMarkdown(text))).not.toMatch(/<img/)
  })

  test.each(['&#64;bob', '&commat;bob', '@&#98;ob', '@&fjlig;', '\\@bob', '@<b></b>bob'])(
    '%s mentions nobody',
    (text) => {
      expect(shown(foreignMarkdown(text))).not.toMatch(/@\p{L}/u)
    },
  )

  test.each([
    '#1',
    'acme/secret#2',
    'GH-3',
    'gh\\-3',
    'closes #4',
    'Fixes: acme/iris#5',
    'resolves https://github.com/acme/iris/issues/6',
    'deadbeef1',
    'acme/iris@0123456789abcdef0123456789abcdef01234567',
    '1234567',
    'https://evil.example',
    'https\\://evil.example',
    'https:\\//evil.example',
    'www.evil.example',
    'www\\.evil.example',
    'bob@evil.example',
    'GHSA-aaaa-bbbb-cccc',
    '<https://evil.example>',
    '[a](https://evil.example)',
    '[a](/settings "title")',
    '[a [b]](x)',
    '[a](<x y>)',
    '[a](\nx)',
    '[a][b]\n\n[b]: https://evil.example',
    '[b]\n\n[b]:\nx',
    '[^1]\n\n[^1]: note',
    '[![a](plots/loss.png)](x)',
  ])('%j links nothing and refers to nothing', (text) => {
    const images = new Map([['plots/loss.png', 'https://github.com/acme/x.png']])
    for (const around of [text, `\`${text}`, `- ${text}`, `| a |\n| - |\n| ${text} |`, `see (${text}).`]) {
      expect(liveIn(foreignMarkdown(around, images))).toEqual([])
    }
  })

  test.each(['```mermaid', '~~~ mermaid', '````Mermaid x', '- ```geojson', '```topojson', '> ```stl'])(
    '%j is shown as code',
    (fence) => {
      const html = htmlOf(foreignMarkdown(`${fence}\ngraph TD; A-->B`))
      expect(html).toContain('<code')
      expect(html).not.toMatch(/language-(?:mermaid|geojson|topojson|stl)"/i)
    },
  )

  test('numbers and code are not broken', () => {
    const text = 'f1 0.12345678 of 120000 rows, `a[0]`, `x == 1`, # 1'
    expect(foreignMarkdown(text)).toBe(`> ${text}`)
  })

  test('code keeps what it shows', () => {
    expect(shown(foreignMarkdown('`a<b` and @bob')).replaceAll('\u200B', '')).toBe('a<b and @bob')
  })

  test('of one endless line takes no time', () => {
    const start = performance.now()
    for (const piece of ['![', '![a](', '<', '@a', '[']) renderReport(reportWith({ text: piece.repeat(100_000) }))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})

describe("a fork's report", () => {
  test('is shown as plain text', () => {
    const text = textOf({ text: '# Hello @bob\n</details>', from: 'hostile' })
    expect(text).toContain('```text\n# Hello @bob\n</details>\n```')
  })

  test.each([...ESCAPES, ...HOSTILE])('%j does nothing', (hostile) => {
    const text = textOf({ text: `x\n${hostile}`, from: 'hostile' })
    expect(effectsOf(text)).toEqual([])
    expect(shown(text)).toMatch(/What stands below\.$/)
  })
})

test('an empty one is not shown', () => {
  expect(textOf({ text: ' \n' })).not.toContain('report')
})

test('a long one is cut line by line, with a notice', () => {
  const { text, cut } = renderReport(reportWith({ text: '```\nline\n'.repeat(20_000) }))
  expect(cut).toBe(true)
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toMatch(/Left out: \d+ lines of the report\./)
  expect(text).toContain('**Next:** Look at it.')
})
