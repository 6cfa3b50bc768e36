import type { Tone } from '../../../design/view-models.ts'
import type { EntryChanges, EntryField } from './entry-content.ts'

/** What somebody wants an entry to say, from when it is sent until it is decided. */

export type ProposalState = 'waiting' | 'asked back' | 'approved' | 'approved in part' | 'refused' | 'withdrawn'
export type ProposalKind = 'new entry' | 'change' | 'end' | 'feed'

export type Proposal = {
  proposalId: string
  serviceId: string
  kind: ProposalKind
  /** Null when a feed proposes. */
  organisationId: string | null
  /** Who proposes: an organisation or a feed, by name. */
  source: string
  entryName: string
  state: ProposalState
  wanted: EntryChanges
  /** What stood in those fields when it was proposed. */
  base: EntryChanges
  /** The newest kept version then; 0 for a new entry. */
  baseVersion: number
  assures: boolean
  /** Grows with every change of the proposal: who decides on an older one decides on something they have not seen. */
  revision: number
  proposedByName: string
  proposedById: string | null
  proposedAt: Date
  stateSince: Date
  decidedByName: string | null
  approvedFields: EntryField[]
}

export type RemarkKind =
  | 'sent'
  | 'changed'
  | 'asked back'
  | 'answered'
  | 'approved'
  | 'approved in part'
  | 'refused'
  | 'withdrawn'
  | 'live at once'

export type Remark = {
  kind: RemarkKind
  byName: string
  words: string
  fields: EntryField[]
  saidAt: Date
}

export const isOpen = ({ state }: Pick<Proposal, 'state'>): boolean => state === 'waiting' || state === 'asked back'

export const proposalStates: Readonly<Record<ProposalState, { word: string; tone: Tone }>> = {
  waiting: { word: 'Being checked', tone: 'waiting' },
  'asked back': { word: 'Needs an answer from you', tone: 'attention' },
  approved: { word: 'In the directory', tone: 'done' },
  'approved in part': { word: 'Partly in the directory', tone: 'agreed' },
  refused: { word: 'Not taken', tone: 'stopped' },
  withdrawn: { word: 'Taken back', tone: 'stopped' },
}

/** The same states for whoever checks. */
export const moderationStates: Readonly<Record<ProposalState, { word: string; tone: Tone }>> = {
  ...proposalStates,
  waiting: { word: 'To check', tone: 'attention' },
  'asked back': { word: 'Waiting for their answer', tone: 'waiting' },
}

export const proposalKinds: Readonly<Record<ProposalKind, string>> = {
  'new entry': 'New entry',
  change: 'Change',
  end: 'It ends',
  feed: 'The feed now says',
}

export const remarkWords: Readonly<Record<RemarkKind, string>> = {
  sent: 'Sent it in',
  changed: 'Changed what was sent in',
  'asked back': 'Asked',
  answered: 'Answered',
  approved: 'Approved it',
  'approved in part': 'Approved a part of it',
  refused: 'Did not take it',
  withdrawn: 'Took it back',
  'live at once': 'Went live at once',
}
