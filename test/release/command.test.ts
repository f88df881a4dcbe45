import { describe, expect, test } from 'vitest'
import {
  COMMANDS,
  type CommandName,
  type CommandProblem,
  type ParsedComment,
  parseCommand,
  renderCommandTable,
  usageOf,
} from '../../src/release/command.ts'

const environments = ['test', 'prod', 'cafe1234']
const sha = '0123456789abcdef0123456789abcdef01234567'
const none: ParsedComment = { kind: 'none' }

function parse(body: string): ParsedComment {
  return parseCommand(body, { environments })
}

function invalid(command: CommandName, kind: CommandProblem['kind']): unknown {
  return { kind: 'invalid', command, problem: expect.objectContaining({ kind }) }
}

describe('a command is read', () => {
  const cases: [string, ParsedComment][] = [
    ['/canary 20', { kind: 'canary', percent: 20 }],
    ['/canary 1', { kind: 'canary', percent: 1 }],
    ['/canary 99', { kind: 'canary', percent: 99 }],
    ['/canary 20 prod', { kind: 'canary', percent: 20, environment: 'prod' }],
    ['/canary 20 prod --model iris', { kind: 'canary', percent: 20, environment: 'prod', model: 'iris' }],
    ['/canary --model iris 20 prod', { kind: 'canary', percent: 20, environment: 'prod', model: 'iris' }],
    ['/canary 20 --model=iris', { kind: 'canary', percent: 20, model: 'iris' }],
    ['/promote', { kind: 'promote' }],
    ['/promote prod', { kind: 'promote', environment: 'prod' }],
    [`/promote ${sha}`, { kind: 'promote', sha }],
    ['/promote 0123456', { kind: 'promote', sha: '0123456' }],
    [`/promote prod ${sha}`, { kind: 'promote', environment: 'prod', sha }],
    ['/promote cafe1234', { kind: 'promote', environment: 'cafe1234' }],
    ['/promote cafe1234 cafe1234', { kind: 'promote', environment: 'cafe1234', sha: 'cafe1234' }],
    ['/promote cafe1235', { kind: 'promote', sha: 'cafe1235' }],
    ['/promote prod --model=a.b_c-1', { kind: 'promote', environment: 'prod', model: 'a.b_c-1' }],
    ['/rollback', { kind: 'rollback' }],
    ['/rollback prod', { kind: 'rollback', environment: 'prod' }],
    ['/rollback --model iris', { kind: 'rollback', model: 'iris' }],
    ['/status', { kind: 'status' }],
    ['/status test', { kind: 'status', environment: 'test' }],
    ['/help', { kind: 'help' }],
    ['/canary 20 --skip', { kind: 'canary', percent: 20, skip: true }],
    ['/canary --skip 20 prod', { kind: 'canary', percent: 20, environment: 'prod', skip: true }],
    ['/promote --skip', { kind: 'promote', skip: true }],
    ['/promote prod --skip 0123456', { kind: 'promote', environment: 'prod', sha: '0123456', skip: true }],
    ['/promote 0123456 --skip --model iris', { kind: 'promote', sha: '0123456', skip: true, model: 'iris' }],
    ['/shadow 1', { kind: 'shadow', percent: 1 }],
    ['/shadow 100 prod', { kind: 'shadow', percent: 100, environment: 'prod' }],
    ['/shadow off', { kind: 'shadow', percent: 'off' }],
    ['/shadow off prod --model iris', { kind: 'shadow', percent: 'off', environment: 'prod', model: 'iris' }],
    ['/set threshold 0.7', { kind: 'set', key: 'threshold', value: '0.7' }],
    ['/set max-pending 1e3 prod', { kind: 'set', key: 'max-pending', value: '1e3', environment: 'prod' }],
    ['/set --model iris testers beta', { kind: 'set', key: 'testers', value: 'beta', model: 'iris' }],
    ['/freeze', { kind: 'freeze' }],
    ['/freeze prod', { kind: 'freeze', environment: 'prod' }],
    ['/freeze prod until <b>Monday</b>', { kind: 'freeze', environment: 'prod' }],
    ['/unfreeze', { kind: 'unfreeze' }],
    ['/unfreeze prod --model=iris', { kind: 'unfreeze', environment: 'prod', model: 'iris' }],
    ['/retrain', { kind: 'retrain' }],
    ['/retrain --model iris', { kind: 'retrain', model: 'iris' }],
    ['/plan canary 20 prod', { kind: 'plan', command: { kind: 'canary', percent: 20, environment: 'prod' } }],
    ['/plan /promote', { kind: 'plan', command: { kind: 'promote' } }],
    ['/plan /retrain', { kind: 'plan', command: { kind: 'retrain' } }],
    ['/plan /SET a b', { kind: 'plan', command: { kind: 'set', key: 'a', value: 'b' } }],
    [
      '/plan --model iris /shadow 5',
      { kind: 'plan', command: { kind: 'shadow', percent: 5, model: 'iris' }, model: 'iris' },
    ],
    ['/CaNaRy 20', { kind: 'canary', percent: 20 }],
    ['   /canary\t20  \t prod \t', { kind: 'canary', percent: 20, environment: 'prod' }],
    ['\r\n \t\r\n\n/canary 20\r\nbecause it looks good\r\n', { kind: 'canary', percent: 20 }],
    ['/canary 20\rold Mac', { kind: 'canary', percent: 20 }],
    ['/canary 20\n/lgtm', { kind: 'canary', percent: 20 }],
    ['/canary 20\n> /promote', { kind: 'canary', percent: 20 }],
    ['/canary 20\n    /promote', { kind: 'canary', percent: 20 }],
    ['/canary 20\nthen /promote', { kind: 'canary', percent: 20 }],
    ['/canary 20\n```\n/promote\n```\n', { kind: 'canary', percent: 20 }],
    ['/canary 20\n~~~ `sh`\n```\n/promote\n~~~~\n', { kind: 'canary', percent: 20 }],
    ['/canary 20\r\n````sh\r\n```\r\n/promote\r\n', { kind: 'canary', percent: 20 }],
  ]
  test.each(cases)('%j', (body, command) => expect(parse(body)).toEqual(command))
})

describe('a comment is not for us', () => {
  const cases = [
    '',
    ' \t\r\n',
    'please /canary 20',
    'Looks good\n/canary 20',
    '> /canary 20',
    '> quoted\n\n/canary 20',
    '- /canary 20',
    '1. /canary 20',
    '# /canary 20',
    '`/canary 20`',
    '``` \n/canary 20\n```',
    '~~~\n/canary 20\n~~~',
    '    /canary 20',
    '\t/canary 20',
    ' \t/canary 20',
    '<!-- /canary 20 -->',
    '<!--\n/canary 20\n-->',
    '<p>/canary 20</p>',
    '| /canary 20 |',
    '**/canary 20**',
    '[/canary 20](x)',
    '&#47;canary 20',
    '\\/canary 20',
    '/ canary 20',
    '//canary 20',
    '/canary-now 20',
    '/canary: 20',
    '/canary20',
    '/canary%20 20',
    '/canary/20',
    '/canary.',
    '.canary 20',
    '@serin canary 20',
    '/canaries 20',
    '/can 20',
    '/lgtm',
    '/constructor',
    '/__proto__',
    '/toString',
    '/hasOwnProperty 20',
    // Looks like /canary and is not: full-width, Cyrillic а, KELVIN SIGN, LONG S, division slash, fraction slash.
    '／canary 20',
    '/cаnary 20',
    '/rollbac\u212a',
    '/\u017ftatus',
    '\u2215canary 20',
    '\u2044canary 20',
    // Unicode space and nothing: NBSP, zero width, BOM, ideographic, line separator, form feed, NUL, right-to-left.
    '\u00a0/canary 20',
    '\ufeff/canary 20',
    '\u200b/canary 20',
    '\u200b\n/canary 20',
    '\u00a0\n/canary 20',
    '\f/canary 20',
    '/canary\u00a020',
    '/canary\u200b 20',
    '/canary\u300020',
    '/canary\u202820',
    '/canary\f20',
    '/canary\0 20',
    '\u202e/canary 20',
    'text\u2028/canary 20',
  ]
  test.each(cases)('%j', (body) => expect(parse(body)).toEqual(none))
})

describe('a known command with wrong arguments is refused', () => {
  const cases: [string, CommandName, CommandProblem['kind']][] = [
    ['/canary', 'canary', 'percent-missing'],
    ['/canary --model iris', 'canary', 'percent-missing'],
    ...['0', '100', '020', '20%', '-5', '+20', '2.5', '20.0', '1e1', '0x14', '٢٠', '２０', '20\u200b', '20\u00a0prod']
      .concat(['20\u2028', '"20"', '`20`', 'prod', 'NaN', '<1-99>', '20,', '2O', '20;', '$(id)', '1_0'])
      .map((word): [string, CommandName, CommandProblem['kind']] => [
        `/canary ${word}`,
        'canary',
        'percent-not-1-to-99',
      ]),
    ['/canary 20 production', 'canary', 'environment-unknown'],
    ['/canary 20 PROD', 'canary', 'environment-unknown'],
    ['/canary 20 "prod"', 'canary', 'environment-unknown'],
    ['/canary 20 `prod`', 'canary', 'environment-unknown'],
    ['/canary 20 prod\u200b', 'canary', 'environment-unknown'],
    ['/canary 20 __proto__', 'canary', 'environment-unknown'],
    ['/canary 20 --force', 'canary', 'environment-unknown'],
    ['/canary 20 # a reason', 'canary', 'too-many-arguments'],
    ['/canary 20 prod test', 'canary', 'too-many-arguments'],
    ['/canary 20 prod please', 'canary', 'too-many-arguments'],
    ['/canary 20 --model', 'canary', 'model-missing'],
    ['/canary 20 --model=', 'canary', 'model-missing'],
    ['/canary 20 --model a/b', 'canary', 'model-missing'],
    ['/canary 20 --model --model', 'canary', 'model-missing'],
    ['/canary 20 --model=a --model=a', 'canary', 'model-twice'],
    ['/canary 20 --model a --model b', 'canary', 'model-twice'],
    ['/canary 20 --modell a', 'canary', 'too-many-arguments'],
    ['/canary 20 --MODEL=a', 'canary', 'environment-unknown'],
    ['/promote live', 'promote', 'environment-or-sha-expected'],
    ['/promote 012345', 'promote', 'environment-or-sha-expected'],
    [`/promote ${sha}0`, 'promote', 'environment-or-sha-expected'],
    [`/promote ${sha.toUpperCase()}`, 'promote', 'environment-or-sha-expected'],
    ['/promote prod live', 'promote', 'sha-not-7-to-40-hex'],
    [`/promote ${sha} prod`, 'promote', 'environment-unknown'],
    [`/promote prod ${sha} ${sha}`, 'promote', 'too-many-arguments'],
    ['/rollback 20', 'rollback', 'environment-unknown'],
    ['/rollback prod test', 'rollback', 'too-many-arguments'],
    ['/status everything', 'status', 'environment-unknown'],
    ['/help me', 'help', 'too-many-arguments'],
    ['/canary --skip', 'canary', 'percent-missing'],
    ['/canary 20 --skip --skip', 'canary', 'environment-unknown'],
    ['/promote --skip=yes', 'promote', 'environment-or-sha-expected'],
    ['/rollback --skip', 'rollback', 'environment-unknown'],
    ['/shadow', 'shadow', 'share-missing'],
    ...['0', '101', '020', 'OFF', 'on', '1e1', '10%', '-1', 'prod'].map(
      (word): [string, CommandName, CommandProblem['kind']] => [
        `/shadow ${word}`,
        'shadow',
        'share-not-1-to-100-or-off',
      ],
    ),
    ['/shadow 10 moon', 'shadow', 'environment-unknown'],
    ['/shadow 10 prod now', 'shadow', 'too-many-arguments'],
    ['/set', 'set', 'key-missing'],
    ['/set @everyone 1', 'set', 'key-no-name'],
    ['/set threshold', 'set', 'value-missing'],
    [`/set threshold ${'1'.repeat(201)}`, 'set', 'value-too-long'],
    ['/set threshold = 0.7', 'set', 'environment-unknown'],
    ['/set threshold 0.7 moon', 'set', 'environment-unknown'],
    ['/set threshold 0.7 prod now', 'set', 'too-many-arguments'],
    ['/freeze everything', 'freeze', 'environment-unknown'],
    ['/freeze because it burns', 'freeze', 'environment-unknown'],
    ['/unfreeze prod test', 'unfreeze', 'too-many-arguments'],
    ['/retrain prod', 'retrain', 'too-many-arguments'],
    ['/plan', 'plan', 'command-to-plan-missing'],
    ['/plan --model iris', 'plan', 'command-to-plan-missing'],
    ['/plan status', 'plan', 'command-not-to-plan'],
    ['/plan plan canary 20', 'plan', 'command-not-to-plan'],
    ['/plan retrain prod', 'retrain', 'too-many-arguments'],
    ['/plan //canary 20', 'plan', 'command-not-to-plan'],
    ['/plan constructor', 'plan', 'command-not-to-plan'],
    ['/plan canary 200', 'canary', 'percent-not-1-to-99'],
    ['/plan canary 20 moon', 'canary', 'environment-unknown'],
    ['/plan canary 20\n/canary 20', 'plan', 'several-commands'],
    ['/help --model iris', 'help', 'too-many-arguments'],
    ['/canary 20\n/promote', 'canary', 'several-commands'],
    ['/canary 20\r\n\r\n  /PROMOTE prod', 'canary', 'several-commands'],
    ['/canary 20\n/canary 20', 'canary', 'several-commands'],
    ['/canary 20\n```\ncode\n```\n/promote', 'canary', 'several-commands'],
    ['/canary 20\n``` a ` b\n/promote', 'canary', 'several-commands'],
    ['/canary 20\n    ```\n/promote', 'canary', 'several-commands'],
  ]
  test.each(cases)('%j', (body, command, kind) => expect(parse(body)).toEqual(invalid(command, kind)))

  test('without repeating what was written', () => {
    const text = JSON.stringify(parse('/canary 20 @everyone'))
    expect(text).not.toContain('everyone')
    expect(text).toContain('"environments":["test","prod","cafe1234"]')
  })
})

describe('before the environments are known', () => {
  const cases: [string, unknown][] = [
    ['/canary 20 anything', { kind: 'canary', percent: 20, environment: 'anything' }],
    ['/canary 20 eu-west.1_b', { kind: 'canary', percent: 20, environment: 'eu-west.1_b' }],
    ['/promote deadbeef', { kind: 'promote', sha: 'deadbeef' }],
    ['/promote anything', { kind: 'promote', environment: 'anything' }],
    ['/canary 20 @someone', invalid('canary', 'environment-unknown')],
    ['/canary 20 ../x', invalid('canary', 'environment-unknown')],
    [`/canary 20 ${'a'.repeat(101)}`, invalid('canary', 'environment-unknown')],
  ]
  test.each(cases)('%j', (body, command) => expect(parseCommand(body, { environments: [] })).toEqual(command))
})

describe('any text at all', () => {
  const pieces = ['/canary', '/canary ', '/canary 20 ', '/promote', '/HELP', ' ', '\t', '20', '100', 'prod', 'test']
    .concat([
      sha,
      '--model',
      '=',
      'iris',
      '\n',
      '\r\n',
      '\r',
      '```',
      '~~~',
      '`',
      '>',
      '<!--',
      '-->',
      '\u00a0',
      '\u200b',
    ])
    .concat(['\u2028', '\ud800', '\0', '#', '*', '/', '\\', '|', 'é', '𝟚𝟘', '__proto__', 'constructor'])

  test('never throws, and what runs is always within its limits', () => {
    const random = lehmer(20240607)
    const seen = new Set<string>()
    for (let round = 0; round < 30_000; round++) {
      const body = Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)]).join('')
      const command = parse(body)
      seen.add(command.kind)
      if (command.kind === 'canary')
        expect([1, 99]).toEqual([Math.min(1, command.percent), Math.max(99, command.percent)])
      if ('environment' in command) expect(environments).toContain(command.environment)
      if ('sha' in command) expect(command.sha).toMatch(/^[0-9a-f]{7,40}$/)
      if (command.kind !== 'none') expect(body).toMatch(/^[ \t\r\n]*\/(canary|promote|help)/i)
    }
    expect([...seen].sort()).toEqual(['canary', 'help', 'invalid', 'none', 'promote'])
  })

  test('means the same with any line end', () => {
    const random = lehmer(7)
    for (let round = 0; round < 5_000; round++) {
      const body = Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)])
        .join('')
        .replaceAll('\r', '\n')
      expect(parse(body.replaceAll('\n', '\r\n'))).toEqual(parse(body))
    }
  })

  const long = [
    '\n',
    '\r',
    ' ',
    '\t',
    '`',
    '~',
    '>',
    '/',
    'a',
    '0',
    '/a ',
    '/canary\n',
    '```\n',
    '`a\n',
    '--model ',
    '*a_ ',
  ]
  test.each(long)('a megabyte of %j is read at once', (piece) => {
    // A quadratic reader needs minutes for one of these, and runs into the test's time limit.
    const body = piece.repeat(1_000_000 / piece.length)
    for (const prefix of ['', '/canary', '/canary ', '/canary 20\n', '/promote prod\n```', '/status\n   `']) {
      expect(parse(prefix + body)).toHaveProperty('kind')
    }
  })
})

describe('the table of commands', () => {
  test.each(COMMANDS.flatMap(({ name, examples }) => examples.map((example) => [example, name])))(
    '%s is an example of %s',
    (example, name) => expect(parse(example).kind).toBe(name),
  )

  test('has a row for each, in code spans', () => {
    expect(renderCommandTable().map(([usage]) => usage)).toEqual([
      'Command',
      '`/canary <1-99> [environment] [--skip] [--model <name>]`',
      '`/promote [environment] [sha] [--skip] [--model <name>]`',
      '`/rollback [environment] [--model <name>]`',
      '`/shadow <1-100 or off> [environment] [--model <name>]`',
      '`/set <key> <value> [environment] [--model <name>]`',
      '`/freeze [environment [reason]] [--model <name>]`',
      '`/unfreeze [environment] [--model <name>]`',
      '`/retrain [--model <name>]`',
      '`/plan <command>`',
      '`/status [environment] [--model <name>]`',
      '`/help`',
    ])
  })

  test('tells how each is written', () => expect(usageOf('help')).toBe('/help'))

  test('gives no command when it is posted as a comment', () => {
    const table = renderCommandTable()
      .map((row) => `| ${row.join(' | ')} |`)
      .join('\n')
    expect(parse(table)).toEqual(none)
  })
})

/** Whole numbers below a limit, the same ones in each run (Park and Miller's generator). */
function lehmer(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state * 48271) % 0x7fffffff
    return state % limit
  }
}
