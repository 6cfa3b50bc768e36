import type { Visit } from '../../../platform/http/route.ts'

/** A way in besides the password, as the sign-in page offers it: a press for the device, or a link to a page of its own. */
export type OtherWay =
  | {
      readonly kind: 'passkey'
      readonly asks: string
      readonly action: string
      readonly next: string | null
      /** The address passkeys were made at. */
      readonly site: string
    }
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly says: string | null }

/** Every other way in, in the order the sign-in page offers them. A new one is added here, and lets people in by `letIn`. */
export const otherWaysIn = ({ platform, place }: Visit, next: string | null): OtherWay[] => [
  {
    kind: 'passkey',
    asks: `/${place.slug}/api/passkeys/any`,
    action: `/${place.slug}/sign-in/passkey`,
    next,
    site: platform.config.publicUrl,
  },
  {
    kind: 'link',
    text: 'Sign in with your organisation',
    href: `/${place.slug}/sign-in/organisation${next ? `?next=${encodeURIComponent(next)}` : ''}`,
    says: 'where it has a sign-in of its own.',
  },
  { kind: 'link', text: 'I have forgotten my password', href: `/${place.slug}/sign-in/forgotten`, says: null },
  {
    kind: 'link',
    text: 'Join with your group',
    href: `/${place.slug}/join`,
    says: 'if it is not here yet: it takes three minutes.',
  },
]
