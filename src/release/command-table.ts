export type CommandName =
  | 'canary'
  | 'promote'
  | 'rollback'
  | 'shadow'
  | 'set'
  | 'freeze'
  | 'unfreeze'
  | 'retrain'
  | 'plan'
  | 'status'
  | 'help'

export interface CommandDescription {
  readonly name: CommandName
  readonly usage: string
  readonly does: string
  /** The role on the gitops repository that is asked for where `allow` says nothing. */
  readonly right: string
  readonly examples: readonly string[]
}

/** Every command: what help, README and usage replies say about it. A new command is one entry here and one reader. */
export const COMMANDS: readonly CommandDescription[] = [
  {
    name: 'canary',
    usage: '/canary <1-99> [environment] [--skip] [--model <name>]',
    does: "sends that percentage of the traffic to this pull request's version; `--skip` leaves out steps",
    right: 'write; one role more for `--skip`',
    examples: ['/canary 20', '/canary 50 prod', '/canary 50 prod --skip'],
  },
  {
    name: 'promote',
    usage: '/promote [environment] [sha] [--skip] [--model <name>]',
    does: 'gives the canary all traffic; without a canary, takes the version one environment further',
    right: 'write; maintain for the last environment; one role more for `--skip`',
    examples: ['/promote', '/promote prod 3f2c1ab', '/promote --skip'],
  },
  {
    name: 'rollback',
    usage: '/rollback [environment] [--model <name>]',
    does: 'goes back to what ran before; where only pull requests change the branch, by one',
    right: 'write',
    examples: ['/rollback', '/rollback prod'],
  },
  {
    name: 'shadow',
    usage: '/shadow <1-100 or off> [environment] [--model <name>]',
    does: "copies that percentage of the requests to this pull request's version, whose answers nobody sees",
    right: 'write',
    examples: ['/shadow 100', '/shadow off prod'],
  },
  {
    name: 'set',
    usage: '/set <key> <value> [environment] [--model <name>]',
    does: 'changes a value that the environment declares as `settable`',
    right: 'write',
    examples: ['/set threshold 0.7', '/set threshold 0.7 prod'],
  },
  {
    name: 'freeze',
    usage: '/freeze [environment [reason]] [--model <name>]',
    does: 'stops every change but `/rollback`, at once, in one environment or in all',
    right: 'maintain',
    examples: ['/freeze', '/freeze prod until Monday'],
  },
  {
    name: 'unfreeze',
    usage: '/unfreeze [environment] [--model <name>]',
    does: 'lets changes through again',
    right: 'maintain',
    examples: ['/unfreeze', '/unfreeze prod'],
  },
  {
    name: 'retrain',
    usage: '/retrain [--model <name>]',
    does: "starts the model's training workflow on the default branch",
    right: 'write on this repository',
    examples: ['/retrain'],
  },
  {
    name: 'plan',
    usage: '/plan <command>',
    does: 'shows what a command would write, and where, or why it would be refused; writes nothing',
    right: 'read',
    examples: ['/plan canary 20 prod', '/plan /promote'],
  },
  {
    name: 'status',
    usage: '/status [environment] [--model <name>]',
    does: 'shows what runs where',
    right: 'read',
    examples: ['/status', '/status prod'],
  },
  { name: 'help', usage: '/help', does: 'shows this table', right: 'read', examples: ['/help'] },
]

// A Map and not an object: `/constructor` and `/__proto__` must find nothing.
const NAMES: ReadonlyMap<string, CommandName> = new Map(COMMANDS.map(({ name }) => [name, name]))

/** The command of a name in ASCII letters of any case; `undefined` when there is none. */
export function commandNamed(word: string): CommandName | undefined {
  // toLowerCase alone would make one of the KELVIN SIGN too.
  return /^[A-Za-z]+$/.test(word) ? NAMES.get(word.toLowerCase()) : undefined
}

/** How the command is written, as plain text. */
export function usageOf(command: CommandName): string {
  const found = COMMANDS.find(({ name }) => name === command)
  if (found === undefined) throw new Error(`no description of the command ${command}`)
  return found.usage
}

/** The rows of the command table of README and `/help`, heading first; cells are Markdown. */
export function renderCommandTable(): string[][] {
  return [
    ['Command', 'Does', 'Default right'],
    ...COMMANDS.map(({ usage, does, right }) => [`\`${usage}\``, does, right]),
  ]
}
