import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { UserError } from '../errors.ts'

/** What may be in an archive; everything else refuses it as a whole. */
export interface ZipRules {
  readonly mostEntries: number
  /** How many bytes all entries together may have, unpacked. */
  readonly mostBytes: number
  /** What an entry of this name is; `undefined` for a name that may not be there. */
  readonly entry: (name: string) => { readonly largest: number; readonly isRead: boolean } | undefined
}

/**
 * Unpacks the wanted entries of a hostile zip file in memory. Nothing is written anywhere, names are compared with
 * those that may be there and used for nothing else, and no more is inflated than the entry says and the rules allow.
 * @returns the bytes of every entry that is to be read.
 * @throws UserError, which quotes nothing of the archive, for one that is broken or breaks a rule: too many entries, too
 * large, another name, a name twice, a link or other special file, encryption, an unknown compression, a wrong checksum.
 */
export async function readZip(bytes: Buffer, rules: ZipRules): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await orRefusal(fromBufferPromise(bytes))
  if (zip.entryCount > rules.mostEntries) {
    throw refusal(`it has ${zip.entryCount} entries, and ${rules.mostEntries} are allowed`)
  }
  const entries = await acceptedEntries(zip, rules)
  const read = new Map<string, Buffer>()
  for (const entry of entries) {
    if (rules.entry(entry.fileName)?.isRead) read.set(entry.fileName, await contentOf(zip, entry, bytes))
  }
  return read
}

async function acceptedEntries(zip: ZipFile, rules: ZipRules): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>()
  let size = 0
  const entries = zip.eachEntry()
  for (let next = await orRefusal(entries.next()); !next.done; next = await orRefusal(entries.next())) {
    const entry = next.value
    const called = `entry ${found.size + 1}`
    const reason = found.has(entry.fileName) ? 'has the name of another one' : objectionTo(entry, rules)
    if (reason !== undefined) throw refusal(`${called} ${reason}`)
    size += entry.uncompressedSize
    if (size > rules.mostBytes) throw refusal(`it holds more than ${mebibytes(rules.mostBytes)}`)
    found.set(entry.fileName, entry)
  }
  return [...found.values()]
}

const FILE_TYPE = 0o170000
const REGULAR_FILE = 0o100000

function objectionTo(entry: Entry, { entry: allowed }: ZipRules): string | undefined {
  const kind = allowed(entry.fileName)
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE
  if (kind === undefined) return 'has a name that does not belong into it'
  if (type !== 0 && type !== REGULAR_FILE) return 'is a link or another special file'
  if (entry.isEncrypted()) return 'is encrypted'
  if (!entry.canDecodeFileData()) return 'is compressed in a way that is not known here'
  return entry.uncompressedSize > kind.largest ? `is larger than ${mebibytes(kind.largest)}` : undefined
}

async function contentOf(zip: ZipFile, entry: Entry, bytes: Buffer): Promise<Buffer> {
  const { fileDataStart: start } = await orRefusal(zip.readLocalFileHeaderPromise(entry, { minimal: true }))
  const content = inflated(bytes.subarray(start, start + entry.compressedSize), entry)
  if (content?.length !== entry.uncompressedSize || crc32(content) !== entry.crc32) {
    throw refusal('an entry does not unpack to what it says it is')
  }
  return content
}

/** Stops as soon as there is more than the entry says. */
function inflated(data: Buffer, entry: Entry): Buffer | undefined {
  if (!entry.isCompressed()) return data
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, entry.uncompressedSize) })
  } catch {
    return undefined
  }
}

/** Whatever the library objects to is the archive's fault: it reads from memory. Its words may quote the archive. */
async function orRefusal<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch {
    throw refusal('it is damaged, or a name in it leads out of it')
  }
}

function refusal(reason: string): UserError {
  return new UserError(`The archive was refused: ${reason}.`)
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`
}
