import { describe, expect, test } from 'vitest'
import {
  breakableCode,
  codeLink,
  details,
  escapeText,
  fence,
  inlineCode,
  link,
  prose,
  tableOf,
} from '../../src/report/markdown.ts'
import { effectsOf, shown, tablesOf, textOutsideCode } from './gfm.ts'
import { HOSTILE, hostileText, randomFrom } from './hostile-text.ts'

describe('inline code', () => {
  test.each([
    ['accuracy', '`accuracy`'],
    ['val_loss', '`val_loss`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['`', '<code>&#96;</code>'],
    [' a ', '`  a  `'],
    ['', '`""`'],
    ['  ', '`"  "`'],
    ['a\nb', '`a\\nb`'],
    ['a\u202eb', '`a\\u202eb`'],
    ['\u{E0041}', '`\\u{e0041}`'],
    ['\uD800', '`\\ud800`'],
    ['⚠️', '`⚠️`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['<!-- x -->', '<code>&#60;&#33;&#45;&#45; x &#45;&#45;&#62;</code>'],
  ])('%j is %s', (text, markdown) => {
    expect(inlineCode(text)).toBe(markdown)
  })

  test.each(HOSTILE.filter((text) => text.trim() !== '' && !/[\p{C}\u{E0041}]/u.test(text) && text.length < 200))(
    '%j is shown as it is',
    (text) => {
      expect(shown(inlineCode(text))).toBe(text)
    },
  )

  test('a name of 10,000 characters loses its middle', () => {
    const code = inlineCode(`start${'x'.repeat(10_000)}end`)
    expect(code.length).toBeLessThan(210)
    expect(code).toMatch(/^`startx+…x+end`$/)
  })

  test('shortening never leaves half a character', () => {
    for (let length = 5; length < 30; length += 1) expect(inlineCode('😀'.repeat(100), length)).not.toContain('\\ud')
  })
})

describe('text', () => {
  test.each([
    ['Plain words, with punctuation (and more).', 'Plain words, with punctuation (and more).'],
    ['thanks @bob, see #12.', 'thanks `@bob`, see `#12`.'],
    ['commit deadbeef1 is bad', 'commit `deadbeef1` is bad'],
    ['see https://evil.example!', 'see `https://evil.example`!'],
    ['*a* _b_ [c](d)', '\\*a\\* \\_b\\_ \\[c\\](d)'],
    ['<b> & |', '&#60;b&#62; &#38; &#124;'],
    ['- a', '&#45; a'],
    ['1. a', '1\\. a'],
    ['0.21 is fine', '0.21 is fine'],
    ['two\nlines', 'two lines'],
    [':tada:', '`:tada:`'],
    ['$x$', '`$x$`'],
  ])('%j is %s', (text, markdown) => {
    expect(escapeText(text)).toBe(markdown)
  })

  test.each(HOSTILE)('%j does nothing', (text) => {
    expect(effectsOf(escapeText(text))).toEqual([])
    expect(effectsOf(prose(text))).toEqual([])
    expect(effectsOf(inlineCode(text))).toEqual([])
  })

  test('backticks of our own sentences become code', () => {
    expect(prose('Merge, then comment `/canary 20` on #7.')).toBe('Merge, then comment `/canary 20` on `#7`.')
  })

  test('a backtick without a partner is text', () => {
    expect(shown(prose('a ` b'))).toBe('a ` b')
  })
})

describe('tables', () => {
  test.each(HOSTILE)('a cell with %j stays one cell', (text) => {
    const table = tableOf([
      ['a', 'b'],
      [inlineCode(text), escapeText(text)],
      ['1', '2'],
    ])
    const [rows] = tablesOf(table)
    expect(rows?.map((row) => row.length)).toEqual([2, 2, 2])
    expect(rows?.[2]).toEqual(['1', '2'])
    expect(effectsOf(table)).toEqual([])
  })

  test('columns are not padded, so one long name costs its own length only', () => {
    expect(
      tableOf(
        [
          ['a', 'b'],
          ['long name', '1'],
        ],
        ['l', 'r'],
      ),
    ).toBe('| a | b |\n| :- | -: |\n| long name | 1 |')
  })
})

describe('blocks', () => {
  test('a fence is longer than any in the text', () => {
    expect(fence('a\n````\nb', 'text')).toBe('`````text\na\n````\nb\n`````')
  })

  test('output is shown as a terminal leaves it', () => {
    expect(fence('\u001b[31mred\u001b[0m\r\n 10%\r 50%\r100%\n\u001b]0;title\u0007done\tok')).toBe(
      '```\nred\n100%\ndone\tok\n```',
    )
  })

  test('output cannot forge a hidden marker', () => {
    expect(fence('<!-- serin:iris -->')).not.toContain('<!--')
  })

  test('the language of a fence is a word', () => {
    expect(fence('a', 'te`xt\n#')).toBe('```text\na\n```')
  })

  test.each(HOSTILE)('a summary with %j stays folded', (text) => {
    const folded = details(text, 'inside')
    expect(effectsOf(folded)).toEqual([])
    expect(folded.split('\n')).toHaveLength(5)
  })
})

describe('links', () => {
  test('a link shows its text', () => {
    expect(link('the run', 'https://github.com/acme/iris/actions/runs/1')).toBe(
      '[the run](https://github.com/acme/iris/actions/runs/1)',
    )
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'not a url', '', '//evil.example', 'file:///etc/passwd'])(
    '%s is no link',
    (url) => {
      expect(link('text', url)).toBe('text')
    },
  )

  test('an address cannot end its link', () => {
    const markdown = link('x', 'https://github.com/acme/a)b(c|d`e<f>g h"i')
    expect(markdown).toMatch(/^\[x\]\([^()<>|`" ]+\)$/)
  })

  test.each(HOSTILE)('a link with the text %j leads nowhere else', (text) => {
    expect(effectsOf(link(text, 'https://github.com/acme/iris'))).toEqual([])
    expect(effectsOf(codeLink(text, 'https://github.com/acme/iris'))).toEqual([])
  })
})

test('three thousand hostile texts do nothing', () => {
  const random = randomFrom(1)
  for (let round = 0; round < 3000; round += 1) {
    const text = hostileText(random)
    const markdown = `${escapeText(text)}\n\n${tableOf([['a'], [inlineCode(text)], [prose(text)]])}`
    expect(effectsOf(markdown), JSON.stringify(text)).toEqual([])
    expect(tablesOf(markdown)[0], JSON.stringify(text)).toHaveLength(3)
  }
})

test('long hostile text is escaped in no time', () => {
  const start = performance.now()
  for (const piece of [':', '@', '.', '[', '`', '<', '0123456', ' ', '\\', ':a', '$ ']) {
    const text = piece.repeat(200_000)
    escapeText(text)
    prose(text)
    inlineCode(text)
    fence(text)
  }
  expect(performance.now() - start).toBeLessThan(3000)
})

test('mentions outside code are looked for by these tests', () => {
  expect(textOutsideCode('`@a` @b')).toContain('@b')
  expect(effectsOf('@b')).not.toEqual([])
  expect(effectsOf('<b>')).not.toEqual([])
})

test.each([
  ['accuracy', '`accuracy`'],
  ['a_name_that_is_long_enough.f1', /^<code>a&#95;name&#95;that&#95;<wbr>/],
  ['averyveryveryveryverylongnamewithoutparts', /^<code>averyveryveryveryver<wbr>/],
])('a name in a table may be broken when it is long: %s', (name, markdown) => {
  expect(breakableCode(name)).toMatch(typeof markdown === 'string' ? new RegExp(`^${markdown}$`) : markdown)
  expect(shown(breakableCode(name))).toBe(name)
})

test.each(HOSTILE)('a hostile name that may be broken does nothing: %j', (name) => {
  for (const text of [name, `${name} ${name} ${name}`, `averylongbeginningofaname_${name}`]) {
    const table = tableOf([['metric'], [breakableCode(text)]])
    expect(effectsOf(table)).toEqual([])
    expect(tablesOf(table)[0]).toHaveLength(2)
  }
})

test('a sign of two halves is never broken', () => {
  expect(breakableCode('x'.repeat(19) + '😀'.repeat(30)).isWellFormed()).toBe(true)
})
