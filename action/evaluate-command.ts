import { glob } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { UserError } from '../src/errors.ts'
import { renderReport, SUMMARY_LIMIT } from '../src/report/report.ts'
import { changedBetween, changedSince, commitOf, commonCommit } from '../src/shell/branch.ts'
import { readCheckedOut } from '../src/shell/checked-out.ts'
import { openRepository, type Repository } from '../src/shell/git.ts'
import { clonedBaseline } from './cloned-baseline.ts'
import { DATA_BRANCH, fetchOf } from './cloned-history.ts'
import type { CommandResult } from './command-result.ts'
import { type Evaluation, judgeAgainst, reportOn } from './evaluate.ts'
import { type MeasuringPlace, measure } from './measure.ts'
import { plainMetrics } from './model-outcome.ts'
import { type ChosenModel, chooseModels } from './models.ts'
import { readWorkspaceConfig } from './workspace-config.ts'

const OPTIONS = {
  model: { type: 'string', multiple: true },
  base: { type: 'string' },
  'no-train': { type: 'boolean' },
  config: { type: 'string' },
  branch: { type: 'string' },
  json: { type: 'boolean' },
} as const

const CONFIG = '.github/serin.yml'
/** Where main is looked for, in this order. */
const MAIN = ['refs/remotes/origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']

/** Where the command was started. */
export interface StartedIn extends Pick<MeasuringPlace, 'environment' | 'cancelled'> {
  readonly folder: string
  /** Shows what the training prints, as it comes. */
  readonly show: (text: string) => void
}

/**
 * `serin evaluate`: trains the models that differ from main in this clone, compares them with what main measured, and
 * judges the gates; reports as Markdown, or as JSON. The exit code is 1 when a gate does not pass. Nothing is asked of
 * GitHub and nothing is written but what the training writes.
 * @throws UserError for wrong arguments, a clone without main, a failed training, or files that cannot be read.
 */
export async function evaluateCommand(args: readonly string[], started: StartedIn): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  if (typeof glob !== 'function') throw tooOld()
  const repository = openRepository(started.folder)
  try {
    const at = await standing(repository.root, values.base)
    const models = await modelsHere(repository, at, values)
    if (models.length === 0) return { output: '', exitCode: 0, remark: nothingConcerned(at) }
    const uncommitted = await changesNote(repository.root)
    const found: { readonly evaluation: Evaluation; readonly text: string }[] = []
    for (const model of models) found.push(await evaluateModel(model, { repository, at, values, started, uncommitted }))
    const output = values.json
      ? `${JSON.stringify(found.map(({ evaluation }) => asJson(evaluation)))}\n`
      : found.map(({ text }) => text).join('\n')
    return { output, exitCode: found.every(({ evaluation }) => evaluation.gate.verdict === 'pass') ? 0 : 1 }
  } finally {
    repository.close()
  }
}

function tooOld(): UserError {
  return new UserError(`\`serin evaluate\` needs Node 22 or newer; this is ${process.version}.`, {
    fix: 'All other commands run on Node 20.',
  })
}

/** The commit of the work tree, and the one of main that it stands on. */
interface Standing {
  readonly head: string
  readonly base: string
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

async function standing(root: string, asked: string | undefined): Promise<Standing> {
  const head = await commitOf(root, 'HEAD')
  if (head === undefined) throw new UserError('This repository has no commit.', { fix: 'Commit the model first.' })
  for (const name of asked === undefined ? MAIN : [asked]) {
    const main = await commitOf(root, name)
    if (main !== undefined) return { head, base: (await commonCommit(root, main, head)) ?? main }
  }
  throw new UserError(
    asked === undefined ? 'This clone does not have main.' : `git does not know the revision \`${asked}\`.`,
    { fix: `Fetch main (\`${fetchOf('main')}\`), or name the commit to compare with: \`--base <rev>\`.` },
  )
}

/** As on a pull request: main's file judges, and only the models that the changes concern are trained. */
async function modelsHere(repository: Repository, { base }: Standing, values: Values): Promise<readonly ChosenModel[]> {
  const file = values.config ?? CONFIG
  const tree = await repository.files({ kind: 'commit', name: base })
  const models = chooseModels({
    file,
    main: (await tree.read([file])).get(file),
    own: await readWorkspaceConfig(repository.root, file),
    asked: values.model ?? [],
    askedIn: 'option `--model`',
    changedFiles: values.model === undefined ? await changedSince(repository.root, base) : undefined,
  })
  const broken = models.find((model) => model.broken !== undefined)?.broken
  if (broken !== undefined) throw broken
  return models.filter(({ isConcerned }) => isConcerned)
}

function nothingConcerned({ base }: Standing): string {
  return `No file that concerns a model differs from ${base.slice(0, 12)}. \`--model <name>\` evaluates one all the same.`
}

/** Before any training: it may write files that git tracks. */
async function changesNote(root: string): Promise<readonly string[]> {
  const isClean = (await readCheckedOut(root)).kind === 'clean'
  return isClean ? [] : ['The working tree has changes that are in no commit.']
}

async function evaluateModel(
  { settings, notes }: ChosenModel,
  context: {
    readonly repository: Repository
    readonly at: Standing
    readonly values: Values
    readonly started: StartedIn
    readonly uncommitted: readonly string[]
  },
) {
  const { repository, at, values, started, uncommitted } = context
  const { train: _, ...withoutTraining } = settings
  const measurement = await measure(
    values['no-train'] ? withoutTraining : settings,
    placeOf(repository.root, started),
    { sha: at.head },
  )
  const baseline = await clonedBaseline(repository, {
    model: settings,
    base: at.base,
    dataBranch: values.branch ?? DATA_BRANCH,
    changedFrom: (commit) => changedBetween(repository.root, commit, at.base),
  })
  const evaluation = judgeAgainst(baseline, measurement, { settings, sha: at.head })
  const around = {
    pullRequest: undefined,
    notes: [...uncommitted, ...notes],
    next: [],
    runUrl: undefined,
    repositoryUrl: undefined,
  }
  return { evaluation, text: renderReport(reportOn(evaluation, { ...around, isClone: true }), SUMMARY_LIMIT).text }
}

function placeOf(workspace: string, { environment, cancelled, show }: StartedIn): MeasuringPlace {
  const line = (text: string) => show(`${text}\n`)
  const log = { info: line, warning: line, startGroup: line, endGroup: () => undefined, raw: show }
  return { workspace, environment, cancelled, log }
}

function asJson({ model, sha, gate, baseline, measurement, changes }: Evaluation) {
  return {
    model,
    sha,
    verdict: gate.verdict,
    baseline: baseline.kind === 'none' ? null : { kind: baseline.kind, sha: baseline.sha, exact: baseline.exact },
    trainingSeconds: measurement.trainingSeconds ?? null,
    metrics: plainMetrics(measurement.metrics),
    changes: changes.flatMap(({ file, name, change }) => (change === undefined ? [] : [{ file, name, change }])),
    gates: gate.rules.map(({ metric, check, verdict, asked, seen, reason }) => {
      return { metric, check, verdict, asked, seen, ...(reason !== undefined && { reason }) }
    }),
  }
}
