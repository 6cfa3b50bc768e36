import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import type { ListedServiceStatus } from '../listed-service.ts'
import { sentence } from '../result-words.ts'
import { listTheirMistakes } from '../sharing/mistake-access.ts'
import { freshnessInWords, statusWords } from '../words.ts'
import { fieldsOf } from './entry-content.ts'
import { fieldsInWords } from './entry-in-words.ts'
import { listEntriesOf } from './entry-store.ts'
import { isOpen, type Proposal, proposalKinds, proposalStates } from './proposal.ts'
import { listProposalsOf } from './proposal-store.ts'

/** Our entries: what an organisation has in the directory, and what became of what it sent. */

type EntriesPage = PageModel & {
  entries: readonly {
    name: string
    href: string
    editHref: string
    status: StateTag | null
    checked: string
    waiting: { tag: StateTag; href: string } | null
  }[]
  sent: readonly { name: string; href: string; about: string; tag: StateTag; at: Date }[]
  /** What people told them is wrong with these entries and waits for an answer. */
  mistakes: { text: string; href: string }
  newHref: string
  claimHref: string
  empty: EmptyState
}

const happened: Happenings = {
  assured: {
    message: 'Thank you. People now see that this entry was checked today.',
  },
  'address-kept': {
    message: 'The address is kept private.',
    detail:
      'It is nowhere in the directory, and no distance is worked out from it. Only people of your organisation see it.',
  },
  claimed: {
    message: 'Welcome. You now look after these entries.',
    detail: 'Have a look at each: change what is not right, and say when everything is.',
  },
}

export const entriesPage = page({
  method: 'GET',
  path: '/:place/directory/entries',
  allow: 'entry.edit',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const organisationId = actor.organisationId ?? ''
    const { entries, sent, mistakes } = await platform.db.as(actor, async tx => ({
      entries: organisationId ? await listEntriesOf(tx, organisationId) : [],
      sent: organisationId ? await listProposalsOf(tx, organisationId) : [],
      mistakes: (await listTheirMistakes(tx, true, 200)).length,
    }))
    const base = `/${place.slug}/directory`
    const open = new Map<string, Proposal>(sent.filter(isOpen).map(proposal => [proposal.serviceId, proposal]))
    const model: EntriesPage = {
      page: {
        title: 'Our entries',
        ...(actor.permissions.has('directory.keep-right') && { backHref: base }),
        ...(actor.organisationName && { caption: actor.organisationName }),
        ...noticeOf(happened, query.done),
      },
      entries: entries.map(({ serviceId, name, status, assuredOn }) => {
        const proposal = open.get(serviceId)
        return {
          name,
          href: `/${place.slug}/services/${serviceId}`,
          editHref: `${base}/entries/${serviceId}/edit`,
          status: status === 'active' ? null : { word: statusWords[status as ListedServiceStatus], tone: 'stopped' },
          checked: sentence(freshnessInWords(assuredOn ?? undefined, platform.clock())),
          waiting: proposal
            ? { tag: proposalStates[proposal.state], href: `${base}/proposals/${proposal.proposalId}` }
            : null,
        }
      }),
      sent: sent.slice(0, 30).map(proposal => ({
        name: proposal.entryName,
        href: `${base}/proposals/${proposal.proposalId}`,
        about: proposal.kind === 'change' ? fieldsInWords(fieldsOf(proposal.wanted)) : proposalKinds[proposal.kind],
        tag: proposalStates[proposal.state],
        at: proposal.stateSince,
      })),
      mistakes: {
        text:
          mistakes === 0
            ? 'Mistakes people told us of: none waits'
            : `Answer ${mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`} people told us of`,
        href: `${base}/mistakes`,
      },
      newHref: `${base}/new-entry`,
      claimHref: `${base}/claim`,
      empty: {
        title: 'You have no entries yet',
        sentences: [
          'Add what you offer people. If you are in the directory already, ask those who keep it for an invitation to look after your entries.',
        ],
      },
    }
    return view('directory/editing/entries.njk', model)
  },
})
