import { claimAnswer, claimPage } from './claim.page.ts'
import { editEntryAnswer, editEntryPage, newEntryAnswer, newEntryPage } from './edit-entry.page.ts'
import { endEntryAnswer, endEntryPage } from './end-entry.page.ts'
import { entriesPage } from './entries.page.ts'
import { historyAnswer, historyPage } from './history.page.ts'
import { invitationAnswer, invitationPage } from './invitation.page.ts'
import { invitationsPage } from './invitations.page.ts'
import { inviteAnswer, invitePage } from './invite.page.ts'
import { privateAddressAnswer, privateAddressPage } from './private-address.page.ts'
import { ownProposalAnswer, proposalAnswer, proposalPage } from './proposal.page.ts'
import { callsAnswer, proposalsPage } from './proposals.page.ts'

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
