import type { Account } from './account.ts'

export interface Team {
  readonly id: number
  readonly organization: Account
  readonly slug: string
  readonly name: string
  readonly members: Map<number, 'member' | 'maintainer'>
}
