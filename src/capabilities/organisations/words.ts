import { wording } from '../../design/wording.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The words of the public pages about organisations. */
export const organisationWords = wording({ en, ar })

/** Kinds of organisation (glossary: organisation). */
export const organisationKinds = {
  council: 'Council',
  charity: 'Charity',
  'community interest company': 'Community interest company',
  company: 'Company',
  nhs: 'NHS body',
  school: 'School',
  'housing association': 'Housing association',
  'faith group': 'Faith group',
  'mutual aid': 'Mutual-aid group',
} as const

export type OrganisationKind = keyof typeof organisationKinds

/** How far an organisation is known, from least to most; what may be shared with it will follow from this. */
export const assuranceLevels = {
  informal: 'Informal group',
  constituted: 'Constituted group',
  registered: 'Registered organisation',
  contracted: 'Under contract',
} as const

export type AssuranceLevel = keyof typeof assuranceLevels

/** What people do in an organisation; manifests say which permissions each carries. */
export const roles = {
  coordinator: 'Coordinator: decides what happens next, answers referrals',
  'call handler': 'Call handler: takes requests by phone and in person',
  'directory editor': 'Directory editor: checks what is published, and asks for what is out of date',
  'link worker': 'Link worker: passes needs on and follows them',
  'safeguarding lead': 'Safeguarding lead: looks at concerns about somebody’s safety, and nobody else does',
  'data protection lead': 'Data protection lead: answers for who sees what, and looks at what is unusual',
  newcomer: 'Newcomer: passes needs on for a group that joined by itself, until somebody has looked at it',
  champion: 'Champion: keeps the record of a council that keeps it local, and assesses how it does',
  convenor: 'Convenor: convenes the network of councils that keep it local',
  commissioner: 'Commissioner: sees what is needed and where help is missing',
} as const

export type Role = keyof typeof roles
