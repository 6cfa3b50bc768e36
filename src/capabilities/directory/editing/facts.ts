import { factKind } from '../../../platform/facts/fact.ts'

/** What happened to entries and to those who look after them. Ids and codes only: names and words stand in the records themselves. */

type About = { proposalId: string; serviceId: string; organisationId: string | null }

export const EntryProposed = factKind<About & { kind: string; fields: string[] }>(
  'directory.entry-proposed',
  ({ kind }) =>
    kind === 'new entry'
      ? 'A new entry was sent in, to be checked.'
      : kind === 'end'
        ? 'It was said that the service ends; somebody checks it.'
        : kind === 'feed'
          ? 'A feed says something else than what was edited here; somebody checks it.'
          : 'A change to the entry was sent in, to be checked.',
)
export const EntryApproved = factKind<About & { fields: string[]; inPart: boolean; atOnce: boolean; version: number }>(
  'directory.entry-approved',
  ({ inPart, atOnce }) =>
    atOnce
      ? 'A small change went live at once.'
      : inPart
        ? 'A part of the change was approved and is in the directory.'
        : 'The change was approved and is in the directory.',
)
export const EntryAskedBack = factKind<About>(
  'directory.entry-asked-back',
  () => 'Something was asked about the change.',
)
export const EntryAnswered = factKind<About>(
  'directory.entry-answered',
  () => 'What was asked about the change was answered.',
)
export const EntryRefused = factKind<About>('directory.entry-refused', () => 'The change was not taken.')
export const EntryWithdrawn = factKind<About>(
  'directory.entry-withdrawn',
  () => 'The change was taken back by those who sent it.',
)

export const EntryRolledBack = factKind<{ serviceId: string; ofVersion: number; version: number }>(
  'directory.entry-rolled-back',
  ({ ofVersion }) => `The entry was put back to how it was in version ${ofVersion}.`,
)
export const AddressMadePrivate = factKind<{ serviceId: string; locationId: string }>(
  'directory.address-made-private',
  () => 'The address of a place was made private and taken out of everything.',
)

type Invitation = { invitationId: string; publisherId: string }
export const OrganisationInvited = factKind<Invitation>(
  'directory.organisation-invited',
  () => 'An organisation was invited to look after its entries.',
)
export const InvitationWithdrawn = factKind<Invitation>(
  'directory.organisation-invitation-withdrawn',
  () => 'The invitation was withdrawn.',
)
export const InvitationAccepted = factKind<Invitation & { organisationId: string }>(
  'directory.organisation-invitation-accepted',
  () => 'The organisation accepted, and looks after its entries from now on.',
)
