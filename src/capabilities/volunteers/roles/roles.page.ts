import type { Link, PageModel } from '../../../design/page.ts'
import { dateAt, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { type RoleKind, roleKinds } from '../words.ts'
import { openRoleRoutes } from './open-role.page.ts'
import { oneRoleRoutes } from './role.page.ts'
import { listOpenRoles, listRolesOf, listRolesWaiting, type Role } from './role-store.ts'
import { looksAfter, stateOf, summaryOf } from './role-words.ts'

/** `/:place/roles`: what regular people can step into; opened, closed and answered by the organisations. */

type RoleLine = { title: string; href: string; summary: string; organisation: string; about: string; state: StateTag }

type RolesModel = PageModel & {
  intro: string
  groups: readonly { title: string; roles: readonly RoleLine[] }[]
  own: readonly RoleLine[]
  /** Yours, with somebody who waits for your answer. */
  waiting: readonly { title: string; href: string; says: string }[]
  empty: EmptyState
  openOne: Link | null
  signUp: Link | null
}

const mostShown = 240

const lineOf = (role: Role, organisation: string, slug: string, now: Date): RoleLine => ({
  title: role.title,
  href: `/${slug}/roles/${role.roleId}`,
  summary: summaryOf(role),
  organisation,
  about: role.about.length > mostShown ? `${role.about.slice(0, mostShown).trimEnd()} …` : role.about,
  state: stateOf(role, now),
})

const rolesPage = page({
  method: 'GET',
  path: '/:place/roles',
  allow: 'anyone',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const { open, own, waiting, names } = await platform.db.as(actor, async tx => ({
      open: await listOpenRoles(tx, dateAt(now)),
      own: looksAfter(actor) && actor.organisationId ? await listRolesOf(tx, actor.organisationId) : [],
      waiting: looksAfter(actor) && actor.organisationId ? await listRolesWaiting(tx, actor.organisationId) : [],
      names: new Map((await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name])),
    }))
    const line = (role: Role) => lineOf(role, names.get(role.organisationId) ?? '', place.slug, now)
    const model: RolesModel = {
      page: { title: 'Roles, jobs and training places', backHref: `/${place.slug}` },
      intro: `What organisations in ${place.name} are looking for somebody for, regularly.`,
      groups: (Object.keys(roleKinds) as RoleKind[]).flatMap(kind => {
        const roles = open.filter(role => role.kind === kind).map(line)
        return roles.length > 0 ? [{ title: `${roleKinds[kind]}s`, roles }] : []
      }),
      waiting: waiting.flatMap(({ roleId, waiting: many, since }) => {
        const role = own.find(each => each.roleId === roleId)
        const who = many === 1 ? '1 person waits' : `${many} people wait`
        return role
          ? [
              {
                title: role.title,
                href: `/${place.slug}/roles/${roleId}`,
                says: `${who} for your answer, the longest since ${inWords(since, now)}.`,
              },
            ]
          : []
      }),
      own: own.filter(role => !open.some(({ roleId }) => roleId === role.roleId)).map(line),
      empty: {
        title: 'Nothing is open just now',
        sentences: ['Sign up, and we tell you when something near you opens.'],
      },
      openOne: looksAfter(actor)
        ? { text: 'Open a role, a job or a training place', href: `/${place.slug}/roles/open` }
        : null,
      signUp: actor.kind === 'anyone' ? { text: 'Offer to help', href: `/${place.slug}/volunteer` } : null,
    }
    return view('volunteers/roles/roles.njk', model)
  },
})

// `/roles/open` is said before `/roles/:roleId`.
export const roleRoutes = [rolesPage, ...openRoleRoutes, ...oneRoleRoutes]
