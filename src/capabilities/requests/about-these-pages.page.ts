/** What these pages promise: accessibility and privacy. */

import { capabilities } from '../../capabilities.ts'
import type { PageModel } from '../../design/page.ts'
import { draftSeconds } from '../../platform/http/drafts.ts'
import { page, view } from '../../platform/http/route.ts'
import { phoneOf, type Telephone } from '../places/index.ts'
import { consentWording } from './words.ts'

type AboutPage = PageModel & { placeName: string; phone: Telephone | null }

export const accessibilityPage = page({
  method: 'GET',
  path: '/:place/accessibility',
  allow: 'anyone',
  async handle({ place }) {
    const model: AboutPage = {
      page: { title: 'Accessibility', backHref: `/${place.slug}` },
      placeName: place.name,
      phone: phoneOf(place),
    }
    return view('requests/accessibility.njk', model)
  },
})

/** Records about residents, as the manifests call them, in the resident's words. */
const aboutResidents: Readonly<Record<string, string>> = {
  'help request': 'What you asked for',
  'help request that came to nothing': 'What you asked for, if nobody helped',
  person: 'Your name and how to reach you',
  consent: 'Your permission to share',
  disclosure: 'With whom details were shared, and what allowed it',
  referral: 'Whom we asked to help',
  'triage decision': 'What we decided',
  outcome: 'How it went',
}

type PrivacyPage = AboutPage & {
  kept: readonly { what: string; howLong: string }[]
  consentWording: string
  draftHours: number
  complainHref: string
}

export const privacyPage = page({
  method: 'GET',
  path: '/:place/privacy',
  allow: 'anyone',
  async handle({ place }) {
    const retention = new Map(capabilities.flatMap(capability => Object.entries(capability.retention ?? {})))
    const model: PrivacyPage = {
      page: { title: 'Privacy', backHref: `/${place.slug}` },
      placeName: place.name,
      phone: phoneOf(place),
      kept: Object.entries(aboutResidents).flatMap(([record, what]) => {
        const howLong = retention.get(record)
        return howLong ? [{ what, howLong: howLong.words }] : []
      }),
      consentWording,
      draftHours: draftSeconds / 3600,
      complainHref: `/${place.slug}/complain`,
    }
    return view('requests/privacy.njk', model)
  },
})
