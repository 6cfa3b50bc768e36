import type { Actor } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'

/**
 * Where an address given from outside may lead: a path of this place, or null. What a browser would make of it decides, so that `//elsewhere`,
 * a backslash, a scheme or `..` lead nowhere (OWASP Unvalidated Redirects and Forwards Cheat Sheet, 2025).
 */
export const pathOfThisPlace = (given: unknown, slug: string): string | null => {
  if (typeof given !== 'string' || given.length > 2000 || !given.startsWith(`/${slug}`)) return null
  const here = 'http://here.invalid'
  if (!URL.canParse(given, here)) return null
  const { origin, pathname, search } = new URL(given, here)
  if (origin !== here || (pathname !== `/${slug}` && !pathname.startsWith(`/${slug}/`))) return null
  return /^\/[^/]+\/sign-(in|out)(\/|$)/.test(pathname) ? null : pathname + search
}

/** The page a person is needed on when they come in: who decides goes to the worklist, who is asked to what they are asked. */
export const whereNeeded = (actor: Actor, place: VisitedPlace): string => {
  const seesWorklist = actor.permissions.has('worklist.see')
  const triages = actor.organisationId !== null && place.settings.triageOrganisationId === actor.organisationId
  if (seesWorklist && triages) return `/${place.slug}/worklist`
  if (actor.permissions.has('group.see')) return `/${place.slug}/our-group`
  if (actor.permissions.has('referral.answer')) return `/${place.slug}/referrals`
  if (seesWorklist) return `/${place.slug}/worklist`
  if (actor.permissions.has('concern.see')) return `/${place.slug}/concerns`
  if (actor.permissions.has('directory.keep-right')) return `/${place.slug}/directory`
  return actor.permissions.has('measures.see') ? `/${place.slug}/how-are-we-doing` : `/${place.slug}`
}

/** Where somebody goes who was let in: to the second step, to choose who they act for, or to the page they wanted. */
export const afterLetIn = (
  place: VisitedPlace,
  { secondStep, actsForSeveral }: { readonly secondStep: unknown; readonly actsForSeveral: boolean },
  next: string | null,
): string => {
  const onwards = next ? `?next=${encodeURIComponent(next)}` : ''
  if (secondStep) return `/${place.slug}/sign-in/second-step${onwards}`
  return actsForSeveral ? `/${place.slug}/acting-for${onwards}` : (next ?? `/${place.slug}/start`)
}
