import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { PUBLISHED_HERE } from '../listed-service.ts'
import { listPublishers } from './entry-store.ts'
import { invitationState } from './invitation.page.ts'
import { listInvitations } from './invitation-store.ts'

/** Whom one may invite to look after their entries, and who was. */

const most = 50

const sourceInWords = (source: string): string => (source === PUBLISHED_HERE ? 'published here' : `from ${source}`)

type InvitationsPage = PageModel & {
  invitations: readonly { name: string; href: string; to: string; tag: StateTag; at: Date }[]
  search: FieldView
  searchAction: string
  searched: boolean
  publishers: readonly { name: string; entries: string; source: string; href: string }[]
  /** There are more than these: a part of the name finds them. */
  more: boolean
  empty: EmptyState
}

export const invitationsPage = page({
  method: 'GET',
  path: '/:place/directory/invitations',
  allow: 'entry.moderate',
  query: Type.Object({ name: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const name = typedLine(query.name).slice(0, 100)
    const base = `/${place.slug}/directory/invitations`
    const { invitations, publishers } = await platform.db.as(actor, tx =>
      tx.house(async () => ({
        invitations: await listInvitations(tx),
        publishers: await listPublishers(tx, name, most + 1),
      })),
    )
    const model: InvitationsPage = {
      page: {
        title: 'Invite organisations',
        kind: 'staff',
        backHref: `/${place.slug}/directory`,
      },
      invitations: invitations.map(invitation => ({
        name: invitation.publisherName,
        href: `${base}/${invitation.invitationId}`,
        to: invitation.toEmail ? `${invitation.toName}, ${invitation.toEmail}` : `${invitation.toName}, by code`,
        tag: invitationState(invitation, platform.clock()),
        at: invitation.state === 'waiting' ? invitation.sentAt : invitation.stateSince,
      })),
      search: fieldView(
        {
          kind: 'text',
          name: 'name',
          label: 'Who publishes the entries?',
          hint: 'A part of the name',
          autocomplete: 'off',
        },
        { name },
      ),
      searchAction: base,
      searched: name !== '',
      publishers: publishers.slice(0, most).map(({ publisherId, name: publisher, entries, source }) => ({
        name: publisher,
        entries: entries === 1 ? '1 entry' : `${entries} entries`,
        // Two of one name are told apart by whose list they stand in.
        source: publishers.filter(each => each.name === publisher).length > 1 ? sourceInWords(source) : '',
        href: `/${place.slug}/directory/invite?publisher=${publisherId}`,
      })),
      more: publishers.length > most,
      empty: {
        title: 'Nobody like that',
        sentences: [
          'Either nobody of that name is in the directory, or somebody looks after their entries already, or is invited to.',
        ],
      },
    }
    return view('directory/editing/invitations.njk', model)
  },
})
