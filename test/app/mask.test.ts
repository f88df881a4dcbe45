import { describe, expect, test } from 'vitest'
import { createMask, maskReply } from '../../app/mask.ts'

const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEA0abc'.repeat(3)}\n${'zyxw9876'.repeat(8)}\n-----END RSA PRIVATE KEY-----\n`
const mask = createMask(['a "quoted" secret of many words', KEY, 'postgres://serin:pass%40word-1234@db/serin'])

describe('a text is told without', () => {
  test.each([
    ['a secret', 'it is a "quoted" secret of many words!', 'quoted'],
    ['a secret inside of JSON', JSON.stringify({ it: 'a "quoted" secret of many words' }), 'quoted'],
    ['a line of a key', `error near ${'zyxw9876'.repeat(8)}`, 'zyxw'],
    ['a whole key in JSON', JSON.stringify({ key: KEY }), 'MIIE'],
    ['another key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'AAAA'],
    ['a password', 'cannot log in with pass@word-1234', 'word-1234'],
    ['the password of any address', 'at https://user:hunter22@example.com/', 'hunter22'],
    ['an installation’s token', 'ghs_0123456789abcdef0123', '0123456789'],
    ['a personal token', 'github_pat_11ABCDEFG0abcdefghij_klmnop', '11ABC'],
    ['a JSON web token', 'eyJhbGciOi.eyJpc3MiOjF9.c2lnbmF0dXJl', 'c2lnbmF0'],
    ['an authorization', 'authorization: Bearer abcdefgh12345678', 'abcdefgh'],
    ['a signature', `sha256=${'0a'.repeat(32)}`, '0a0a'],
  ])('%s', (_, text, hidden) => {
    expect(mask(text)).not.toContain(hidden)
    expect(mask(text)).toContain('[masked]')
  })
})

test('JSON stays JSON', () => {
  const line = JSON.stringify({ key: KEY, token: 'ghs_0123456789abcdef0123', next: 'on' })
  expect(JSON.parse(mask(line))).toMatchObject({ next: 'on' })
})

test('everything else stays', () => {
  const text = 'acme/iris#7: /canary 20 at 0123456789abcdef0123456789abcdef01234567, see https://example.com/a:b'
  expect(mask(text)).toBe(text)
})

describe('a reply shows lines of a manifest without', () => {
  test.each([
    [' password: hunter2', ' password: [masked]'],
    ['-      dbPassword: "hunter2"', '-      dbPassword: [masked]'],
    ['+  - API_KEY: hunter2', '+  - API_KEY: [masked]'],
    [' at: https://me:hunter22@example.com/x', ' at: https://[masked]@example.com/x'],
  ])('%s', (line, told) => {
    expect(maskReply(`@@ -1 +1 @@\n${line}\n-a: 1`)).toBe(`@@ -1 +1 @@\n${told}\n-a: 1`)
  })

  test.each([
    [
      'the value of a variable',
      '     - name: DB_PASSWORD\n-      value: hunter1\n+      value: "hunter2"\n     - name: MODE\n       value: fast',
      '     - name: DB_PASSWORD\n-      value: [masked]\n+      value: [masked]\n     - name: MODE\n       value: fast',
    ],
    [
      'a text of many lines',
      '   privateKey: |\n     hunter2\n\n+    hunter3\n   image: x',
      '   privateKey: [masked]\n     [masked]\n\n+    [masked]\n   image: x',
    ],
    [
      'a mapping in braces',
      ' auth: { user: me, password: hunter2, port: 1 }',
      ' auth: { user: me, password: [masked], port: 1 }',
    ],
    ['a variable in braces', ' - { name: API_TOKEN, value: hunter2 }', ' - { name: API_TOKEN, value: [masked]}'],
    ['an argument', '   - --api-key=hunter2', '   - --api-key=[masked]'],
    ['a key for a store', '   secretAccessKey: hunter2', '   secretAccessKey: [masked]'],
  ])('%s', (_, lines, told) => expect(maskReply(lines)).toBe(told))

  test.each([
    ' secretName: serin-tls',
    '     - name: DB_PASSWORD\n       valueFrom: { secretKeyRef: { name: db, key: password } }',
    ' imagePullSecrets:',
    ' max_tokens: 20',
    ' token:',
    '**Not done.** The token: none',
  ])('and with %s as it is', (line) => expect(maskReply(line)).toBe(line))
})
