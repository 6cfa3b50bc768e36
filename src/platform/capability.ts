import type { PlaceId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Allow, Permission } from './auth/actor.ts'
import type { PlaceTx } from './db/database.ts'
import { declareExplainsLook, type ExplainsLook } from './explains-look.ts'
import type { Gate } from './http/gate.ts'
import type { Route } from './http/route.ts'
import { declareInHands, type InHands } from './in-hands.ts'
import { declareHolds, type Held } from './personal/held.ts'
import type { Personal } from './personal/rule.ts'
import { declareRules } from './personal/rules.ts'
import type { Platform } from './platform.ts'
import type { Retention } from './retention.ts'
import type { TableSight } from './table-sight.ts'

/** A word of the command line: `keepitlocal import postcodes FILE`. */
export interface CommandLineWord {
  /** What is typed before the arguments: 'import postcodes'. */
  readonly words: string
  /** The whole line: 'import postcodes FILE [--json]'. */
  readonly usage: string
  readonly about: string
  /** It reads and writes files only: no database is started or asked for, and `terminal.platform` is not there. */
  readonly needsNoDatabase?: boolean
  /** @returns the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** Where a command-line word reads and writes. */
export interface Terminal {
  readonly platform: Platform
  /** Answers; what another program would read. */
  out(text: string): void
  /** Progress, reports and errors. */
  err(text: string): void
  /** True when a person watches `err`, so a progress bar may redraw its line. */
  readonly isTty: boolean
}

/** A job a capability wants worked: on a schedule, when woken, or both. Runs for one place at a time. */
export interface CapabilityJob {
  readonly queue: string
  /** Five cron fields in UTC. */
  readonly cron?: string
  run(platform: Platform, placeId: PlaceId): Promise<void>
}

/** A link in the header, shown to whoever may go there. `order` sorts: the page used most comes first. */
export interface NavigationItem {
  /** English, or the words in each language. */
  readonly text: string | ((language: Language) => string)
  /** Below the place: '/worklist'. */
  readonly path: string
  readonly allow: Allow
  /** Whoever has this reaches it from another page: the row stays short. */
  readonly unless?: Permission
  readonly order: number
}

/** What a capability offers the house. The folder `src/capabilities/<name>` exports one from `capability.ts`; nothing else registers it. */
export interface Capability {
  readonly name: string
  /** Imports go down the levels only. */
  readonly level: number
  /** Each permission with the roles that carry it. */
  readonly permissions: Readonly<Record<Permission, { about: string; roles: readonly string[] }>>
  readonly routes: readonly Route[]
  /** Ways in for other systems, each with its own words and its own doorkeeper. */
  readonly gates?: readonly Gate[]
  /** What it adds to the header, for those who may go there. */
  readonly navigation?: readonly NavigationItem[]
  /** Where whoever came in by a code closes what is open on their device: the path of a POST, shown in the header on every page. */
  readonly finish?: { readonly allow: Permission; readonly path: string }
  readonly commandLine?: readonly CommandLineWord[]
  readonly jobs?: readonly CapabilityJob[]
  /** Every table and view of its schema, by its whole name (`requests.need`); one that no manifest names fails the build. */
  readonly tables?: Readonly<Record<string, TableSight>>
  /** What its tables hold of one person: how it is gathered for them, and how it is erased. A table that tells of a person and is not here fails the build. */
  readonly personal?: Personal
  /** What somebody begins in their own name and may have to hand on when they leave their organisation. */
  readonly inHands?: readonly InHands[]
  /** What of it is open with a record, so that a look at the record explains itself. */
  readonly explainsLook?: ExplainsLook
  /** What must not be forgotten for now, whoever would: one capability keeps that. */
  readonly holds?: (tx: PlaceTx) => Promise<Held>
  /** How long each kind of record is kept: the words shown on the privacy page, and the rule by which a daily job forgets. */
  readonly retention?: Readonly<Record<string, Retention>>
}

/** Declares a capability's manifest. */
export const capability = (manifest: Capability): Capability => {
  declareRules(manifest)
  declareInHands(manifest.inHands ?? [])
  if (manifest.holds) declareHolds(manifest.holds)
  declareExplainsLook(manifest.name, manifest.explainsLook ?? {})
  return manifest
}
