import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a zip file, with anything that an attacker may lie about. */
export interface ZipEntry {
  readonly name: string
  readonly data: string | Buffer
  /** Deflated unless `false`. */
  readonly deflate?: boolean
  /** Unix mode; a regular file by default. */
  readonly mode?: number
  readonly flags?: number
  readonly method?: number
  /** What the entry says its unpacked size is. */
  readonly claimedSize?: number
  readonly claimedCrc?: number
}

const REGULAR = 0o100644
export const LINK = 0o120777

/** A zip file as an attacker writes it: every field is what the entry says, fitting or not. */
export function hostileZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const data = Buffer.from(entry.data)
    const body = entry.deflate === false ? data : deflateRawSync(data)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(entry.flags ?? 0x800, 2)
    common.writeUInt16LE(entry.method ?? (entry.deflate === false ? 0 : 8), 4)
    common.writeUInt32LE(entry.claimedCrc ?? crc32(data), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(entry.claimedSize ?? data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((entry.mode ?? REGULAR) << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, body])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}
