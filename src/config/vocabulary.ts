import { z } from 'zod'
import { quoted, say } from './complaint.ts'

/**
 * The words both configuration files are made of: names, repositories, paths, branches, globs.
 * Each is a zod schema whose complaint says what to write.
 */

type Check = (input: string) => string | undefined

/** A text for which `complain` finds nothing to say; `pattern` tells editors the gist of the same rule. */
function text(pattern: RegExp, complain: Check, example: string) {
  return z
    .string()
    .superRefine((input, context) => {
      const message = complain(input)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .meta({ pattern: pattern.source, examples: [example] })
}

const NAME = /^[a-z0-9][a-z0-9._-]*$/

/**
 * A name has a letter: JavaScript moves keys that are whole numbers to the front, and the order of environments counts.
 * Its ends are those a git ref may have, because names become parts of branches.
 */
function complainAboutName(longest: number): Check {
  return (input) => {
    if (!NAME.test(input)) {
      return say(`${quoted(input)} is not a name`, 'Use a-z, 0-9, ".", "_" and "-", starting with a letter or digit.')
    }
    if (!/[a-z]/.test(input)) return say(`the name ${quoted(input)} has no letter`, 'Add one, for example "v1".')
    if (input.includes('..') || /\.(lock)?$/.test(input)) {
      return say(`${quoted(input)} cannot be part of a branch name`, 'Leave out ".." and an ending "." or ".lock".')
    }
    if (input.length > longest) return say(`${quoted(input)} is too long`, `Use at most ${longest} characters.`)
    return undefined
  }
}

export const modelName = text(NAME, complainAboutName(100), 'iris')

/** Shorter than a commit's 40 characters, so that a command's arguments cannot be mistaken for one another. */
export const environmentName = text(NAME, complainAboutName(32), 'prod')

const FULL_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+$/

function complainAboutRepository(input: string): string | undefined {
  const [, name = ''] = input.split('/')
  if (FULL_NAME.test(input) && !/^\.{1,2}$|\.git$/.test(name)) return undefined
  const found = /([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(input)
  const fix = found ? `Write "${found[1]}/${found[2]}".` : 'Write it as owner/name, for example "acme/iris".'
  return say(`${quoted(input)} is not a repository`, fix)
}

export const repositoryName = text(FULL_NAME, complainAboutRepository, 'acme/iris')

/** A repository, or `.` for the repository that holds the file. */
export const gitopsRepository = text(
  /^\.$|\//,
  (input) => (input === '.' ? undefined : complainAboutRepository(input)),
  'acme/mlops-gitops',
)

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a path must not have
const CONTROL = /[\u0000-\u001f\u007f]/

function complainAboutPath(input: string): string | undefined {
  if (input.trim() === '') return say('the path is empty', 'Write a path inside the repository.')
  if (CONTROL.test(input)) return say(`${quoted(input)} has a control character`, 'Write the path on one line.')
  if (input.includes('\\')) return say(`${quoted(input)} has a backslash`, 'Separate folders by "/".')
  if (/^(\/|~|[A-Za-z]:)/.test(input)) {
    return say(`${quoted(input)} is absolute`, 'Write it from the root of the repository, without a leading "/".')
  }
  const segments = input.replace(/\/$/, '').split('/')
  if (segments.includes('..')) return say(`${quoted(input)} leads out of its folder`, 'Write the path without "..".')
  if (segments.some((segment) => segment === '.' || segment === '')) {
    return say(`${quoted(input)} has an empty or "." part`, 'Write the shortest form, for example "a/b.yaml".')
  }
  if (segments.some((segment) => segment.toLowerCase() === '.git')) {
    return say(`${quoted(input)} lies in git's own folder`, 'Write a path of the work tree.')
  }
  return undefined
}

/** One file of the repository. */
export const filePath = text(
  /^[^/]/,
  (input) =>
    complainAboutPath(input) ?? (input.endsWith('/') ? say(`${quoted(input)} is a folder`, 'Name a file.') : undefined),
  'predictions.csv',
)

/** A folder of the repository. */
export const folderPath = text(/^[^/]/, complainAboutPath, 'charts/inference-service')

/** A command must not change who may give commands, nor what runs in the workflows. */
function complainAboutManifest(input: string): string | undefined {
  if (!/\.ya?ml$/.test(input)) {
    return say(`${quoted(input)} is not a YAML file`, 'Name a file that ends in .yaml or .yml.')
  }
  if (!/^(\.github\/|serin\.yml$)/i.test(input)) return undefined
  return say(`${quoted(input)} decides what may happen here`, 'Name a file that holds a manifest.')
}

/** One YAML file of the repository. */
export const manifestPath = text(
  /\.ya?ml$/,
  (input) => complainAboutPath(input) ?? complainAboutManifest(input),
  'model-deployments/prod/iris/config.yaml',
)

/** A glob over the repository's files; `!` is refused because one negated entry would match nearly everything. */
export const glob = text(
  /^[^!/]/,
  (input) =>
    input.startsWith('!') ? say(`${quoted(input)} is negated`, 'List the files that count.') : complainAboutPath(input),
  'metrics.json',
)

/** `git check-ref-format --branch`, and no `refs/heads/` in front. */
function complainAboutBranch(input: string): string | undefined {
  if (input.startsWith('refs/')) {
    return say(`${quoted(input)} is a full ref`, `Write "${input.replace(/^refs\/(heads\/)?/, '')}".`)
  }
  const wrong = /^[-/]|[\s~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|^@$|\.lock(\/|$)|(^|\/)\./
  if (input === '' || wrong.test(input) || CONTROL.test(input)) {
    return say(`${quoted(input)} is not a branch name`, 'Write the branch as git shows it, for example "production".')
  }
  return undefined
}

export const branchName = text(/^[^-/]/, complainAboutBranch, 'production')

/** A team's slug inside the organization that owns the repository. */
export const teamSlug = text(
  /^[a-z0-9][a-z0-9_-]*$/,
  (input) => {
    if (/^[a-z0-9][a-z0-9_-]*$/.test(input)) return undefined
    const slug = /^@?[\w-]+\/([a-z0-9][a-z0-9_-]*)$/.exec(input)?.[1]
    const fix = slug ? `Write "${slug}".` : 'Write the last part of the team\'s address, for example "release".'
    return say(`${quoted(input)} is not a team's slug`, fix)
  },
  'release',
)

/** The file of a workflow, as GitHub's API takes it. */
export const workflowFile = text(
  /^[A-Za-z0-9._-]+\.ya?ml$/,
  (input) => {
    if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.ya?ml$/.test(input)) return undefined
    const name = /^\.github\/workflows\/([A-Za-z0-9._-]+\.ya?ml)$/.exec(input)?.[1]
    const fix = name ? `Write "${name}".` : 'Write the name of a file in .github/workflows, for example "train.yml".'
    return say(`${quoted(input)} is not a workflow's file`, fix)
  },
  'train.yml',
)
