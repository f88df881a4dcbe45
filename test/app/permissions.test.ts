import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const manifestText = readFileSync('app/app.yml', 'utf8')
const manifest: { default_permissions: Record<string, string>; default_events: string[] } = parse(manifestText)

type Rights = Readonly<Record<string, string>>

function sorted(rights: Rights): Rights {
  return Object.fromEntries(Object.entries(rights).toSorted(([a], [b]) => a.localeCompare(b)))
}

/** What the code asks tokens for, at most: every list of rights names `metadata` or builds upon one that does. */
function rightsOfCode(): Rights {
  const rights: Record<string, string> = {}
  for (const path of globSync('app/*.ts')) {
    for (const [list] of readFileSync(path, 'utf8').matchAll(/\{[^{}]*(?:metadata: 'read'|\.\.\.[A-Z_]+,)[^{}]*\}/g)) {
      for (const [, name = '', level = ''] of list.matchAll(/\b(\w+): '(read|write)'/g))
        if (rights[name] !== 'write') rights[name] = level
    }
  }
  return sorted(rights)
}

/** The ones that stand behind a `#`, for who wants them. */
function optionalRights(): Rights {
  return Object.fromEntries([...manifestText.matchAll(/^ {2}# (\w+): (read|write) #/gm)].map((match) => match.slice(1)))
}

function rightsOfReadme(): { needed: Rights; optional: Rights } {
  const rows = [
    ...readFileSync('README.md', 'utf8').matchAll(/^\| ([A-Z][\w ]+): (read|write)(?: \(\w+\))? \| (.*) \|$/gm),
  ]
  const rights = rows.map(([, name = '', level = '', what = '']) => ({
    right: [name.toLowerCase().replaceAll(' ', '_'), level],
    isOptional: what.startsWith('only '),
  }))
  const of = (isOptional: boolean): Rights =>
    sorted(Object.fromEntries(rights.filter((row) => row.isOptional === isOptional).map(({ right }) => right)))
  return { needed: of(false), optional: of(true) }
}

test('the app is made with the rights that the code asks for, and no other', () => {
  expect(sorted({ ...manifest.default_permissions, ...optionalRights() })).toEqual(rightsOfCode())
})

test('the README tells which rights are needed and what for', () => {
  expect(rightsOfReadme()).toEqual({
    needed: sorted(manifest.default_permissions),
    optional: sorted(optionalRights()),
  })
})

test('the app hears the events that it works on', () => {
  const names = [...readFileSync('app/job.ts', 'utf8').matchAll(/webhook\.name === '(\w+)'/g)].map(([, name]) => name)
  expect(manifest.default_events.toSorted()).toEqual(names.toSorted())
})
