import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
const pins: [string, string][] = Object.entries(manifest.optionalDependencies)
const isPinned = `node-${process.platform}-${process.arch}` in manifest.optionalDependencies

it('runs the tests on Node 24, the runtime of the action', () => {
  expect(process.version).toMatch(/^v24\./)
})

it.runIf(isPinned)('runs npm scripts on the pinned Node whatever the system has', () => {
  // What the npm around this test put there would hide what npm does by itself.
  const PATH = (process.env.PATH ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':')
  const env = { PATH, HOME: process.env.HOME }
  const { stdout } = spawnSync('npm', ['exec', '--call', 'node --version'], { cwd: root, env, encoding: 'utf8' })
  expect(stdout.trim()).toBe(`v${pins[0]?.[1]}`)
})

it.each(['demo', 'start', 'bench'])('starts "npm run %s" by the name node', (script) => {
  expect(manifest.scripts[script]).toMatch(/^node /)
})

it.each(pins)('pins %s exactly, with its hash', (name, version) => {
  expect(version).toMatch(/^24\.\d+\.\d+$/)
  expect(version).toBe(pins[0]?.[1])
  expect(lock.packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) })
})
