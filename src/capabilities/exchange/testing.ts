import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import type { Platform } from '../../platform/platform.ts'
import { addSystem } from './systems/keep-systems.ts'
import { type Scope, scopes } from './words.ts'

/** Lets a system call for somebody's organisation, and gives its token. */
export const aSystem = async (
  platform: Platform,
  coordinator: Actor,
  more: { scopes?: Scope[]; domain?: string; name?: string } = {},
): Promise<{ systemId: string; token: string }> => {
  const added = await perform(platform.db, coordinator, addSystem, {
    name: more.name ?? 'Record system',
    scopes: more.scopes ?? (Object.keys(scopes) as Scope[]),
    domain: more.domain ?? '',
    days: '90',
  })
  if (isRefusal(added)) throw new Error(added.message)
  return added
}
