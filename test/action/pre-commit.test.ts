import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readYaml } from '../../src/yaml/read.ts'

const file = '.pre-commit-hooks.yaml'
const hooks = readYaml(readFileSync(file, 'utf8'), { file }).documents[0]?.value as readonly {
  readonly id: string
  readonly entry: string
}[]
const entryOf = (id: string) => hooks.find((hook) => hook.id === id)?.entry.split(' ')

test('the hook runs what npm installs', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(entryOf('serin')).toEqual([Object.keys(bin)[0], 'check'])
})

test('the hook without an installation runs a file that can be run', () => {
  const [script = '', command] = entryOf('serin-script') ?? []
  expect([statSync(script).mode & 0o111, command]).toEqual([0o111, 'check'])
})
