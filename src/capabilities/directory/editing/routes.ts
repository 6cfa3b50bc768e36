import { claimAnswer, claimPage } from './claim.page.ts'
import {
  editEntryAnswer,
  editEntryPage,
  endEntryAnswer,
  endEntryPage,
  newEntryAnswer,
  newEntryPage,
} from './edit-entry.page.ts'
import { entriesPage } from './entries.page.ts'
import { historyAnswer, historyPage } from './history.page.ts'
import { invitationAnswer, invitationPage, invitationsPage, inviteAnswer, invitePage } from './invitations.page.ts'
import { privateAddressAnswer, privateAddressPage } from './private-address.page.ts'
import { callsAnswer, ownProposalAnswer, proposalAnswer, proposalPage, proposalsPage } from './proposals.page.ts'

/** Every page of this room. */
export const editingRoutes = [
  entriesPage,
  newEntryPage,
  newEntryAnswer,
  editEntryPage,
  editEntryAnswer,
  endEntryPage,
  endEntryAnswer,
  historyPage,
  historyAnswer,
  privateAddressPage,
  privateAddressAnswer,
  proposalsPage,
  callsAnswer,
  proposalPage,
  proposalAnswer,
  ownProposalAnswer,
  invitationsPage,
  invitePage,
  inviteAnswer,
  invitationPage,
  invitationAnswer,
  claimPage,
  claimAnswer,
]
