import type { Action, ErrorItem, StateTag, Words } from './view-models.ts'
import type { layoutWords } from './wording.ts'

/** A link with its words. */
export type Link = { text: string; href: string }

/**
 * What the platform knows about every page, whoever wrote it: it adds this to each model as `frame`.
 */
export type Frame = {
  /** What the page is read in. */
  language: { code: string; tag: string; name: string; direction: 'ltr' | 'rtl' }
  /** The layout's own words in that language. */
  say: ReturnType<typeof layoutWords>
  /** The same page in other languages. */
  otherLanguages: readonly { code: string; name: string; direction: 'ltr' | 'rtl'; href: string }[]
  /** The reader chose larger letters. */
  largerText: boolean
  /** The way to the other size of letters. */
  otherTextSize: Link
  /** The page prints at 18 points. */
  largePrint: boolean
  /** Where the static files lie, from `buildStatic`: "/static/3f2a…". */
  staticPath: string
  /** The place this page belongs to; null on pages of the house itself. */
  place: { name: string; href: string } | null
  /** The header's links, in order. `current` marks the one the reader is in; `count` shows how much waits there. */
  navigation: readonly { text: Words; href: string; current?: boolean; count?: number }[]
  /** Who is signed in; null when nobody is. The sign-out form is a POST with the form token. */
  signedIn: {
    name: string
    organisation?: string
    /** Where they see how they sign in and where they are signed in. */
    accountHref?: string
    signOutHref: string
    formToken?: string
  } | null
  /** Where whoever came in by a code closes what is open on this device: a POST. */
  finishHref?: string
  /** Where to sign in, when that is worth offering on this page. */
  signInHref?: string
  /** One way to reach a person: `says` "0161 496 0000", `href` "tel:+441614960000", `hours` "9 am to 5 pm, Monday to Friday". */
  phone: { says: string; href: string; hours?: string } | null
  /** The page's full address, written at the foot of a printed page. */
  address?: string
  /** Links at the foot of the page: accessibility, privacy, ... */
  footerLinks: readonly Link[]
}

/** What a page says about itself: the `page` of its model. */
export type PageHead = {
  /** The page's one heading, and the start of its `<title>`. */
  title: string
  /** The start of the `<title>` where it says more than the heading, so that tabs and histories can be told apart. */
  windowTitle?: string
  /** Title and caption are content: names that stay in the language they were written in. */
  titleIsContent?: boolean
  /** A few words over the heading, such as a reference. */
  caption?: string
  /** Beside the heading: the state of the thing the page is about. */
  state?: StateTag
  /** 'resident' (default): 19 px, a narrow column of text. 'staff': 17 px, the full width, live refresh. */
  kind?: 'resident' | 'staff'
  /** A page with one thing to do, often opened from a link on a phone: the navigation is left out. */
  oneThing?: boolean
  /** True when every word of this page can be read in every language; else it is English, whatever was chosen. */
  translated?: boolean
  /** The whole address search engines should remember for this page, whatever stands behind the question mark. */
  canonicalHref?: string
  /** What the page is about, as schema.org tells it to search engines (JSON-LD). */
  structuredData?: Readonly<Record<string, unknown>>
  /** Where "Back" leads; no back link without it. */
  backHref?: string
  /** What is wrong with the form: shown at the top, each linked to its field, and "Error: " before the title. */
  errors?: readonly ErrorItem[]
  /** What has just happened, or what everyone must know. */
  notice?: Notice
}

/** A banner at the top of a page. */
export type Notice = {
  tone: 'done' | 'information' | 'attention'
  message: string
  detail?: string
  link?: Link
  /** The press that takes it back. */
  undo?: Action
}

/** What every page's model has; a page's own type extends it. */
export type PageModel = { page: PageHead }
