import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readZip, type ZipRules } from '../../src/shell/zip.ts'
import { hostileZip, LINK, type ZipEntry } from '../zip/hostile-zip.ts'

const RULES: ZipRules = {
  mostEntries: 3,
  mostBytes: 5000,
  entry: (name) => {
    if (/^[abc]\.txt$/.test(name)) return { largest: 2000, isRead: true }
    return name === 'left.bin' ? { largest: 4000, isRead: false } : undefined
  },
}

const read = (...entries: ZipEntry[]) => readZip(hostileZip(entries), RULES)
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => 'was read',
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(UserError)
  return String(error.message)
}

describe('readZip', () => {
  it('reads what is deflated, stored, and empty', async () => {
    const found = await read(
      { name: 'a.txt', data: 'hello '.repeat(100) },
      { name: 'b.txt', data: 'stored', deflate: false },
      { name: 'c.txt', data: '' },
    )
    expect([...found].map(([name, data]) => [name, data.toString()])).toEqual([
      ['a.txt', 'hello '.repeat(100)],
      ['b.txt', 'stored'],
      ['c.txt', ''],
    ])
  })

  it('leaves what is not to be read, whatever is in it', async () => {
    const found = await read({ name: 'left.bin', data: 'x', claimedCrc: 1 }, { name: 'a.txt', data: 'a' })
    expect([...found.keys()]).toEqual(['a.txt'])
  })

  it.each<[string, ZipEntry, string]>([
    ['a way out', { name: '../a.txt', data: '' }, 'leads out of it'],
    ['a hidden way out', { name: 'x/../../a.txt', data: '' }, 'leads out of it'],
    ['an absolute path', { name: '/a.txt', data: '' }, 'leads out of it'],
    ['a drive', { name: 'C:\\a.txt', data: '' }, 'leads out of it'],
    ['a backslash', { name: '..\\a.txt', data: '' }, 'leads out of it'],
    ['a folder', { name: 'a.txt/', data: '' }, 'a name that does not belong'],
    ['another name', { name: 'evil.sh', data: '' }, 'a name that does not belong'],
    ['a zip in the zip', { name: 'a.zip', data: hostileZip([]) }, 'a name that does not belong'],
    ['a NUL in the name', { name: 'a.txt\0.sh', data: '' }, 'a name that does not belong'],
    ['a link', { name: 'a.txt', data: '/etc/passwd', mode: LINK }, 'is a link'],
    ['a device', { name: 'a.txt', data: '', mode: 0o020644 }, 'is a link or another special file'],
    ['an encrypted entry', { name: 'a.txt', data: 'x', flags: 1 }, 'is encrypted'],
    ['strong encryption', { name: 'a.txt', data: 'x', flags: 0x41 }, 'is damaged'],
    ['an unknown compression', { name: 'a.txt', data: 'x', method: 12 }, 'compressed in a way'],
    ['a large entry', { name: 'a.txt', data: 'x'.repeat(2001) }, 'larger than'],
    ['a bomb that says it is small', { name: 'a.txt', data: Buffer.alloc(5e7), claimedSize: 10 }, 'does not unpack'],
    ['an entry that says it is larger', { name: 'a.txt', data: 'x', claimedSize: 100 }, 'does not unpack'],
    ['a wrong checksum', { name: 'a.txt', data: 'x', claimedCrc: 1 }, 'does not unpack'],
    ['a stored size that does not fit', { name: 'a.txt', data: 'x', deflate: false, claimedSize: 9 }, 'is damaged'],
  ])('refuses %s', async (_, entry, reason) => {
    expect(await refusal(read(entry))).toContain(reason)
  })

  it('refuses a name twice', async () => {
    expect(await refusal(read({ name: 'a.txt', data: '1' }, { name: 'a.txt', data: '2' }))).toContain('name of another')
  })

  it('refuses too many entries before it looks at them', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ name: `${index}`, data: '' }))
    expect(await refusal(read(...many))).toContain('it has 5000 entries, and 3 are allowed')
  })

  it('refuses too much in all', async () => {
    const names = ['a.txt', 'b.txt', 'left.bin']
    expect(await refusal(read(...names.map((name) => ({ name, data: 'x'.repeat(1900) }))))).toContain('it holds more')
  })

  it('quotes nothing of what it refuses', async () => {
    const name = '../::set-output name=x::<img src=x>'
    expect(await refusal(read({ name, data: '' }))).not.toMatch(/set-output|img/)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>not found</html>'.repeat(9))],
    ['half a zip', hostileZip([{ name: 'a.txt', data: 'x'.repeat(500), deflate: false }]).subarray(0, 300)],
  ])('refuses %s', async (_, bytes) => {
    expect(await refusal(readZip(bytes, RULES))).toContain('is damaged')
  })

  it('survives any change of a byte', async () => {
    const good = hostileZip([
      { name: 'a.txt', data: 'some text '.repeat(20) },
      { name: 'b.txt', data: 'stored', deflate: false },
    ])
    for (let index = 0; index < good.length; index += 1) {
      for (const change of [0xff, 0x01, 0x80]) {
        const bytes = Buffer.from(good)
        bytes.writeUInt8(bytes.readUInt8(index) ^ change, index)
        const found = await readZip(bytes, RULES).catch((error) => error)
        if (!(found instanceof UserError)) expect([...found.values()].join().length).toBeLessThan(300)
      }
    }
  })
})
