import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startApp } from './app-process.ts'
import { castTheStory, GITOPS_REPOSITORY, MODEL_REPOSITORY } from './cast.ts'
import type { StoryEvent } from './events.ts'
import { playStory } from './story.ts'
import { renderEvent } from './timeline.ts'

const { values: flags } = parseArgs({ options: { serve: { type: 'boolean' }, json: { type: 'boolean' } } })
const root = resolve(import.meta.dirname, '../..')
const started = performance.now()
const seconds = () => (performance.now() - started) / 1000
const events: (StoryEvent & { readonly at: number })[] = []

// Everything that the story puts on disk lies in one folder, which goes with it.
const folder = mkdtempSync(join(tmpdir(), 'serin-demo-'))
process.env.TMPDIR = folder

const cast = await castTheStory(join(root, 'examples'))
const app = await startApp(cast, { root, database: join(folder, 'queue.db') })
try {
  await playStory(cast, root, (event) => {
    events.push({ at: seconds(), ...event })
    if (!flags.json) console.log(`${renderEvent(event, seconds())}\n`)
  })
  if (flags.json) console.log(JSON.stringify({ seconds: seconds(), events }, undefined, 2))
  else console.log(`The story took ${seconds().toFixed(1)} s.`)
  if (flags.serve) await serve()
} finally {
  await app.stop()
  await cast.github.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Keeps everything up until Ctrl-C. */
async function serve(): Promise<void> {
  const addresses = [MODEL_REPOSITORY, `${MODEL_REPOSITORY}/pull/1`, GITOPS_REPOSITORY].map(
    (path) => `  ${cast.github.url}/${path}`,
  )
  console.error(['Look at it in a browser; Ctrl-C ends it:', ...addresses].join('\n'))
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
