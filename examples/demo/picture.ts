import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startApp } from './app-process.ts'
import { castTheStory, MODEL_REPOSITORY } from './cast.ts'
import { playStory } from './story.ts'

// Plays the story and takes the picture of its report for the README: `node examples/demo/picture.ts [file]`.
// Needs Chromium; CHROMIUM names it where it is not /usr/bin/chromium.
const file = process.argv[2] ?? '.github/report.png'
const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'serin-picture-'))

const cast = await castTheStory(join(root, 'examples'))
const app = await startApp(cast, { root, database: join(folder, 'queue.db') })
try {
  await playStory(cast, root, () => {})
  await takePicture(`${cast.github.url}/${MODEL_REPOSITORY}/pull/1`)
} finally {
  await app.stop()
  await cast.github.stop()
}

async function takePicture(address: string): Promise<void> {
  const browser = process.env.CHROMIUM ?? '/usr/bin/chromium'
  const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']
  const view = [
    '--headless',
    '--hide-scrollbars',
    '--window-size=1000,1360',
    `--user-data-dir=${join(folder, 'profile')}`,
  ]
  await promisify(execFile)(browser, [...quiet, ...view, `--screenshot=${resolve(file)}`, address])
}
