import type { ReleasedModel, Role } from '../src/config/gitops-config.ts'
import { authorize, type Standing } from '../src/release/authorize.ts'
import type { CommandName } from '../src/release/command.ts'
import type { Reply } from '../src/release/reply.ts'

const CHANGES: readonly CommandName[] = ['canary', 'promote', 'rollback', 'shadow', 'set', 'freeze', 'unfreeze']

/** Whether a person may give a command in any environment of a model; without a command, one that changes something. */
export function mayCommand({ environments }: ReleasedModel, standing: Standing, command?: CommandName): boolean {
  const commands = command === undefined ? CHANGES : [command]
  return environments.some((environment) => {
    const isLast = environment === environments.at(-1)
    return commands.some((name) => authorize({ command: name, environment, isLast, standing }).kind === 'allowed')
  })
}

/** What a command asks for at least, as text. */
export function whatItNeeds(command: CommandName): string {
  const standing = { role: undefined, teams: [] }
  const right = authorize({ command, environment: undefined, isLast: false, standing })
  if (right.kind === 'allowed') throw new Error('Nobody without a role is allowed anything')
  return right.asked
}

/** The refusal of somebody who lacks a right, as `authorize` words it. */
export function lacksRight(asked: string): Extract<Reply, { kind: 'refused' }> {
  return { kind: 'refused', code: 'role-too-low', reason: `This needs ${asked}.` }
}

/** Whether a role on the model's own repository makes somebody no stranger there. */
export function isInsider(role: Role | undefined): boolean {
  return role === 'write' || role === 'maintain' || role === 'admin'
}
