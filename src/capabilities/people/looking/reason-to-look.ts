/** Why somebody looks at a record of a person, where their own work does not say so. Once for every kind of record; what is obvious, each capability says (`explainsLook`). */
import { type TSchema, Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { findReasonGiven, leaveOutLoads } from '../../../platform/audit/audit.ts'
import type { Allow } from '../../../platform/auth/actor.ts'
import { type Command, command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { allThatExplain } from '../../../platform/explains-look.ts'

/** So long after the last thing ended somebody may still ring about it. Our own choice. */
const obviousDays = 14

const isLookExplained = async (tx: PlaceTx, kind: string, recordId: string): Promise<boolean> => {
  const since = new Date(tx.now.getTime() - obviousDays * 86_400_000)
  for (const explains of allThatExplain(kind)) if (await explains(tx, recordId, since)) return true
  return false
}

/** One kind of record that somebody may have to say why they look at. */
export interface LookToExplain {
  /** 'volunteer', as capabilities say what explains a look at it. */
  readonly kind: string
  /** How the audit trail calls saying why. */
  readonly saysWhy: `${string}.give-reason`
  readonly allow: Allow
  /** Reasons to choose from; 'other' asks for words. */
  readonly reasons: Readonly<Record<string, string>> & { readonly other: string }
  /** Said to somebody whose record it is not. */
  readonly notTheirs: string
  isTheirs(tx: PlaceTx, recordId: string): Promise<boolean>
}

/**
 * Why somebody looks at a record now, for the line of their look: without a reason where it is obvious, else with the one they gave within the hour. Null: they are to
 * say why first, and nothing of what was loaded was shown.
 */
export const whyLookNow = async (
  tx: PlaceTx,
  { kind }: Pick<LookToExplain, 'kind'>,
  recordId: string,
): Promise<{ readonly reason: string | null } | null> => {
  if (await isLookExplained(tx, kind, recordId)) return { reason: null }
  const reason = await findReasonGiven(tx, recordId)
  if (reason !== null) return { reason }
  leaveOutLoads(tx)
  return null
}

export interface GivenReason {
  readonly recordId: string
  readonly why: string
  readonly words: string
}

/** The command that writes down why somebody is about to look. */
export const givingReason = (look: LookToExplain): Command<GivenReason, unknown> =>
  command<TSchema, unknown>({
    name: look.saysWhy,
    allow: look.allow,
    input: Type.Object({
      recordId: Type.String({ format: 'uuid' }),
      why: Type.Enum(Object.keys(look.reasons), { mend: 'Choose why you look' }),
      words: Type.String({ maxLength: 300, mend: 'Say it in 300 characters or fewer' }),
    }),
    async run(tx, given) {
      const { recordId, why, words } = given as GivenReason
      if (!(await look.isTheirs(tx, recordId))) return refuse('not-theirs', look.notTheirs)
      if (why === 'other' && words.length < 5) return refuse('say-why', 'Say in a few words why you look', 'words')
      const reason = look.reasons[why] ?? ''
      return { recordId, auditReason: words ? `${reason}: ${words}` : reason }
    },
  }) as Command<GivenReason, unknown>
