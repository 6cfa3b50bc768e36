import { anyone } from '../../../platform/auth/actor.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Reply, Visit, VisitedPlace } from '../../../platform/http/route.ts'
import { phoneOf } from '../../places/index.ts'
import { ringLine, say } from '../say.ts'

/** Everybody asks as nobody in particular: a practitioner who needs help is a resident here. */
export const asAnyone = <T>(
  { platform, place }: Pick<Visit, 'platform' | 'place'>,
  work: (tx: PlaceTx) => Promise<T>,
): Promise<T> => platform.db.as(anyone(place.placeId), work)

/** Below the place's ask pages. */
export const askPath = (place: VisitedPlace, path = ''): string => `/${place.slug}/ask${path && `/${path}`}`

/** Whoever comes without a draft is told why, and begins again. */
export const beganAgain = (place: VisitedPlace): string => `${askPath(place)}?began=again`

/** A page of the form when nobody would read what is sent. */
export const ringInstead = (place: VisitedPlace): Reply =>
  say(
    { title: phoneOf(place) ? 'Ring us instead' : 'You cannot ask here yet', backHref: `/${place.slug}` },
    {
      sentences: [
        `Nobody in ${place.name} is answering requests sent from here yet, so we do not take any.`,
        'If anyone is in danger now, ring 999.',
      ],
      phones: ringLine(place, 'To ask for help, ring'),
      more: [{ text: 'Find help near you', href: `/${place.slug}/find` }],
    },
  )
