import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { accuracy, CONFIG, modelConfig, type Pull, startWorld, type World, worldOfThisTest } from './world.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
const SETTINGS = ['train: sh train.sh', 'metrics: [metrics.json]', 'plots: ["plots/*"]', 'report: docs/report.md']
const READ_ONLY = { contents: 'read', pull_requests: 'write', checks: 'write' } as const
const FILES = {
  [CONFIG]: modelConfig(...SETTINGS),
  'plots/confusion matrix.png': PNG,
  'docs/report.md': '# How it went\n\nSee ![roc](../plots/roc.txt), ![mine](plots/roc.txt) and @everybody.\n',
}

let world: World
beforeAll(async () => {
  world = await startWorld({ private: true, model: FILES })
})
afterAll(() => world.stop())

const pictures = (report = '') => [...report.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, url = '']) => url)
const runOn = async (files: Parameters<World['openPull']>[0], options: Parameters<World['runOn']>[1] = {}) => {
  const pull = await world.openPull({ ...accuracy(0.97), ...files })
  const result = await world.runOn({ pullRequest: pull.number }, options)
  return { pull, result, report: (await world.reports(pull))[0] ?? '' }
}

describe('the plots of a pull request', () => {
  let pull: Pull
  let result: ActionResult
  let report: string
  beforeAll(async () => {
    const files = {
      'plots/roc.txt': SVG,
      'plots/loss.csv': 'epoch,loss\n1,0.9\n2,0.5\n',
      'plots/notes.doc': Buffer.from([0, 1, 2]),
      'plots/evil.svg': SVG.replace('<path', '<script>x</script><path'),
    }
    ;({ pull, result, report } = await runOn(files))
  })

  it('are on the data branch below model and commit', () => {
    expect(result.annotations).toEqual([])
    expect(world.model.readFile(`plots/iris/${pull.head}/plots/roc.txt.svg`, 'serin-data')).toBe(SVG)
  })

  it('are linked by commit, on the repository’s own host', () => {
    const data = world.model.log('serin-data').find(({ message }) => message.startsWith('Plots of'))
    const folder = `${world.github.url}/acme/iris/blob/${data?.sha}/plots/iris/${pull.head}/plots`
    expect(pictures(report)).toContain(`${folder}/confusion%20matrix.png?raw=true`)
  })

  it('are found there, byte by byte', async () => {
    const answer = await fetch(pictures(report)[0] ?? '')
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG)
  })

  it('are drawn by the report itself where they are tables of values', () => {
    expect(report).toMatch(/```mermaid[\s\S]*x-axis "epoch"/)
  })

  it('that are no pictures are named', () => {
    expect(report).toMatch(/plots\/notes\.doc` is not shown: it is no PNG, JPEG or SVG picture/)
  })

  it('that are programs are refused', () => {
    expect(report).toMatch(/plots\/evil\.svg` is not shown: it is an SVG with a script/)
  })

  it('are not written again by another run', async () => {
    const before = world.model.log('serin-data').length
    await world.runOn({ pullRequest: pull.number })
    expect(world.model.log('serin-data')).toHaveLength(before)
  })

  it('leave what main measured alone', async () => {
    const { sha } = await world.pushToMain(accuracy(0.96))
    const onMain = await world.runOn({ push: { sha } }, { gitopsToken: false })
    expect(world.history().map((record) => record.sha)).toEqual([sha])
    expect(onMain.summary).toContain(`/plots/iris/${sha}/plots/confusion%20matrix.png?raw=true`)
    expect(world.model.readFile(`plots/iris/${pull.head}/plots/roc.txt.svg`, 'serin-data')).toBe(SVG)
  })
})

it('the oldest plots leave the branch’s tree, and their links stay', async () => {
  const old = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(40, 'a'))
  const list = 'plots/iris/newest-last.txt'
  const first = `plots/iris/${old[0]}/a.png`
  const files = { [list]: `${old.join('\n')}\n`, [first]: PNG }
  const before = await world.model.commit({ branch: 'serin-data', message: 'Many', files })
  const { pull } = await runOn({})
  expect(world.model.readFile(list, 'serin-data')?.trim().split('\n')).toEqual([...old.slice(1), pull.head])
  expect(world.model.readFile(first, 'serin-data')).toBeUndefined()
  expect(world.model.readFile(first, before)).toBeDefined()
})

it('plots need `contents: write`, and the report says so', async () => {
  const { result, report } = await runOn({}, { permissions: READ_ONLY })
  expect(result.annotations).toEqual([])
  expect(report).toMatch(/One plot is not shown.*`contents: write`/)
  expect(pictures(report)).toEqual([])
})

it('too many plots are cut, with a note', async () => {
  const many = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`plots/a${index}.png`, PNG]))
  const { report } = await runOn(many)
  expect(pictures(report)).toHaveLength(30)
  expect(report).toMatch(/is not shown: at most 30 plots are shown/)
})

it('of more than 300 files the first are looked at, and the others counted', async () => {
  const prepare = (workspace: string) => {
    for (let index = 0; index < 299; index += 1) writeFileSync(join(workspace, `plots/a${index}.txt`), 'x')
    for (const late of ['y.png', 'z.png', 'zz.png']) writeFileSync(join(workspace, 'plots', late), PNG)
  }
  const { result, report } = await runOn({}, { prepare })
  expect(result.outputs.verdict).toBe('pass')
  expect(pictures(report).map((url) => /[^/]*\.png/.exec(url)?.[0])).toEqual(['confusion%20matrix.png'])
  expect(result.summary).toMatch(/`plots` names 303 files; 3 of them were not looked at/)
})

it('pictures beyond 20 MiB together are not shown', async () => {
  const large = Buffer.concat([PNG.subarray(0, 33), Buffer.alloc(4.9 * 1024 * 1024), PNG.subarray(33)])
  const prepare = (workspace: string) => {
    for (const name of 'abcdef') writeFileSync(join(workspace, `plots/${name}.png`), large)
  }
  const { report } = await runOn({}, { prepare })
  expect(pictures(report).filter((url) => /\/[a-f]\.png/.test(url))).toHaveLength(4)
  expect(report).toMatch(/`plots\/e\.png` is not shown: all plots together may have 20 MiB/)
})

it('a plot that is too large is not shown', async () => {
  const large = Buffer.concat([PNG.subarray(0, 33), Buffer.alloc(6 * 1024 * 1024), PNG.subarray(33)])
  const { report } = await runOn({ 'plots/large.png': large })
  expect(report).toMatch(/large\.png` is not shown: it has 6 MiB, and a plot may have 5 MiB/)
})

describe('plots that cannot be shown, among others', () => {
  let result: ActionResult
  let report: string
  beforeAll(async () => {
    const prepare = (workspace: string) => {
      symlinkSync('/etc/passwd', join(workspace, 'plots/passwd.png'))
      symlinkSync('nowhere.png', join(workspace, 'plots/gone.png'))
    }
    ;({ result, report } = await runOn({ 'plots/notes.doc': Buffer.from([0, 1, 2]) }, { prepare }))
  })

  it('do not hide the others', () => {
    expect(result.outputs.verdict).toBe('pass')
    expect(pictures(report).filter((url) => url.includes('/plots/confusion%20matrix.png'))).toHaveLength(1)
  })

  it('are not read when they are links out of the workspace', () => {
    expect(report).toMatch(/`plots\/passwd\.png` is not shown: it is a link to a file outside the workspace/)
  })

  it('are named when they are links to nothing', () => {
    expect(report).toMatch(/`plots\/gone\.png` is not shown: it is a link to a file that is not there/)
  })

  it('are named when they are no pictures', () => {
    expect(report).toMatch(/`plots\/notes\.doc` is not shown: it is no PNG, JPEG or SVG picture/)
  })
})

it('plots that are not there are said to be missing', async () => {
  const { result, report } = await runOn({ 'plots/confusion matrix.png': null })
  expect(result.outputs.verdict).toBe('pass')
  expect(report).toMatch(/No plots file matches `plots\/\*`/)
})

describe('a report that the training wrote', () => {
  let report: string
  beforeAll(async () => {
    ;({ report } = await runOn({ 'plots/roc.txt': SVG }))
  })

  it('is a section of its own', () => {
    expect(report).toMatch(/<summary>docs.*report.*<\/summary>\s+> # How it went/)
  })

  it('shows the plots that it names, by paths from the root or from itself, and nothing else shows them', () => {
    expect(pictures(report).filter((url) => url.includes('/plots/roc.txt.svg'))).toHaveLength(2)
  })

  it('mentions nobody', () => {
    expect(report).not.toContain('@everybody')
  })

  it('that is not there is said to be missing', async () => {
    const { result, report: other } = await runOn({ 'docs/report.md': null })
    expect(result.outputs.verdict).toBe('pass')
    expect(other).toMatch(/No report file matches `docs\/report\.md`/)
  })
})

it('a fork’s plots are not published, and it is told', async () => {
  const open = await worldOfThisTest({ model: FILES })
  const pull = await open.openForkPull(accuracy(0.97))
  const permissions = { contents: 'read', pull_requests: 'read', checks: 'read' } as const
  const result = await open.runOn({ pullRequest: pull.number }, { permissions })
  expect(result.summary).toContain('Plots are not shown: a run for a fork or for Dependabot publishes none.')
  expect(result.summary).toMatch(/```+text\n# How it went/)
})
