/** `/:place/volunteer/my-details/who-has-looked`: who has looked at what a volunteer told us, and why where they had to say it. */
import type { PageModel } from '../../design/page.ts'
import type { SummaryCard } from '../../design/view-models.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { page, privateView, redirect, type Visit } from '../../platform/http/route.ts'
import { type Look, lookedAtPerson, looksFrom, looksInWords, sawInList } from '../people/index.ts'
import { findOwnVolunteer } from './access.ts'
import { homeOf } from './own-volunteering.ts'
import { lookedAtVolunteer, saidWhy } from './reason-to-look.ts'

// What was changed stands in their story; here stands who has read.
const inTheirWords: Readonly<Record<string, string>> = {
  [lookedAtVolunteer]: 'looked at what you told us and what was checked',
  [lookedAtPerson]: 'looked at who you are and how to reach you',
  [sawInList]: 'saw your name in a list',
  [saidWhy]: 'said why they were about to look',
  'looked at whom to ring': 'saw your number, to ring you',
}

/** Who has looked at a volunteer, oldest first; their own looks are left out. */
const listLooks = async (tx: PlaceTx): Promise<Look[] | null> => {
  const own = await findOwnVolunteer(tx)
  if (!own) return null
  const lines = await tx.house(() => listAuditLines(tx, [own.volunteerId, own.personId]))
  return looksFrom(
    tx,
    lines.filter(({ actorKind, personId }) => actorKind !== 'bearer' && personId !== own.personId),
    {
      did: action => (Object.hasOwn(inTheirWords, action) ? (inTheirWords[action] ?? null) : null),
      who: () => null,
    },
  )
}

type WhoHasLooked = PageModel & { card: SummaryCard | null }

export const whoHasLookedPage = page({
  method: 'GET',
  path: '/:place/volunteer/my-details/who-has-looked',
  allow: 'anyone',
  async handle(given) {
    const visit = given as unknown as Visit
    const { platform, place, actor } = visit
    const looks = await platform.db.as(actor, listLooks)
    if (!looks) return redirect(`/${place.slug}/volunteer/sign-in`)
    const rows = looksInWords(looks, platform.clock())
    return privateView('volunteers/who-has-looked.njk', {
      page: { title: 'Who has looked at your details', backHref: homeOf(visit) },
      card: rows.length ? { rows } : null,
    } satisfies WhoHasLooked as WhoHasLooked)
  },
})
