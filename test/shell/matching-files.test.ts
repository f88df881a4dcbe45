import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMatchingFiles } from '../../src/shell/matching-files.ts'
import { temporaryFolder } from '../action/temporary-folder.ts'

const sized = (bytes: number): string => {
  const folder = temporaryFolder({ 'metrics.json': '' })
  truncateSync(join(folder, 'metrics.json'), bytes)
  return folder
}

test('a file of 50 MB is refused with its size and the limit', async () => {
  const read = readMatchingFiles(sized(50_000_000), ['*.json'], 'metrics')
  await expect(read).rejects.toThrow(/metrics\.json: The file has 48 MiB\. Files above 32 MiB are not read/)
})

test('a file of 32 MiB is read', async () => {
  const [file] = await readMatchingFiles(sized(32 * 1024 * 1024), ['*.json'], 'metrics')
  expect(file?.text).toHaveLength(32 * 1024 * 1024)
})
