import { type Files, OPEN_CONFIG } from './files.ts'
import { type AppWorld, OLD } from './world.ts'

/** A command during which the app is killed, at each moment of it. */
export interface DeadlyCommand {
  readonly body: string
  /** Of the gitops repository. */
  readonly files: Files
  /** How often it took effect. */
  readonly made: (world: AppWorld) => Promise<number> | number
  /** What its one reply begins with. */
  readonly reply: (version: string) => string
}

const TEST = 'model-deployments/test/iris/config.yaml'
const STATE = 'serin-state'
const settable = (more: string) =>
  OPEN_CONFIG.replace(
    'test/iris/config.yaml\n',
    `test/iris/config.yaml\n        settable: { most: { path: replicas.max, type: integer } }\n${more}`,
  )
const CONFIG = { 'serin.yml': settable('') }
const PROPOSING = { 'serin.yml': settable('        change: pull-request\n') }
const SHADOWABLE = {
  ...CONFIG,
  [TEST]: `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: iris
spec:
  hosts: [iris]
  http:
    - route:
        - destination:
            host: iris-${OLD}
          weight: 100
`,
}

const stateCommits = (world: AppWorld) =>
  STATE in world.gitops.branches() ? world.gitops.log(STATE).length + world.commits() : 0
const commits = (world: AppWorld) => world.commits()
const proposals = async (world: AppWorld) => (await world.proposals('all')).length + world.commits()

export const DEADLY_COMMANDS: readonly DeadlyCommand[] = [
  { body: '/canary 20', files: CONFIG, made: commits, reply: (version) => `**test**: \`${version}\` takes 20 %` },
  { body: '/promote', files: CONFIG, made: commits, reply: (version) => `**test**: \`${version}\` takes all` },
  { body: '/set most 5', files: CONFIG, made: commits, reply: () => '**test**: `most` is `5`. Commit [' },
  { body: '/freeze', files: CONFIG, made: stateCommits, reply: () => '**Frozen:** `iris` in **test**, **prod**.' },
  {
    body: '/shadow 25',
    files: SHADOWABLE,
    made: commits,
    reply: (version) => `**test**: \`${OLD}\` takes all the traffic. \`${version}\` gets a copy of 25 %`,
  },
  { body: '/canary 30', files: PROPOSING, made: proposals, reply: () => '**test** changes by pull request only.' },
  { body: '/set most 7', files: PROPOSING, made: proposals, reply: () => '**test** changes by pull request only.' },
]

/** How a command is called in a test's title. */
export function titleOf({ body, files }: DeadlyCommand): string {
  return files === PROPOSING ? `${body} by pull request` : body
}
